"""The guest list of an event: who comes, with which pass; add one, cancel one, give a new pass."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery

from events_app import clock
from events_app.accounts.access import requires, requires_any
from events_app.accounts.rights import Right
from events_app.events.access import Asker
from events_app.events.tables import Event
from events_app.i18n import _
from events_app.invitations import actions, links, lists
from events_app.invitations.forms import GuestIn
from events_app.invitations.lists import Narrowing
from events_app.invitations.tables import Guest, GuestState
from events_app.stakeholders.queries import institution_choices
from events_app.web.api import after
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Answer = Response[Any]
A_PAGE = 100
INVITE = [requires(Right.invite)]
SEE = [requires_any(Right.read, Right.scan)]
STATES = [state.value for state in GuestState]


@get("/events/{event_id:uuid}/guests", guards=SEE)
async def guests(
    request: Asker,
    event: NamedDependency[Event],
    of: FromQuery[str] = "",
    q: FromQuery[str] = "",
    cursor: FromQuery[str | None] = None,
) -> Answer:
    """Everybody on the list; `of` is a state."""
    to = Narrowing(state=of if of in STATES else "", q=q[:200])
    return await _list(request, event, Form.blank(GuestIn), to, cursor)


@post("/events/{event_id:uuid}/guests", guards=INVITE)
async def add_guest(request: Asker, event: NamedDependency[Event]) -> Answer:
    """Puts a participant on the list who has no invitation."""
    form = await read_form(request, GuestIn)
    with form.refusing():
        added = await actions.add_guest(request.user, event, form.value, clock.now())
    if not form.ok:
        return await _list(request, event, form, Narrowing(), None)
    waits = added.guest.state == GuestState.waitlisted
    say(
        request,
        _("All seats are taken: the waiting list is longer by one.")
        if waits
        else _("The guest is on the list."),
    )
    return redirect(f"/events/{event.id}/guests")


@post("/events/{event_id:uuid}/guests/{guest_id:uuid}/cancel", guards=INVITE)
async def cancel_guest(
    request: Asker, event: NamedDependency[Event], guest: NamedDependency[Guest]
) -> Answer:
    """Takes somebody off the list."""
    await actions.cancel_guest(request.user, guest, clock.now())
    say(request, _("The guest is cancelled. The pass is refused at the door."))
    return redirect(f"/events/{event.id}/guests")


@post("/events/{event_id:uuid}/guests/{guest_id:uuid}/pass", guards=INVITE)
async def reissue_pass(
    request: Asker, event: NamedDependency[Event], guest: NamedDependency[Guest]
) -> Answer:
    """Gives a new pass for one that was lost or passed on."""
    await actions.reissue_pass(request.user, guest, clock.now())
    say(request, _("There is a new pass. The old one is refused at the door."))
    return redirect(f"/events/{event.id}/guests")


async def _list(
    request: Asker, event: Event, form: Form[GuestIn], to: Narrowing, cursor: str | None
) -> Answer:
    rows = await lists.guests(event, to, after(cursor), A_PAGE + 1)
    invites = request.user.may(Right.invite)
    base = f"/events/{event.id}/guests?of={to.state}"
    return page(
        "invitations/guests.html",
        status=form.status,
        nav_current="events",
        event=event,
        state=event.state_at(clock.now()),
        guests=rows[:A_PAGE],
        form=form,
        to=to,
        states=STATES,
        institutions=await institution_choices(event.organisation) if invites else [],
        may_invite=invites,
        may_see_passes=invites or request.user.may(Right.scan),
        pass_url=links.pass_url,
        first_url=base if cursor else "",
        next_url=f"{base}&cursor={rows[A_PAGE - 1].id}" if len(rows) > A_PAGE else "",
    )


doors: list[Any] = [guests, add_guest, cancel_guest, reissue_pass]
