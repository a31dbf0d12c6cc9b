"""An institution's months and quarters, from counts by day and month."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from events_app.reports.counts import Counts
from events_app.reports.counts.counts import Days, first_of, month_of
from events_app.reports.rates import Rate

MONTHS, QUARTERS = 24, 12
"""How many of the last that have any are told."""


@dataclass(frozen=True)
class Month:
    """How what falls due in a month stands."""

    month: date
    verified: int
    submitted: int
    owed: int
    overdue: int

    def __getitem__(self, name: str) -> int:
        number: int = getattr(self, name)
        return number


@dataclass(frozen=True)
class Quarter:
    """What fell due in a quarter by the dates first promised."""

    start: date
    promised: int
    verified: int
    punctuality: Rate

    @property
    def name(self) -> str:
        return f"{self.start.year} Q{(self.start.month + 2) // 3}"


def due_months(counts: Counts, today: Days) -> list[Month]:
    """By the current due dates, in order; what was called off is left out."""
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for (state, index), n in counts.of("met", 2):
        found[int(index)][state] += n
    for (zone, number), n in counts.of("owed", 2):
        kind = "overdue" if int(number) < today.number(zone) else "owed"
        found[month_of(int(number))][kind] += n
    return [
        Month(first_of(index), known["verified"], known["submitted"], known["owed"], known["overdue"])
        for index, known in sorted(found.items())[-MONTHS:]
    ]


def quarters(counts: Counts, today: Days) -> list[Quarter]:
    """By the dates first promised, in order, whatever became of it."""
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for (zone, ending, number), n in counts.of("planned", 3):
        known = found[month_of(int(number)) // 3 * 3]
        known["promised"] += n
        known["verified"] += n if ending in ("in_time", "late") else 0
        if int(number) < today.number(zone):
            known["passed"] += n
            known["in_time"] += n if ending == "in_time" else 0
    return [
        Quarter(
            first_of(index), known["promised"], known["verified"], Rate(known["in_time"], known["passed"])
        )
        for index, known in sorted(found.items())[-QUARTERS:]
    ]
