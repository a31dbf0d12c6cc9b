"""Pages of those who invite: an event's invitations and what is done with them. Gathers the room's pages."""

from typing import Any
from urllib.parse import urlencode

from litestar import Response, Router, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromQuery

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.events.access import Asker, event_for_reader
from events_app.events.tables import Event
from events_app.i18n import _
from events_app.invitations import (
    access,
    actions,
    guest_pages,
    links,
    lists,
    one_pages,
    public_pages,
    queries,
)
from events_app.invitations.answering import pages as answering_pages
from events_app.invitations.asking import pages as asking_pages
from events_app.invitations.choosing import pages as choosing_pages
from events_app.invitations.honouring import pages as honouring_pages
from events_app.invitations.letters import pages as letter_pages
from events_app.invitations.letters import public_pages as letter_checks
from events_app.invitations.letters import settings_pages as letter_settings
from events_app.invitations.lists import Narrowing
from events_app.invitations.mailings import pages as mailing_pages
from events_app.invitations.notes import say_unsent
from events_app.invitations.notices import pages as notice_pages
from events_app.invitations.overview import pages as overview_pages
from events_app.invitations.registration import pages as registration_pages
from events_app.invitations.replies import pages as reply_pages
from events_app.invitations.seating import pages as seating_pages
from events_app.invitations.tables import Invitation, InvitationState
from events_app.invitations.whatsapp import pages as whatsapp_pages
from events_app.invitations.wording import pages as wording_pages
from events_app.web.api import Cursor, after
from events_app.web.flash import say
from events_app.web.pages import page, redirect

Answer = Response[Any]
A_PAGE = 50
READ = [requires(Right.read)]
INVITE = [requires(Right.invite)]
STATES = [state.value for state in InvitationState]
ANSWERED = {"answered": True, "unanswered": False}


@get("/events/{event_id:uuid}/invitations", guards=READ)
async def index(
    request: Asker,
    event: NamedDependency[Event],
    of: FromQuery[str] = "",
    q: FromQuery[str] = "",
    cursor: Cursor = None,
) -> Answer:
    """Who was asked and what they answered; `of` is a state, or whether there is an answer."""
    chosen = of if of in (*STATES, *ANSWERED) else ""
    to = Narrowing(state=chosen if chosen in STATES else "", q=q[:200], answered=ANSWERED.get(chosen))
    rows = await lists.invitations(event.id, to, after(cursor), A_PAGE + 1)
    return page(
        "invitations/index.html",
        nav_current="events",
        event=event,
        state=event.state_at(clock.now()),
        numbers=await queries.numbers(event),
        invitations=rows[:A_PAGE],
        to=to,
        chosen=chosen,
        states=[*ANSWERED, *STATES],
        may_invite=request.user.may(Right.invite),
        rsvp_url=links.rsvp_url,
        first_url=_address(event, chosen, to.q) if cursor else "",
        next_url=_address(event, chosen, to.q, str(rows[A_PAGE - 1].id)) if len(rows) > A_PAGE else "",
    )


@post("/events/{event_id:uuid}/invitations/send", guards=INVITE)
async def send_all(request: Asker, event: NamedDependency[Event]) -> Answer:
    """Sends what has not been sent."""
    say_unsent(request, await actions.send_drafts(request.user, event, clock.now()))
    return redirect(f"/events/{event.id}/invitations")


@post("/events/{event_id:uuid}/invitations/{invitation_id:uuid}/send", guards=INVITE)
async def send_one(
    request: Asker, event: NamedDependency[Event], invitation: NamedDependency[Invitation]
) -> Answer:
    """Sends one that has not been sent."""
    say_unsent(request, await actions.send_drafts(request.user, event, clock.now(), only=invitation.id))
    return redirect(f"/events/{event.id}/invitations/{invitation.id}")


@post("/events/{event_id:uuid}/invitations/{invitation_id:uuid}/withdraw", guards=INVITE)
async def withdraw(
    request: Asker, event: NamedDependency[Event], invitation: NamedDependency[Invitation]
) -> Answer:
    """Takes it back, with its guests."""
    await actions.withdraw(request.user, invitation, clock.now())
    say(request, _("The invitation is withdrawn. Its passes are no longer valid."))
    return redirect(f"/events/{event.id}/invitations")


def _address(event: Event, chosen: str, q: str, cursor: str = "") -> str:
    given = {"of": chosen, "q": q, "cursor": cursor}
    query = urlencode({name: value for name, value in given.items() if value})
    return f"/events/{event.id}/invitations?{query}"


router = Router(
    path="/",
    include_in_schema=False,
    dependencies={
        "event": Provide(event_for_reader),
        "invitation": Provide(access.invitation_here),
        "guest": Provide(access.guest_here),
        "asked_by_link": Provide(access.invitation_by_link),
        "held": Provide(access.guest_by_link),
        **registration_pages.ROWS,
        **notice_pages.ROWS,
        **reply_pages.ROWS,
        **seating_pages.ROWS,
        **letter_pages.ROWS,
        "verified": Provide(access.letter_by_code),
        **mailing_pages.ROWS,
    },
    route_handlers=[
        index,
        *choosing_pages.doors,
        send_all,
        send_one,
        withdraw,
        *one_pages.doors,
        *guest_pages.doors,
        *honouring_pages.doors,
        *public_pages.doors,
        *registration_pages.doors,
        *notice_pages.doors,
        *reply_pages.doors,
        *answering_pages.doors,
        *overview_pages.doors,
        *seating_pages.doors,
        *asking_pages.doors,
        *letter_pages.doors,
        *letter_checks.doors,
        *letter_settings.doors,
        *mailing_pages.doors,
        *wording_pages.doors,
        *whatsapp_pages.doors,
    ],
)
