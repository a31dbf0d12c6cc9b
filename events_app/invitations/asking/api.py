"""JSON doors of asking: how the inviting runs, a deadline of one's own, rounds of mails."""

from uuid import UUID

from litestar import get, post, put
from litestar.di import NamedDependency, Provide
from litestar.params import JSONBody
from pydantic import Field

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.events.access import Asker
from events_app.events.tables import Event
from events_app.invitations import lists
from events_app.invitations.asking import deadlines, queries, rounds
from events_app.invitations.asking.access import round_here
from events_app.invitations.asking.forms import DeadlineIn, InvitingIn, RoundIn
from events_app.invitations.asking.queries import RoundView
from events_app.invitations.asking.tables import Whom
from events_app.invitations.outputs import InvitationOut
from events_app.invitations.tables import Invitation
from events_app.shapes import Moment, Out
from events_app.web.api import Cursor, Limit, Page, after, listing

READ = [requires(Right.read)]
INVITE = [requires(Right.invite)]


class InvitingOut(Out):
    """How the inviting of an event runs. `offer_hours` 0: a seat that becomes free is given at once.

    `wave_hours` 0: the reserve is asked by hand; otherwise by itself, each with so long to answer.
    """

    answer_by: Moment | None
    offer_hours: int
    wave_hours: int
    remind_days: int | None
    row_version: int


class RoundOut(Out):
    """Mails that went out by one rule; nobody has those of the same rule twice."""

    id: UUID
    event_id: UUID = Field(validation_alias="event")
    audience: Whom
    rule: str = Field(examples=["silent:2026-12-01"])
    text: str
    created_at: Moment
    sent: int = Field(description="How many were written to.")


@get("/events/{event_id:uuid}/inviting", guards=READ)
async def read_inviting(event: NamedDependency[Event]) -> InvitingOut:
    """How the inviting of an event runs."""
    return InvitingOut.model_validate(await deadlines.inviting_of(event))


@put("/events/{event_id:uuid}/inviting", guards=INVITE)
async def set_inviting(
    request: Asker, event: NamedDependency[Event], data: JSONBody[InvitingIn]
) -> InvitingOut:
    """Write all of it anew; a later deadline opens again what had closed unanswered."""
    return InvitingOut.model_validate(await deadlines.set_inviting(request.user, event, data, clock.now()))


@put("/events/{event_id:uuid}/invitations/{invitation_id:uuid}/deadline", guards=INVITE)
async def set_deadline(
    request: Asker,
    event: NamedDependency[Event],
    invitation: NamedDependency[Invitation],
    data: JSONBody[DeadlineIn],
) -> InvitationOut:
    """Give one invitation a deadline of its own, or with null that of the event."""
    await deadlines.extend(request.user, event, invitation, data.answer_by, clock.now())
    return InvitationOut.of(await lists.invitation(event.id, invitation.id), entitled=True)


@get("/events/{event_id:uuid}/rounds", guards=READ)
async def list_rounds(
    event: NamedDependency[Event], limit: Limit = 100, cursor: Cursor = None
) -> Page[RoundOut]:
    """Which mails went out again, the newest first."""
    rows = await queries.rounds(event, after=after(cursor), limit=limit + 1)
    return listing(rows, limit, RoundOut.model_validate)


@get("/events/{event_id:uuid}/rounds/{round_id:uuid}", guards=READ)
async def read_round(round_here: NamedDependency[RoundView]) -> RoundOut:
    """One round."""
    return RoundOut.model_validate(round_here)


@post("/events/{event_id:uuid}/rounds", guards=INVITE)
async def write_again(request: Asker, event: NamedDependency[Event], data: JSONBody[RoundIn]) -> RoundOut:
    """Remind the silent, once a day, or tell those who have answered something, the same words once."""
    identity = await rounds.write_again(request.user, event, data, clock.now())
    [row] = await queries.rounds(event, only=identity)
    return RoundOut.model_validate(row)


ROWS = {"round_here": Provide(round_here)}
doors = [read_inviting, set_inviting, set_deadline, list_rounds, read_round, write_again]
