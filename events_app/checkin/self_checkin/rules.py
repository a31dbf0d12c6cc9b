"""What makes a mark odd. Pure: the numbers of a browser go in, reasons come out; nothing here stops anybody."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from events_app.checkin.self_checkin.tables import FlagWhy

MANY = 4
"""A family or a small delegation may share a phone; from the fourth on somebody should look."""

FAST = timedelta(seconds=8)
"""Nobody types another person's code, waits for the answer and types the next one so soon."""

FAILURES = 3
LATE = timedelta(minutes=3)
"""A code that was read in the room is confirmed at once; one that was sent to somebody takes longer."""


@dataclass(frozen=True)
class Facts:
    """What is known of a browser at one event, this mark included."""

    marks: int
    failures: int
    marked_at: datetime
    previous_at: datetime | None
    code_at: datetime
    by_name: bool


def reasons(facts: Facts) -> list[FlagWhy]:
    """Why somebody should look at this mark; an empty list for nearly all of them."""
    found = {
        FlagWhy.many_marks: facts.marks >= MANY,
        FlagWhy.too_fast: facts.previous_at is not None and facts.marked_at - facts.previous_at < FAST,
        FlagWhy.many_failures: facts.by_name and facts.failures >= FAILURES,
        FlagWhy.late: facts.marked_at - facts.code_at >= LATE,
    }
    return [why for why, holds in found.items() if holds]
