"""Entries laid out: a month's days with a few each, a week's days with their hours."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from events_app.events.views.queries import Entry
from events_app.events.views.spans import Span

EACH_DAY = 3
OFFICE = (7, 17)
"""The hours a week shows even when nothing is on."""


@dataclass(frozen=True)
class Shown:
    """An entry on a day; `begins` is false where it goes on from the day before."""

    entry: Entry
    begins: bool
    hour: int


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

    def going_on(self) -> list[Shown]:
        return [one for one in self.entries if not one.begins]

    def at(self, hour: int) -> list[Shown]:
        return [one for one in self.entries if one.begins and one.hour == hour]


def days_of(span: Span, entries: Sequence[Entry], zone: str) -> list[Day]:
    """Each day of the span with the entries that lie on it."""
    days = {day: Day(day) for day in span.days()}
    place = ZoneInfo(zone)
    for entry in sorted(entries, key=lambda one: (one.starts_at, one.session is not None, one.title)):
        start = entry.starts_at.astimezone(place)
        for day in _days_on(entry, start, place, span):
            days[day].entries.append(Shown(entry, start.date() == day, start.hour))
    return list(days.values())


def hours_of(days: Sequence[Day]) -> range:
    """Office hours, and further where something begins earlier or later."""
    begun = [shown.hour for day in days for shown in day.entries if shown.begins]
    return range(min([OFFICE[0], *begun]), max([OFFICE[1], *begun]) + 1)


def _days_on(entry: Entry, start: datetime, place: ZoneInfo, span: Span) -> list[date]:
    last = (entry.ends_at - timedelta(microseconds=1)).astimezone(place).date()
    first, last = max(start.date(), span.first), min(last, span.last)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def hour_text(hour: int) -> str:
    """`09:00`, as an attribute."""
    return time(hour).isoformat("minutes")
