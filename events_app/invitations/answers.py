"""Answering: one decision at a time for each event, whoever else is answering at that moment."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.database import atomically
from events_app.errors import NotFound
from events_app.events.states import locked_event
from events_app.events.tables import Event
from events_app.invitations.forms import AnswerIn
from events_app.invitations.guests import cancel_guests, seat_person, seat_representatives
from events_app.invitations.passes import send_passes
from events_app.invitations.refusals import EventFull, InvitationWithdrawn, TooManyRepresentatives
from events_app.invitations.seats import has_room, must_be_open
from events_app.invitations.tables import (
    Answer,
    AnsweredBy,
    GuestState,
    Invitation,
    InvitationAnswer,
    InvitationState,
)
from events_app.invitations.waiting import move_up


@dataclass(frozen=True)
class Turn:
    """One answer being given: who says it, by which way, when."""

    actor: Actor
    event: Event
    by: AnsweredBy
    now: datetime
    note: str = ""


@atomically
async def answer(
    actor: Actor, invitation: UUID, said: AnswerIn, by: AnsweredBy, now: datetime, note: str = ""
) -> Invitation:
    """Take an answer; it replaces the one before. A yes takes seats or a place in line, a no frees them.

    Refuses with EventCancelled, EventOver, AnswerClosed, InvitationWithdrawn, EventFull,
    TooManyRepresentatives or AlreadyComing; then nothing has changed.
    """
    event = await _locked(actor, invitation)
    row = await _current(actor, invitation)
    must_be_open(event, by, now)
    if row.state == InvitationState.withdrawn:
        raise InvitationWithdrawn()
    turn = Turn(actor, event, by, now, note)
    coming = await _accept(turn, row, said) if said.answer is Answer.accepted else await _release(row, said)
    await _note(turn, row, said)
    await move_up(event, now)
    await send_passes(actor, event, coming, now)
    return await _current(actor, invitation)


async def _locked(actor: Actor, invitation: UUID) -> Event:
    row = await _current(actor, invitation)
    event = await Event.objects().get(Event.id == row.event)
    assert event is not None, "the invitation's foreign key holds the event"
    return await locked_event(event)


async def _current(actor: Actor, invitation: UUID) -> Invitation:
    mine = (Invitation.id == invitation) & (Invitation.organisation == actor.organisation)
    row = await Invitation.objects().get(mine)
    if row is None:
        raise NotFound()
    return row


async def _accept(turn: Turn, row: Invitation, said: AnswerIn) -> list[UUID]:
    """Seats first, then names; returns the guests who are new on the list and get a pass."""
    named, allowed = len(said.representatives), row.seats if row.institution else 0
    if named > allowed:
        raise TooManyRepresentatives(seats=row.seats, named=named)
    await _take_seats(turn, row)
    waits = row.state == InvitationState.waitlisted
    state = GuestState.waitlisted if waits else GuestState.expected
    if row.institution:
        fresh = await seat_representatives(turn.actor, turn.event, row, said.representatives, state)
    else:
        fresh = await seat_person(turn.event, row, state)
    return [] if waits else fresh


async def _take_seats(turn: Turn, row: Invitation) -> None:
    """Who has seats keeps them, who waits keeps the place in line."""
    if row.state in (InvitationState.accepted, InvitationState.waitlisted):
        return
    if await has_room(turn.event, row.seats):
        row.state = InvitationState.accepted
    elif turn.event.waiting_list:
        row.state, row.waiting_since = InvitationState.waitlisted, turn.now
    else:
        raise EventFull()


async def _release(row: Invitation, said: AnswerIn) -> list[UUID]:
    row.state, row.waiting_since = InvitationState(said.answer.value), None
    await cancel_guests(row)
    return []


async def _note(turn: Turn, row: Invitation, said: AnswerIn) -> None:
    """The answer as a row of its own, and on the invitation what is true now."""
    row.answered_at, row.answered_by = turn.now, turn.by
    row.decline_reason = said.reason if said.answer is not Answer.accepted else ""
    await row.save()
    given = InvitationAnswer(
        organisation=row.organisation,
        invitation=row.id,
        answer=said.answer,
        outcome=row.state,
        reason=said.reason,
        by=turn.by,
        user=turn.actor.user,
        note=turn.note,
    )
    await given.save()
    after = {"answer": said.answer, "state": row.state, "by": turn.by}
    await audit.record(turn.actor, "invitation.answered", row.id, after=after)
