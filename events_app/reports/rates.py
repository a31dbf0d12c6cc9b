"""Shares with the number they are a share of; small numbers keep their percentage to themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

SMALL = 5
"""Below this many a percentage says more about chance than about work."""

STATES = ("open", "in_progress", "submitted", "returned", "verified", "infeasible", "cancelled")
AGES = ("1-7", "8-30", "31-90", ">90")
"""Days that something is overdue."""


@dataclass(frozen=True)
class Rate:
    """`hits` of `n`."""

    hits: int
    n: int

    @property
    def value(self) -> float | None:
        """The share between 0 and 1, or nothing when `n` is small."""
        return self.hits / self.n if self.n >= SMALL else None


@dataclass(frozen=True)
class Figures:
    """What became of promises: counts of actions, whole or of one institution. See `measures`."""

    commitments: int = 0
    not_yet_ratified: int = 0
    states: dict[str, int] = field(default_factory=dict)
    overdue: int = 0
    on_time: int = 0
    passed: int = 0
    late: int = 0
    median_days_late: float | None = None
    ageing: dict[str, int] = field(default_factory=dict)
    on_time_now: int = 0
    passed_now: int = 0
    moved: int = 0
    median_slip: float | None = None
    accepted: int = 0
    returned_verdicts: int = 0
    median_turnaround: float | None = None
    proved: int = 0
    owed: int = 0
    stale: int = 0
    asked: int = 0
    reported: int = 0
    carried: int = 0

    @property
    def total(self) -> int:
        return sum(self.states.values())

    @property
    def verified(self) -> int:
        return self.states.get("verified", 0)

    @property
    def infeasible(self) -> int:
        return self.states.get("infeasible", 0)

    @property
    def cancelled(self) -> int:
        return self.states.get("cancelled", 0)

    @property
    def completion(self) -> Rate:
        """Verified, of all that could be done and is still wanted."""
        return Rate(self.verified, self.total - self.cancelled - self.infeasible)

    @property
    def punctuality(self) -> Rate:
        """Done by the date first promised, of all whose first date has passed, finished or not."""
        return Rate(self.on_time, self.passed)

    @property
    def infeasibility(self) -> Rate:
        """Beside the completion, or calling work impossible would mend the rate unseen."""
        return Rate(self.infeasible, self.total)

    @property
    def punctuality_now(self) -> Rate:
        """Done by the current date, of all whose current date has passed."""
        return Rate(self.on_time_now, self.passed_now)

    @property
    def verdicts(self) -> int:
        return self.accepted + self.returned_verdicts

    @property
    def returns(self) -> Rate:
        """Verdicts that sent the work back."""
        return Rate(self.returned_verdicts, self.verdicts)

    @property
    def proof(self) -> Rate:
        """Accepted submissions with evidence."""
        return Rate(self.proved, self.accepted)

    @property
    def staleness(self) -> Rate:
        """Of what is owed: neither moved nor reported on for thirty days."""
        return Rate(self.stale, self.owed)

    @property
    def reporting(self) -> Rate:
        """Of what is owed for thirty days: reported on within them."""
        return Rate(self.reported, self.asked)


def figures_of(facts: Mapping[str, Any]) -> Figures:
    """Figures from the numbers of their facts by name, see `measures`; a fact that is not there is nought."""

    def n(name: str) -> int:
        return int(facts.get(name) or 0)

    def half(name: str) -> float | None:
        middle = facts.get(name)
        return None if middle is None else float(middle)

    names = ("overdue", "on_time", "passed", "late", "on_time_now", "passed_now", "proved")
    owing = ("owed", "stale", "asked", "reported", "carried")
    return Figures(
        commitments=n("promise"),
        not_yet_ratified=n("unratified"),
        states={state: n(state) for state in STATES},
        ageing={age: n(age) for age in AGES},
        moved=n("slip"),
        accepted=n("verdict_accepted"),
        returned_verdicts=n("verdict_returned"),
        median_days_late=half("median_late"),
        median_slip=half("median_slip"),
        median_turnaround=half("median_turnaround"),
        **{name: n(name) for name in names + owing},
    )
