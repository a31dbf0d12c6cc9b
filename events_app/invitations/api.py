"""JSON doors: invite, follow the answers, answer by link, read the guest list."""

from typing import Annotated

from litestar import Router, get, post, put
from litestar.di import NamedDependency, Provide
from litestar.params import JSONBody, Parameter, QueryParameter

from events_app import clock
from events_app.accounts.access import requires, requires_any
from events_app.accounts.rights import Right
from events_app.events.access import Asker, event_for_reader
from events_app.events.tables import Event
from events_app.invitations import access, actions, lists
from events_app.invitations.access import Asked
from events_app.invitations.answering import api as answering_api
from events_app.invitations.answering import sight
from events_app.invitations.asking import api as asking_api
from events_app.invitations.forms import AnswerIn, InviteIn
from events_app.invitations.honouring import api as honouring_api
from events_app.invitations.letters import api as letter_api
from events_app.invitations.letters import pages as letter_pages
from events_app.invitations.lists import Narrowing
from events_app.invitations.mailings import api as mailing_api
from events_app.invitations.mailings import pages as mailing_pages
from events_app.invitations.notices import api as notice_api
from events_app.invitations.notices import pages as notice_pages
from events_app.invitations.outputs import (
    AnsweredOut,
    AskedOut,
    GuestOut,
    InvitationOut,
    InvitedItem,
    InvitedOut,
    asked,
    passes,
)
from events_app.invitations.overview import api as overview_api
from events_app.invitations.registration import api as registration_api
from events_app.invitations.registration import pages as registration_pages
from events_app.invitations.replies import api as reply_api
from events_app.invitations.replies import pages as reply_pages
from events_app.invitations.seating import api as seating_api
from events_app.invitations.seating import pages as seating_pages
from events_app.invitations.tables import AnsweredBy, Guest, GuestState, Invitation, InvitationState
from events_app.invitations.whatsapp import api as whatsapp_api
from events_app.invitations.wording import api as wording_api
from events_app.web.api import Cursor, Limit, Page, after, listing

READ = [requires(Right.read)]
SEE_GUESTS = [requires_any(Right.read, Right.scan)]
INVITE = [requires(Right.invite)]
OfInvitation = Annotated[InvitationState | None, QueryParameter(name="state", description="Only these.")]
Answered = Annotated[
    bool | None,
    QueryParameter(description="Only those with, or without, an answer; none that was withdrawn."),
]
OfGuest = Annotated[GuestState | None, QueryParameter(name="state", description="Only these.")]
Search = Annotated[str, Parameter(max_length=200, description="In the name of who was asked or comes.")]


@post("/events/{event_id:uuid}/invitations", guards=INVITE)
async def invite(request: Asker, event: NamedDependency[Event], data: JSONBody[InviteIn]) -> InvitedOut:
    """Ask institutions and people, each once; with `send` the mails go out at once."""
    done = await actions.invite(request.user, event, data.invitees, data.send, clock.now(), data.reserve)
    items = [InvitedItem.model_validate(item) for item in done.items]
    return InvitedOut(created=done.created, existing=done.existing, items=items)


@get("/events/{event_id:uuid}/invitations", guards=READ)
async def list_invitations(
    request: Asker,
    event: NamedDependency[Event],
    in_state: OfInvitation = None,
    answered: Answered = None,
    q: Search = "",
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Page[InvitationOut]:
    """The invitations of an event with their guests; organisers also get the links."""
    to = Narrowing(state=in_state.value if in_state else "", q=q, answered=answered)
    rows = await lists.invitations(event.id, to, after(cursor), limit + 1)
    entitled = request.user.may(Right.invite)
    return listing(rows, limit, lambda row: InvitationOut.of(row, entitled=entitled))


@get("/events/{event_id:uuid}/invitations/{invitation_id:uuid}", guards=READ)
async def read_invitation(request: Asker, invitation: NamedDependency[Invitation]) -> InvitationOut:
    """One invitation."""
    row = await lists.invitation(invitation.event, invitation.id)
    return InvitationOut.of(row, entitled=request.user.may(Right.invite))


@get("/events/{event_id:uuid}/guests", guards=SEE_GUESTS)
async def list_guests(
    request: Asker,
    event: NamedDependency[Event],
    in_state: OfGuest = None,
    q: Search = "",
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Page[GuestOut]:
    """Everybody on the guest list; passes and short codes for those who invite or scan."""
    to = Narrowing(state=in_state.value if in_state else "", q=q)
    rows = await lists.guests(event, to, after(cursor), limit + 1)
    office = request.user.may(Right.invite)
    return listing(rows, limit, lambda row: GuestOut.of(row, entitled=_entitled(request), office=office))


@get("/events/{event_id:uuid}/guests/{guest_id:uuid}", guards=SEE_GUESTS)
async def read_guest(
    request: Asker, event: NamedDependency[Event], guest: NamedDependency[Guest]
) -> GuestOut:
    """One guest."""
    row = await lists.guest(event, guest.id)
    return GuestOut.of(row, entitled=_entitled(request), office=request.user.may(Right.invite))


@get("/rsvp/{token:str}", public=True)
async def read_asked(asked_by_link: NamedDependency[Asked]) -> AskedOut:
    """What the link's holder is asked. Reading answers nothing."""
    given = asked_by_link
    shown = await sight.seen(given.invitation, given.found, given.invitation.opened_at)
    return asked(*shown, given.event, given.place.line, clock.now())


@put("/rsvp/{token:str}", public=True)
async def answer(asked_by_link: NamedDependency[Asked], data: JSONBody[AnswerIn]) -> AnsweredOut:
    """Answer, or change the answer: the list of representatives replaces the one before."""
    given = asked_by_link
    row = await actions.answer(given.actor, given.invitation.id, data, AnsweredBy.link, clock.now())
    view = await lists.invitation(given.event.id, row.id)
    return AnsweredOut(state=row.state, guests=passes(view))


def _entitled(request: Asker) -> bool:
    return request.user.may(Right.invite) or request.user.may(Right.scan)


router = Router(
    path="/",
    tags=["Invitations"],
    dependencies={
        "event": Provide(event_for_reader),
        "invitation": Provide(access.invitation_here),
        "guest": Provide(access.guest_here),
        "asked_by_link": Provide(access.invitation_by_link),
        **registration_pages.ROWS,
        **notice_pages.ROWS,
        **letter_pages.ROWS,
        "verified": Provide(access.letter_by_code),
        **reply_pages.ROWS,
        **seating_pages.ROWS,
        **asking_api.ROWS,
        **mailing_pages.ROWS,
    },
    route_handlers=[
        invite,
        list_invitations,
        read_invitation,
        list_guests,
        read_guest,
        *honouring_api.doors,
        read_asked,
        answer,
        *registration_api.doors,
        *notice_api.doors,
        *reply_api.doors,
        *answering_api.doors,
        *overview_api.doors,
        *seating_api.doors,
        *asking_api.doors,
        *letter_api.doors,
        *mailing_api.doors,
        *wording_api.doors,
        *whatsapp_api.doors,
    ],
)
