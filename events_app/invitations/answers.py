"""Answering: one decision at a time for each event, whoever else is answering at that moment."""

from datetime import datetime
from uuid import UUID

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.database import atomically
from events_app.errors import NotFound
from events_app.events.states import locked_event
from events_app.events.tables import Event
from events_app.invitations.answering import chain, changes, telling
from events_app.invitations.answering.changes import TAKEN_BACK, Turn
from events_app.invitations.forms import AnswerIn
from events_app.invitations.guests import cancel_guests, seat_holder, seat_person, seat_representatives
from events_app.invitations.passes import send_passes
from events_app.invitations.refusals import InvitationWithdrawn, TooManyRepresentatives
from events_app.invitations.seats import must_be_open, office_of, take_or_wait
from events_app.invitations.tables import (
    Answer,
    AnsweredBy,
    GuestState,
    Invitation,
    InvitationAnswer,
    InvitationState,
)
from events_app.invitations.waiting import lapse, move_up


@atomically
async def answer(
    actor: Actor,
    invitation: UUID,
    said: AnswerIn,
    by: AnsweredBy,
    now: datetime,
    note: str = "",
    said_at: datetime | None = None,
) -> Invitation:
    """Take an answer; it replaces the one before. A yes takes seats or a place in line, a no frees them.

    Who is named for the first time gets a pass, and the head of the institution hears of it.

    Refuses with EventCancelled, EventOver, DeadlinePassed, InvitationWithdrawn, EventFull, QuotaFull,
    TooManyRepresentatives, NobodyHolds or AlreadyComing; then nothing has changed.
    """
    event = await _locked(actor, invitation)
    await lapse(event, now)
    row = await _current(actor, invitation)
    must_be_open(event, by, now, row)
    if row.state == InvitationState.withdrawn:
        raise InvitationWithdrawn()
    turn = Turn(actor, event, by, now, note, said_at)
    before = await changes.active(row.id)
    coming = await _accept(turn, row, said) if said.answer is Answer.accepted else await _release(row, said)
    await chain.set_chain(row, event, now)
    given = await _note(turn, row, said)
    named = await changes.record(given, before)
    await move_up(event, now)
    await send_passes(actor, event, coming, now)
    await telling.tell_head(turn, row, given, named)
    return await _current(actor, invitation)


@atomically
async def take_back(actor: Actor, invitation: UUID, by: AnsweredBy, now: datetime) -> Invitation:
    """Take the answer back, as if none had been given: nobody comes, the seats are free. The history stays.

    Twice is once. Refuses with EventCancelled, EventOver, AnswerClosed or InvitationWithdrawn.
    """
    event = await _locked(actor, invitation)
    row = await _current(actor, invitation)
    must_be_open(event, by, now, row)
    if row.state == InvitationState.withdrawn:
        raise InvitationWithdrawn()
    if not row.answered_at:
        return row
    before = await changes.active(row.id)
    await cancel_guests(row)
    row.state = InvitationState.sent if row.sent_at else InvitationState.draft
    row.waiting_since = row.offered_until = row.answered_at = row.answered_by = None
    row.decline_reason = ""
    await row.save()
    await changes.record(await _write(Turn(actor, event, by, now), row, TAKEN_BACK), before)
    await audit.record(actor, "invitation.answer_taken_back", row.id, after={"by": by})
    await move_up(event, now)
    return row


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
    named, allowed = len(said.representatives), 0 if row.person else row.seats
    if named > allowed:
        raise TooManyRepresentatives(seats=row.seats, named=named)
    await _take_seats(turn, row)
    waits = row.state == InvitationState.waitlisted
    state = GuestState.waitlisted if waits else GuestState.expected
    if row.position and not named:
        fresh = await seat_holder(turn.event, row, state, turn.now)
    elif not row.person:
        fresh = await seat_representatives(turn.actor, turn.event, row, said.representatives, state)
    else:
        fresh = await seat_person(turn.event, row, state)
    return [] if waits else fresh


async def _take_seats(turn: Turn, row: Invitation) -> None:
    """Who has seats keeps them, who was offered some takes them, who waits keeps the place in line."""
    if row.offered_until is not None:
        row.state, row.waiting_since, row.offered_until = InvitationState.accepted, None, None
    if row.state in (InvitationState.accepted, InvitationState.waitlisted):
        return
    if await take_or_wait(turn.event, row.seats, await office_of(row)):
        row.state = InvitationState.accepted
    else:
        row.state, row.waiting_since = InvitationState.waitlisted, turn.now


async def _release(row: Invitation, said: AnswerIn) -> list[UUID]:
    row.state, row.waiting_since, row.offered_until = InvitationState(said.answer.value), None, None
    await cancel_guests(row)
    return []


async def _note(turn: Turn, row: Invitation, said: AnswerIn) -> InvitationAnswer:
    """The answer as a row of its own, and on the invitation what is true now."""
    row.answered_at, row.answered_by = turn.now, turn.by
    row.decline_reason = said.reason if said.answer is not Answer.accepted else ""
    await row.save()
    given = await _write(turn, row, said.answer.value, reason=said.reason, said_by=said.said_by)
    after = {"answer": said.answer, "state": row.state, "by": turn.by}
    await audit.record(turn.actor, "invitation.answered", row.id, after=after)
    return given


async def _write(
    turn: Turn, row: Invitation, answer: str, reason: str = "", said_by: str = ""
) -> InvitationAnswer:
    given = InvitationAnswer(
        organisation=row.organisation,
        invitation=row.id,
        answer=answer,
        outcome=row.state,
        by=turn.by,
        user=turn.actor.user,
        note=turn.note,
        reason=reason,
        said_by=said_by,
        said_at=turn.said_at,
    )
    await given.save()
    return given
