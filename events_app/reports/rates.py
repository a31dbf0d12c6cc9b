"""Shares with the number they are a share of; small numbers keep their percentage to themselves."""

from dataclasses import dataclass, field

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
