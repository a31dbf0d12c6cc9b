"""The plot of arrivals: five minutes a column, of the last hours of the day on which people came last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from events_app.checkin.queries import BUCKET
from events_app.formats import clock_text, number
from events_app.i18n import gettext

MOST = 48
"""Four hours of columns: more would be too thin to be told apart from the back of a hall."""


@dataclass(frozen=True)
class Columns:
    """What is drawn: (label, count) for each five minutes, and how many came before the first of them."""

    rows: list[tuple[str, int]]
    before: int
    title: str

    @property
    def peak(self) -> int:
        """The highest column."""
        return max((count for _label, count in self.rows), default=0)

    @property
    def top(self) -> int:
        """Where the scale ends: a round number, even, so that its half can be written too."""
        steps = [n * 10**power for power in range(6) for n in (2, 4, 6, 10)]
        return next((step for step in steps if step >= self.peak), self.peak)


def columns(arrivals: Sequence[tuple[datetime, int]], zone: str) -> Columns:
    """The columns, empty ones between them too, and a title that says what they show."""
    if not arrivals:
        return Columns([], 0, gettext("Arrivals in five minutes"))
    known, last = dict(arrivals), arrivals[-1][0]
    today = last.astimezone(ZoneInfo(zone)).date()
    first = min(at for at in known if at.astimezone(ZoneInfo(zone)).date() == today)
    first = max(first, last - BUCKET * (MOST - 1))
    steps = [first + BUCKET * n for n in range((last - first) // BUCKET + 1)]
    before = sum(count for at, count in arrivals if at < first)
    return Columns(
        [(clock_text(at, zone), known.get(at, 0)) for at in steps], before, _title(known, steps, zone)
    )


def _title(known: dict[datetime, int], steps: Sequence[datetime], zone: str) -> str:
    busiest = max(steps, key=lambda at: known.get(at, 0))
    return gettext(
        "Arrivals in five minutes: most, %(most)s, from %(from)s to %(to)s",
        **{
            "most": number(known[busiest]),
            "from": clock_text(busiest, zone),
            "to": clock_text(busiest + BUCKET, zone),
        },
    )
