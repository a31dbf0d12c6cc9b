"""Verbs of an event's life: plan it, change it, publish, postpone and cancel it.

Each locks the event's row, writes the audit trail, and keeps the bookings in step.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from events_app import clock, jobs
from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.references import next_reference
from events_app.database import atomically, execute
from events_app.events.bookings import book, give_back, must_know_room
from events_app.events.forms import EventPatch, EventPlan, Postponement
from events_app.events.releases.actions import record_release
from events_app.events.slugs import slug_of
from events_app.events.states import (
    EventNotPublished,
    EventOver,
    locked_event,
    must_be_ahead,
    must_be_complete,
    must_be_current,
    must_be_registrable,
    must_end_after_start,
    must_stand,
)
from events_app.events.tables import Event, EventState, Session

TELLS_CALENDARS = {"starts_at", "ends_at", "timezone", "room"}
SEATS = {"capacity", "waiting_list"}
"""Whoever waits in line may come when these change: the room of invitations has a job of this name."""

SEARCHED = {"title", "theme", "description"}


@atomically
async def create_event(actor: Actor, plan: EventPlan) -> Event:
    """A new draft with a reference of its own; its room is held from now on. Raises RoomTaken."""
    await must_know_room(actor.organisation, plan.room_id)
    day = plan.starts_at.astimezone(ZoneInfo(plan.timezone)).date()
    event = Event(
        organisation=actor.organisation,
        created_by=actor.user,
        ref=await next_reference(actor.organisation, "E", day),
        slug=slug_of(plan.title, confidential=plan.confidential),
        **_columns(plan.model_dump()),
    )
    event.search_text, event.changed_at = _search_text(event), clock.now()
    must_be_registrable(event)
    await event.save()
    await book(event)
    await audit.record(actor, "event.created", event.id, after={"ref": event.ref, "title": event.title})
    return event


@atomically
async def update_event(actor: Actor, event: Event, patch: EventPatch, now: datetime) -> Event:
    """Change what was sent. A whole event that moves takes its sessions along; bookings follow, or refuse."""
    event = await locked_event(event)
    must_stand(event)
    must_be_current(patch.row_version, event)
    await must_know_room(actor.organisation, patch.room_id)
    before = _differing(event, _columns(patch.changes()))
    if not before:
        return event
    if TELLS_CALENDARS & before.keys() and event.is_over(now):
        raise EventOver()
    after = {name: value for name, value in _columns(patch.changes()).items() if name in before}
    shift = _apply(event, after)
    await _store(event)
    await _follow(event, shift, before.keys())
    if SEATS & before.keys():
        await jobs.enqueue("seats_changed", {"event": event.id})
    await audit.record(actor, "event.updated", event.id, before=_short(before), after=_short(after))
    return event


@atomically
async def publish(actor: Actor, event: Event, now: datetime) -> Event:
    """Open it to be seen and asked to. Twice is once; a cancelled event stays cancelled."""
    event = await locked_event(event)
    must_stand(event)
    must_be_complete(event)
    if event.state == EventState.published:
        return event
    before, event.state, event.state_reason = event.state, EventState.published, ""
    event.published_at = event.published_at or now
    await _store(event)
    await audit.record(
        actor, "event.published", event.id, before={"state": before}, after={"state": event.state}
    )
    await record_release(actor, event)
    return event


@atomically
async def cancel(actor: Actor, event: Event, reason: str, now: datetime) -> Event:
    """Call it off for good: rooms and people are free, a job tells the guests. Twice is once."""
    event = await locked_event(event)
    if event.state == EventState.cancelled:
        return event
    must_be_ahead(event, now)
    before, event.state, event.state_reason = event.state, EventState.cancelled, reason
    event.calendar_sequence += 1
    await _store(event)
    await give_back(event)
    await audit.record(
        actor,
        "event.cancelled",
        event.id,
        before={"state": before},
        after={"state": event.state, "reason": reason},
    )
    if before != EventState.draft:
        await record_release(actor, event, reason)
    await _announce("event_cancelled", actor, event)
    return event


@atomically
async def postpone(actor: Actor, event: Event, plan: Postponement, now: datetime) -> Event:
    """Move a published event to another time, its sessions with it; invitations, answers and passes stay."""
    event = await locked_event(event)
    must_be_ahead(event, now)
    if event.state not in (EventState.published, EventState.postponed):
        raise EventNotPublished()
    before = {"starts_at": event.starts_at, "ends_at": event.ends_at}
    after = {"starts_at": plan.starts_at, "ends_at": plan.ends_at}
    shift = plan.starts_at - event.starts_at
    _apply(event, after)
    event.answer_by = event.answer_by + shift if event.answer_by else None
    event.register_by = event.register_by + shift if event.register_by else None
    event.state, event.state_reason, event.postponed_at = EventState.postponed, plan.reason, now
    await _store(event)
    await _follow(event, shift, after.keys())
    await audit.record(
        actor, "event.postponed", event.id, before=before, after=after | {"reason": plan.reason}
    )
    await record_release(actor, event, plan.reason)
    await _announce("event_postponed", actor, event)
    return event


def _columns(sent: dict[str, Any]) -> dict[str, Any]:
    """A form's fields under the table's names."""
    return {"room" if name == "room_id" else name: value for name, value in sent.items()}


def _differing(event: Event, sent: dict[str, Any]) -> dict[str, Any]:
    return {name: getattr(event, name) for name, value in sent.items() if getattr(event, name) != value}


def _apply(event: Event, after: dict[str, Any]) -> timedelta:
    """Set the columns; the answer is how far the event moved as a whole, zero when it only grew or shrank."""
    before: tuple[Any, Any] = (event.starts_at, event.ends_at)
    for name, value in after.items():
        setattr(event, name, value)
    must_end_after_start(event.starts_at, event.ends_at)
    must_be_registrable(event)
    if TELLS_CALENDARS & after.keys():
        event.calendar_sequence += 1
    if SEARCHED & after.keys():
        event.search_text = _search_text(event)
    if after.get("confidential") and not event.published_at:
        event.slug = slug_of(event.title, confidential=True)
    return _shift(before, (event.starts_at, event.ends_at))


def _shift(before: tuple[Any, Any], after: tuple[Any, Any]) -> timedelta:
    if None in before or after[0] - before[0] != after[1] - before[1]:
        return timedelta()
    moved: timedelta = after[0] - before[0]
    return moved


async def _store(event: Event) -> None:
    event.row_version, event.changed_at = event.row_version + 1, clock.now()
    await event.save()


async def _follow(event: Event, shift: timedelta, changed: Iterable[str]) -> None:
    """Sessions and bookings go where the event went."""
    if shift:
        await execute(
            "UPDATE event_session SET starts_at = starts_at + $2, ends_at = ends_at + $2,"
            " row_version = row_version + 1, calendar_sequence = calendar_sequence + 1 WHERE event = $1",
            event.id,
            shift,
        )
    if "room" in changed:
        inherits = "UPDATE event_session SET calendar_sequence = calendar_sequence + 1 WHERE event = $1 AND room IS NULL"
        await execute(inherits, event.id)
    if TELLS_CALENDARS & set(changed):
        sessions = await Session.objects().where(Session.event == event.id, Session.cancelled_at.is_null())
        await book(event, sessions)


async def _announce(job: str, actor: Actor, event: Event) -> None:
    payload = {"event": event.id, "organisation": event.organisation, "actor": actor.user}
    await jobs.enqueue(job, payload | {"sequence": event.calendar_sequence})


def _search_text(event: Event) -> str:
    return " ".join((event.ref, event.title, event.theme, event.description)).casefold()


def _short(facts: dict[str, Any]) -> dict[str, Any]:
    """For the trail a long text is named, not copied."""
    return {name: "…" if name == "description" else value for name, value in facts.items()}
