"""A change that reaches one occurrence of a series, those from it on, or all; in one transaction.

Only what was changed is carried over; a move is the same on every clock. What has begun, was called off or
postponed stays as it is, and so does, unless asked for, what was changed by itself; each is named.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import asyncpg

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.database import atomically, execute, transaction
from events_app.errors import Refusal
from events_app.events.actions import update_event
from events_app.events.bookings import PersonTaken, RoomBlocked, RoomRetired, RoomTaken
from events_app.events.forms import EventPatch
from events_app.events.series.detaching import mark_of, settle
from events_app.events.series.forms import Scope
from events_app.events.series.holding import keep_plan, locked_series
from events_app.events.series.recurrence import local, moments
from events_app.events.states import locked_event, must_be_current, must_end_after_start, must_stand
from events_app.events.tables import Event, EventState
from events_app.i18n import N_, gettext

TIMES = ("starts_at", "ends_at")
LEFT = {
    "begun": N_("has begun or is over"),
    "cancelled": N_("is cancelled"),
    "postponed": N_("is postponed"),
    "detached": N_("was changed by itself"),
    "unlike": N_("has no such session"),
}


class NoSeries(Refusal):
    message = N_("This event belongs to no series.")
    field = "scope"


class OccurrenceBegun(Refusal):
    message = N_("This occurrence has begun or is over; a series can be changed only from one that is ahead.")
    field = "scope"


class WouldBePast(Refusal):
    message = N_("These occurrences would have begun already: %(dates)s.")
    field = "starts_at"


class SeriesClash(Refusal):
    message = N_("Nothing was changed. %(clashes)s")
    field = "scope"


@dataclass(frozen=True)
class Left:
    """An occurrence that stayed as it was, and why."""

    event: Event
    code: str

    @property
    def text(self) -> str:
        """`8 December 2026 (is cancelled)`, in the reader's language, date as a machine writes it."""
        day = local(self.event.starts_at, self.event.timezone)
        return f"{day:%Y-%m-%d} ({gettext(LEFT[self.code])})"


@dataclass(frozen=True)
class Edited:
    """The event that was edited, how many were, and which stayed."""

    event: Event
    changed: int = 1
    left: list[Left] = field(default_factory=list)


@atomically
async def edit(
    actor: Actor,
    event: Event,
    patch: EventPatch,
    now: datetime,
    scope: Scope = "this",
    *,
    detached_too: bool = False,
) -> Edited:
    """Change one occurrence, which from then on goes its own way; or those the scope reaches."""
    if scope == "this":
        return await _edit_one(actor, event, patch, now)
    if event.series is None:
        raise NoSeries()
    series = await locked_series(event.organisation, event.series)
    anchor = await locked_event(event)
    must_stand(anchor)
    must_be_current(patch.row_version, anchor)
    if anchor.starts_at <= now:
        raise OccurrenceBegun()
    change = _change(anchor, patch)
    reached, left = await reached_by(anchor, scope, now, detached_too=detached_too)
    await _edit_all(actor, reached, change, now)
    await keep_plan(series, change.fields, change.start, change.end, change.closing)
    after = {
        "scope": scope,
        "changed": sorted(change.fields.keys() | change.times().keys()),
        "events": len(reached),
    }
    await audit.record(actor, "series.updated", series.id, after=after)
    fresh = await locked_event(event)
    return Edited(fresh, len(reached), left)


@dataclass(frozen=True)
class Change:
    """What differs: fields with their new values, and how far start and end move on the wall's clock.

    `closing` is how long after the start registration closes, when that was changed: [] says it was not.
    """

    fields: dict[str, Any]
    start: timedelta
    end: timedelta
    closing: list[timedelta | None]

    def times(self) -> dict[str, timedelta]:
        """The times that move."""
        return {name: by for name, by in zip(TIMES, (self.start, self.end), strict=True) if by}

    def moves(self, event: Event) -> bool:
        """Whether an occurrence books anew."""
        if self.times() or "timezone" in self.fields:
            return True
        return "room_id" in self.fields and event.room != self.fields["room_id"]

    def new_times(self, event: Event) -> dict[str, datetime]:
        """Start and end of an occurrence after the change. Raises HourMissing."""
        zone = self.fields.get("timezone", event.timezone)
        starts, ends = (local(getattr(event, name), event.timezone) for name in TIMES)
        starts_at, ends_at = (moments([at], zone)[0] for at in (starts + self.start, ends + self.end))
        return {"starts_at": starts_at, "ends_at": ends_at}


