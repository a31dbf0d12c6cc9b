"""How long things take when some are not finished yet: the estimate of Kaplan and Meier, with Greenwood's variance.

An open action is censored: of it is known only that it takes longer than until now. The band is made on the scale of
log(-log), so that it stays between nothing and everything also where few are left.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp, log, sqrt

Z = 1.959963984540054
"""The normal quantile of a two-sided 95 %."""


@dataclass(frozen=True)
class Step:
    """Up to this day the share `done` with its band; `at_risk` were unfinished just before it."""

    day: int
    at_risk: int
    done: float
    low: float
    high: float


def curve(leaving: Iterable[tuple[int, int, int]]) -> list[Step]:
    """Steps for (day, done that day, censored that day), one a day in order; a censored one still counts that day."""
    days = list(leaving)
    at_risk = sum(done + censored for _day, done, censored in days)
    left, variance, steps = 1.0, 0.0, []
    for day, done, censored in days:
        if done:
            left *= 1 - done / at_risk
            variance += done / (at_risk * (at_risk - done)) if at_risk > done else 0
            low, high = _band(left, variance)
            steps.append(Step(day, at_risk, 1 - left, 1 - high, 1 - low))
        at_risk -= done + censored
    return steps


def at(steps: list[Step], day: int) -> Step | None:
    """The last step up to a day, if there was one."""
    return next((step for step in reversed(steps) if step.day <= day), None)


def median(steps: list[Step]) -> int | None:
    """The day by which half is done; nothing as long as half is not."""
    return next((step.day for step in steps if step.done >= 0.5 - 1e-12), None)


def _band(left: float, variance: float) -> tuple[float, float]:
    """Below and above the share that is left; where none is left there is nothing to be unsure of."""
    if left <= 0:
        return 0.0, 0.0
    spread = exp(Z * sqrt(variance) / log(left))
    return left ** (1 / spread), left**spread
