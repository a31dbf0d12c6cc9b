"""Verbs of a session: add, change and cancel it, with its room and the people on stage."""

from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.database import atomically, transaction
from events_app.events.bookings import (
    RoomBlocked,
    RoomRetired,
    RoomTaken,
    book,
    must_know_people,
    must_know_room,
)
from events_app.events.forms import SessionPatch, SessionPlan
from events_app.events.states import (
    EventOver,
    SessionCancelled,
    locked_event,
    locked_session,
    must_be_current,
    must_end_after_start,
    must_stand,
)
from events_app.events.tables import Event, Session, SessionRole, StageRole

STAGE = {"speaker_ids": StageRole.speaker, "moderator_id": StageRole.moderator}
MOVES = {"starts_at", "ends_at", "room", "mode"}
FOR_FEW = {"join_url", "join_note"}
"""Who may join is told; nobody reads it in the audit trail."""


@atomically
async def add_session(actor: Actor, event: Event, plan: SessionPlan) -> Session:
    """A new part of the event; its room (or else the event's) and its people are held from now on.

    The event's own booking goes with its first session. RoomTaken and PersonTaken leave nothing behind.
    """
    event = await locked_event(event)
    must_stand(event)
    await _check(actor, plan.room_id, [*plan.speaker_ids, plan.moderator_id])
    session = Session(organisation=event.organisation, event=event.id, **_columns(plan.model_dump()))
    await session.save()
    await _set_stage(session, {"speaker_ids": plan.speaker_ids, "moderator_id": plan.moderator_id})
    await book(event, [session], {session.id: plan.person_override_reason or ""})
    await audit.record(actor, "session.added", session.id, after={"event": event.id, "title": session.title})
    return session


@atomically
async def update_session(
    actor: Actor, event: Event, session: Session, patch: SessionPatch, now: datetime
) -> Session:
    """Change what was sent; bookings follow, or refuse. A person's new clash needs a reason of its own."""
    event = await locked_event(event)
    session = await locked_session(event, session)
    _must_be_open(event, session, patch, now)
    await _check(actor, patch.room_id, [*patch.speaker_ids, patch.moderator_id])
    sent = _columns(patch.changes())
    before = {name: getattr(session, name) for name in sent if getattr(session, name) != sent[name]}
    for name in before:
        setattr(session, name, sent[name])
    must_end_after_start(session.starts_at, session.ends_at)
    session.row_version += 1
    session.calendar_sequence += int(bool(MOVES & before.keys()))  # RFC 5546, 2.1.4: never for a typo
    await session.save()
    stage = patch.model_dump(exclude_unset=True, include=set(STAGE))
    await _set_stage(session, stage)
    await book(event, [session], _reasons(session, patch, moved=bool(MOVES & before.keys() or stage)))
    after = {name: sent[name] for name in before} | stage
    await audit.record(actor, "session.updated", session.id, before=_open(before), after=_open(after))
    return session


@atomically
async def cancel_session(actor: Actor, event: Event, session: Session, now: datetime) -> Session:
    """Take it off the programme; its room and people are free. Twice is once."""
    event = await locked_event(event)
    session = await locked_session(event, session)
    if session.is_cancelled():
        return session
    must_stand(event)
    session.cancelled_at, session.row_version = now, session.row_version + 1
    session.calendar_sequence += 1
    await session.save()
    await _book_without(event, session)
    await audit.record(actor, "session.cancelled", session.id, after={"event": event.id})
    return session


def _must_be_open(event: Event, session: Session, patch: SessionPatch, now: datetime) -> None:
    must_stand(event)
    if session.is_cancelled():
        raise SessionCancelled()
    must_be_current(patch.row_version, session)
    moves = patch.model_fields_set & {"starts_at", "ends_at", "room_id"}
    if moves and event.is_over(now):
        raise EventOver()


async def _check(actor: Actor, room: UUID | None, people: list[UUID | None]) -> None:
    await must_know_room(actor.organisation, room)
    await must_know_people(actor.organisation, people)


def _columns(sent: dict[str, Any]) -> dict[str, Any]:
    kept = {"title", "starts_at", "ends_at", "room_id", "capacity", "kind", "mode", *FOR_FEW}
    return {"room" if name == "room_id" else name: value for name, value in sent.items() if name in kept}


def _open(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: "…" if name in FOR_FEW and value else value for name, value in facts.items()}


def _reasons(session: Session, patch: SessionPatch, *, moved: bool) -> dict[UUID, str]:
    """A reason given before was for the clash of then: whoever moves the session says it again."""
    if patch.person_override_reason:
        return {session.id: patch.person_override_reason}
    return {session.id: ""} if moved else {}


async def _set_stage(session: Session, stage: dict[str, Any]) -> None:
    for name, given in stage.items():
        people = given if isinstance(given, list) else [given] if given else []
        mine = (SessionRole.session == session.id) & (SessionRole.role == STAGE[name])
        await SessionRole.delete().where(mine)
        for person in dict.fromkeys(people):
            row = SessionRole(
                organisation=session.organisation, session=session.id, person=person, role=STAGE[name]
            )
            await row.save()


async def _book_without(event: Event, session: Session) -> None:
    """When the last session goes, the event itself wants its room back; if that is gone, it has none."""
    try:
        async with transaction():
            await book(event, [session])
    except (RoomTaken, RoomBlocked, RoomRetired):
        event.room = None
        event.row_version += 1
        await event.save()
        await book(event, [session])