async def _edit_one(actor: Actor, event: Event, patch: EventPatch, now: datetime) -> Edited:
    before = await mark_of(await locked_event(event))
    changed = await update_event(actor, event, patch, now)
    await settle(changed, before)
    return Edited(changed)


def _change(anchor: Event, patch: EventPatch) -> Change:
    sent = patch.changes()
    column = {"room_id": "room"}
    fields = {
        name: value
        for name, value in sent.items()
        if name not in (*TIMES, "register_by") and getattr(anchor, column.get(name, name)) != value
    }
    zone = sent.get("timezone", anchor.timezone)
    times = [sent.get(name, getattr(anchor, name)) for name in TIMES]
    must_end_after_start(*times)
    start, end = (
        local(new, zone) - local(getattr(anchor, name), anchor.timezone)
        if name in sent or "timezone" not in fields
        else timedelta()
        for name, new in zip(TIMES, times, strict=True)
    )
    return Change(fields, start, end, _closing(anchor, sent, zone, local(times[0], zone)))


def _closing(anchor: Event, sent: dict[str, Any], zone: str, start: datetime) -> list[timedelta | None]:
    if "register_by" not in sent or sent["register_by"] == anchor.register_by:
        return []
    closes = sent["register_by"]
    return [local(closes, zone) - start if closes else None]


async def reached_by(
    anchor: Event, scope: Scope, now: datetime, *, detached_too: bool
) -> tuple[list[Event], list[Left]]:
    """The occurrences that a change of this one reaches, and those that stay as they are, each with its reason."""
    mine = (Event.series == anchor.series) & (Event.organisation == anchor.organisation)
    if scope == "following":
        mine = mine & (Event.occurrence_at >= anchor.occurrence_at)
    reached: list[Event] = []
    left: list[Left] = []
    for event in await Event.objects().where(mine).order_by(Event.occurrence_at):
        why = "" if event.id == anchor.id else _why_left(event, now, detached_too=detached_too)
        if why:
            left.append(Left(event, why))
        else:
            reached.append(event)
    return reached, left


def _why_left(event: Event, now: datetime, *, detached_too: bool) -> str:
    if event.state in (EventState.cancelled, EventState.postponed):
        return str(event.state)
    if event.starts_at <= now:
        return "begun"
    return "detached" if event.detached and not detached_too else ""


async def _edit_all(actor: Actor, events: list[Event], change: Change, now: datetime) -> None:
    patches = [_patch(event, change) for event in events]
    past = [event for event, patch in zip(events, patches, strict=True) if (patch.starts_at or now) < now]
    if past:
        raise WouldBePast(dates=", ".join(f"{local(one.starts_at, one.timezone):%Y-%m-%d}" for one in past))
    moving = [event for event in events if change.moves(event)]
    await _count_bookings(moving, counted=False)
    clashes: dict[str, str] = {}
    for event, patch in zip(events, patches, strict=True):
        try:
            async with transaction():
                await update_event(actor, event, patch, now)
        except (RoomTaken, RoomBlocked, RoomRetired, PersonTaken) as refusal:
            clashes[f"{local(event.starts_at, event.timezone):%Y-%m-%d}"] = refusal.text
    if clashes:
        told = " ".join(f"{date}: {text}" for date, text in clashes.items())
        raise SeriesClash(extra={"dates": list(clashes)}, clashes=told)
    await _count_bookings(moving, counted=True)


def _patch(event: Event, change: Change) -> EventPatch:
    times: dict[str, Any] = change.new_times(event) if change.times() or "timezone" in change.fields else {}
    zone, start = change.fields.get("timezone", event.timezone), times.get("starts_at", event.starts_at)
    if change.closing:
        after = change.closing[0]
        times["register_by"] = None if after is None else moments([local(start, zone) + after], zone)[0]
    elif event.register_by is not None and times:
        times["register_by"] = event.register_by + (start - event.starts_at)
    # Each part was read by a form; that the end still comes after the start is asked when it is kept.
    return EventPatch.model_construct(**change.fields, **times)


async def _count_bookings(events: list[Event], *, counted: bool) -> None:
    """Occurrences move together: until each has booked anew, none stands in the way of the next."""
    sql = "UPDATE booking SET cancelled = $2 WHERE event = ANY($1) AND cancelled <> $2"
    try:
        await execute(sql, [event.id for event in events], not counted)
    except asyncpg.ExclusionViolationError:
        raise SeriesClash(clashes="") from None
