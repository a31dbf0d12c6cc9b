"""A change of a session, carried to the occurrences of a series that it reaches; what stands in its way is collected."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from events_app.database import execute, transaction
from events_app.events.bookings import PersonTaken, RoomBlocked, RoomRetired, RoomTaken
from events_app.events.series import parts
from events_app.events.series.detaching import mark_of, settle
from events_app.events.series.forms import Scope
from events_app.events.series.holding import locked_series
from events_app.events.series.recurrence import local
from events_app.events.series.scopes import (
    Left,
    NoSeries,
    OccurrenceBegun,
    SeriesClash,
    WouldBePast,
    reached_by,
)
from events_app.events.series.tables import Series
from events_app.events.states import locked_event, must_stand
from events_app.events.tables import Event, Session
from events_app.i18n import N_

Span = tuple[datetime, datetime]


class SessionWouldBePast(WouldBePast):
    message = N_("The session would have begun already on these dates: %(dates)s.")


@dataclass(frozen=True)
class Reach:
    """How far a change goes."""

    scope: Scope = "this"
    detached_too: bool = False


@dataclass(frozen=True)
class Touched:
    """An occurrence with its session's time before and after; no before when added, no after when taken off."""

    event: Event
    before: Span | None
    after: Span | None


@dataclass
class Spread:
    """The session of the occurrence it began with, what the change reached, what stayed, what stands in its way."""

    session: Session
    touched: list[Touched] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    clashes: dict[str, str] = field(default_factory=dict)

    def whole(self) -> "Spread":
        """All or nothing. Raises SeriesClash, which names every date."""
        if self.clashes:
            told = " ".join(f"{date}: {text}" for date, text in self.clashes.items())
            raise SeriesClash(extra={"dates": list(self.clashes)}, clashes=told)
        return self


Act = Callable[[Event, Session], Awaitable[Session]]


async def alone(event: Event, act: Callable[[Event], Awaitable[Session]]) -> Session:
    """One occurrence by itself: from then on it goes its own way, until that is taken back."""
    event = await locked_event(event)
    before = await mark_of(event)
    session = await act(event)
    await settle(await locked_event(event), before)
    return session


async def ahead(event: Event, now: datetime) -> tuple[Series, Event]:
    """The series and the occurrence, locked; one that has begun is no place to change a series from."""
    if event.series is None:
        raise NoSeries()
    series = await locked_series(event.organisation, event.series)
    anchor = await locked_event(event)
    must_stand(anchor)
    if anchor.starts_at <= now:
        raise OccurrenceBegun()
    return series, anchor


async def spread_over(
    anchor: Event, session: Session, reach: Reach, now: datetime, act: Act, *, moving: bool = False
) -> Spread:
    """Acts on the session of each occurrence; a clash on one date does not keep the others from being tried."""
    spread = Spread(session)
    pairs = await _pairs(anchor, session, reach, now, spread.left)
    if moving:
        await _stand_aside([own for _event, own in pairs])
    for event, own in pairs:
        before = (own.starts_at, own.ends_at)
        changed = await tried(event, spread, lambda event=event, own=own: act(event, own))  # type: ignore[misc]
        if changed is not None:
            after = None if changed.is_cancelled() else (changed.starts_at, changed.ends_at)
            spread.touched.append(Touched(event, before, after))
            spread.session = changed if event.id == anchor.id else spread.session
    must_be_ahead(spread.touched, now)
    return spread


async def tried(event: Event, spread: Spread, act: Callable[[], Awaitable[Session]]) -> Session | None:
    """What came of it; a clash is noted by its date."""
    done = None
    try:
        async with transaction():
            done = await act()
    except (RoomTaken, RoomBlocked, RoomRetired, PersonTaken) as refusal:
        spread.clashes[f"{local(event.starts_at, event.timezone):%Y-%m-%d}"] = refusal.text
    return done


def must_be_ahead(touched: Sequence[Touched], now: datetime) -> None:
    """Refuses to put a session where it would have begun already."""
    past = [one.event for one in touched if one.after and one.after != one.before and one.after[0] < now]
    if past:
        dates = ", ".join(f"{local(one.starts_at, one.timezone):%Y-%m-%d}" for one in past)
        raise SessionWouldBePast(dates=dates)


async def _pairs(
    anchor: Event, session: Session, reach: Reach, now: datetime, left: list[Left]
) -> list[tuple[Event, Session]]:
    """Each occurrence that is reached with its own session; the others, and those that have none, are left."""
    events, others = await reached_by(anchor, reach.scope, now, detached_too=reach.detached_too)
    left += others
    place, pairs = parts.place_of(anchor, session), []
    for event in events:
        own = session if event.id == anchor.id else await parts.counterpart(event, place)
        if own is None:
            left.append(Left(event, "unlike"))
        else:
            pairs.append((event, own))
    return pairs


async def _stand_aside(sessions: Sequence[Session]) -> None:
    """Sessions move together: until each has booked anew, none stands in the way of the next."""
    sql = "UPDATE booking SET cancelled = true WHERE session = ANY($1) AND NOT cancelled"
    await execute(sql, [one.id for one in sessions])
