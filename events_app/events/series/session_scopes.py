"""A session changed, added or taken off in one occurrence of a series, in those from it on, or in all ahead.

An occurrence's own session is the one of the same origin; where none is known, that of the same title as long after the
start, or else the only one of that title.
One transaction: a clash on any date refuses all of it. A preview is the same transaction, taken back.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.database import atomically
from events_app.events.forms import SessionPatch, SessionPlan
from events_app.events.series import parts
from events_app.events.series.recurrence import local, moments
from events_app.events.series.scopes import reached_by
from events_app.events.series.spreading import (
    Reach,
    Spread,
    Touched,
    ahead,
    alone,
    must_be_ahead,
    spread_over,
    tried,
)
from events_app.events.series.tables import Series
from events_app.events.session_actions import add_session, cancel_session, update_session
from events_app.events.states import SessionCancelled, locked_session, must_be_current, must_end_after_start
from events_app.events.tables import Event, Session
from events_app.ids import new_id


@atomically
async def edit(
    actor: Actor, event: Event, session: Session, patch: SessionPatch, now: datetime, reach: Reach
) -> Spread:
    """Change a session as far as the scope reaches. Raises SeriesClash, which names every date."""
    return (await _edit(actor, event, session, patch, now, reach)).whole()


async def preview(
    actor: Actor, event: Event, session: Session, patch: SessionPatch, now: datetime, reach: Reach
) -> Spread:
    """What `edit` would do and what stands in its way; nothing is kept."""
    try:
        await _edit_and_undo(actor, event, session, patch, now, reach)
    except _Undone as undone:
        return undone.spread
    raise AssertionError("a preview is always undone")


@atomically
async def add(actor: Actor, event: Event, plan: SessionPlan, now: datetime, reach: Reach) -> Spread:
    """Add a session as long after the start of each occurrence that the scope reaches."""
    if reach.scope == "this":
        return Spread(await alone(event, lambda one: add_session(actor, one, plan)))
    series, anchor = await ahead(event, now)
    begin = local(anchor.starts_at, anchor.timezone)
    start, end = (local(at, anchor.timezone) - begin for at in (plan.starts_at, plan.ends_at))
    events, left = await reached_by(anchor, reach.scope, now, detached_too=reach.detached_too)
    # The occurrence it began with is reached, or else all is refused: its own session takes this one's place.
    spread = Spread(Session(organisation=anchor.organisation, event=anchor.id), left=left)
    origin = new_id()
    for one in events:
        own = _at(plan, one, start, end)
        made = await tried(one, spread, lambda one=one, own=own: add_session(actor, one, own))  # type: ignore[misc]
        if made is not None:
            made.origin = origin
            await made.save([Session.origin])
            spread.touched.append(Touched(one, None, (made.starts_at, made.ends_at)))
            spread.session = made if one.id == anchor.id else spread.session
    must_be_ahead(spread.touched, now)
    await parts.keep_added(series, plan, origin, start, end)
    await _record(actor, series, "added", spread.whole())
    return spread


@atomically
async def cancel(actor: Actor, event: Event, session: Session, now: datetime, reach: Reach) -> Spread:
    """Take a session off the programme of each occurrence that the scope reaches."""
    if reach.scope == "this":
        return Spread(await alone(event, lambda one: cancel_session(actor, one, session, now)))
    series, anchor = await ahead(event, now)
    session = await locked_session(anchor, session)
    place = parts.place_of(anchor, session)

    async def act(one: Event, own: Session) -> Session:
        return await cancel_session(actor, one, own, now)

    spread = (await spread_over(anchor, session, reach, now, act)).whole()
    await parts.keep_removed(series, place)
    await _record(actor, series, "cancelled", spread)
    return spread


async def _edit(
    actor: Actor, event: Event, session: Session, patch: SessionPatch, now: datetime, reach: Reach
) -> Spread:
    if reach.scope == "this":
        before = (session.starts_at, session.ends_at)
        changed = await alone(event, lambda one: update_session(actor, one, session, patch, now))
        return Spread(changed, [Touched(event, before, (changed.starts_at, changed.ends_at))])
    series, anchor = await ahead(event, now)
    session = await locked_session(anchor, session)
    if session.is_cancelled():
        raise SessionCancelled()
    must_be_current(patch.row_version, session)
    change, place = await _change(anchor, session, patch), parts.place_of(anchor, session)

    async def act(one: Event, own: Session) -> Session:
        return await update_session(actor, one, own, change.patch_of(one, own), now)

    spread = await spread_over(anchor, session, reach, now, act, moving=change.moves)
    await parts.keep_changed(series, place, change.fields, change.stage, change.start, change.end)
    await _record(actor, series, "updated", spread)
    return spread


@dataclass(frozen=True)
class Change:
    """What differs from the session as it is: fields, people on stage, and how far start and end move on the wall."""

    fields: dict[str, Any]
    stage: dict[str, Any]
    start: timedelta
    end: timedelta
    reason: str | None

    @property
    def moves(self) -> bool:
        """Whether rooms or people are booked anew."""
        return bool(self.start or self.end or self.stage or self.fields.keys() & {"room_id", "mode"})

    def patch_of(self, event: Event, session: Session) -> SessionPatch:
        """The change of one occurrence's own session. Raises HourMissing."""
        times: dict[str, Any] = {}
        if self.start or self.end:
            starts, ends = (local(at, event.timezone) for at in (session.starts_at, session.ends_at))
            starts_at, ends_at = moments([starts + self.start, ends + self.end], event.timezone)
            times = {"starts_at": starts_at, "ends_at": ends_at}
        more: dict[str, Any] = {"person_override_reason": self.reason} if self.reason else {}
        # Each part was read by a form; that the end still comes after the start is asked when it is kept.
        return SessionPatch.model_construct(**self.fields, **self.stage, **times, **more)


async def _change(anchor: Event, session: Session, patch: SessionPatch) -> Change:
    sent, column = patch.changes(), {"room_id": "room"}
    old = [session.starts_at, session.ends_at]
    new = [sent.pop(name, at) for name, at in zip(("starts_at", "ends_at"), old, strict=True)]
    must_end_after_start(*new)
    zone = anchor.timezone
    start, end = (local(to, zone) - local(at, zone) for to, at in zip(new, old, strict=True))
    fields = {
        name: value for name, value in sent.items() if getattr(session, column.get(name, name)) != value
    }
    return Change(fields, await parts.stage_changed(session, patch), start, end, patch.person_override_reason)


def _at(plan: SessionPlan, event: Event, start: timedelta, end: timedelta) -> SessionPlan:
    begin = local(event.starts_at, event.timezone)
    starts_at, ends_at = moments([begin + start, begin + end], event.timezone)
    return plan.model_copy(update={"starts_at": starts_at, "ends_at": ends_at})


async def _record(actor: Actor, series: Series, verb: str, spread: Spread) -> None:
    after = {"sessions": verb, "events": len(spread.touched)}
    await audit.record(actor, "series.updated", series.id, after=after)


class _Undone(Exception):
    """No error: it carries a preview out of its transaction."""

    def __init__(self, spread: Spread) -> None:
        self.spread = spread


@atomically
async def _edit_and_undo(
    actor: Actor, event: Event, session: Session, patch: SessionPatch, now: datetime, reach: Reach
) -> None:
    raise _Undone(await _edit(actor, event, session, patch, now, reach))
