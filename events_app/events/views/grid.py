"""Entries laid out: a month's days with a few each, a week's days by the quarters of their hours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from events_app.events.views.queries import Entry
from events_app.events.views.spans import Span

EACH_DAY = 3
ABREAST = 4
"""More than this at a time cannot stand side by side; they are listed."""
OFFICE = (7, 17)
"""The hours a week shows even when nothing is on."""
QUARTERS = 96


class Shown(NamedTuple):
    """An entry on a day, from one of its quarter hours to another.

    `begins` is false where it goes on from the day before, `ends` where it goes on the day after.
    """

    entry: Entry
    begins: bool
    ends: bool
    first: int
    last: int
    start: datetime
    end: datetime
    sessions: int = 0


@dataclass
class Day:
    """A day and what is on: in order of time, those that go on from the day before first."""

    day: date
    entries: list[Shown] = field(default_factory=list)

    @property
    def first(self) -> list[Shown]:
        """As many as fit into a month's cell: all of them, rather than all but one."""
        return self.entries if len(self.entries) <= EACH_DAY else self.entries[: EACH_DAY - 1]

    @property
    def more(self) -> int:
        return len(self.entries) - len(self.first)

    def above(self) -> list[Shown]:
        """What stands above the hours: what goes on from before, and an event whose sessions stand in them."""
        return [one for one in self.entries if self._is_above(one)]

    def timed(self) -> list[Shown]:
        """What stands in the hours."""
        return [one for one in self.entries if not self._is_above(one)]

    def _is_above(self, shown: Shown) -> bool:
        return not shown.begins or (shown.entry.session is None and shown.entry.event in self.divided)

    @cached_property
    def divided(self) -> set[UUID]:
        """The events that have sessions on this day."""
        return {one.entry.event for one in self.entries if one.entry.session is not None and one.begins}

    def is_crowded(self) -> bool:
        """Whether more begin or run at one time than can stand side by side."""
        running = [0] * (QUARTERS + 1)
        for one in self.timed():
            for quarter in range(one.first, one.last):
                running[quarter] += 1
        return max(running) > ABREAST


def days_of(
    span: Span, entries: Sequence[Entry], zone: str, sessions: Mapping[tuple[UUID, date], int] | None = None
) -> list[Day]:
    """Each day of the span with the entries that lie on it, and how many of an event's sessions do."""
    days = {day: Day(day) for day in span.days()}
    place, counts = ZoneInfo(zone), sessions or {}
    for entry in sorted(entries, key=lambda one: (one.starts_at, one.session is not None, one.title)):
        start, end = entry.starts_at.astimezone(place), entry.ends_at.astimezone(place)
        on = _days_on(start, end, span)
        for day in on:
            days[day].entries.append(_shown(entry, day, start, end, counts.get((entry.event, day), 0)))
    return list(days.values())


def hours_of(days: Sequence[Day]) -> range:
    """Office hours, and further where something begins earlier or lasts longer."""
    begun = [shown for day in days for shown in day.entries if shown.begins]
    first = min([OFFICE[0], *(shown.first // 4 for shown in begun)])
    return range(first, max([OFFICE[1], *((shown.last - 1) // 4 for shown in begun)]) + 1)


def hour_text(hour: int) -> str:
    """`09:00`, as an attribute."""
    return time(hour).isoformat("minutes")


def _shown(entry: Entry, day: date, start: datetime, end: datetime, sessions: int) -> Shown:
    begins, ends = start.date() == day, _last_day(end) == day
    first = _quarter(start) if begins else 0
    last = -(-(end.hour * 60 + end.minute) // 15) if end.date() == day else QUARTERS
    return Shown(entry, begins, ends, first, max(last, first + 1), start, end, sessions)


def _quarter(moment: datetime) -> int:
    return moment.hour * 4 + moment.minute // 15


def _days_on(start: datetime, end: datetime, span: Span) -> list[date]:
    first, last = max(start.date(), span.first), min(_last_day(end), span.last)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _last_day(end: datetime) -> date:
    """What ends at midnight is over before the day."""
    return (end.replace(tzinfo=None) - timedelta(microseconds=1)).date()
