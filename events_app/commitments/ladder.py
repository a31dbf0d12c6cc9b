"""The ladder of reminders: on which day which rung is reached, and who hears of it.

Only the latest rung that was reached is said; those before it, missed in an outage or over a weekend, are
noted as passed. A rung counts only after the day from which its date has stood: whoever gets a link twelve
days before the due date is not at once told that fourteen are left.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

MORNING = time(8)
SATURDAY = 6


class Hears(StrEnum):
    """Who hears of a rung."""

    owner = "owner"
    head = "head"
    secretariat = "secretariat"
    chair = "chair"
    verifier = "verifier"
    verifier_head = "verifier_head"


@dataclass(frozen=True)
class Rung:
    """So many days after (or before) its anchor, these people hear of it."""

    rule: str
    days: int
    hears: tuple[Hears, ...]


_H = Hears

DUE = (
    Rung("H-14", -14, (_H.owner,)),
    Rung("H-7", -7, (_H.owner,)),
    Rung("H-1", -1, (_H.owner,)),
    Rung("H+1", 1, (_H.owner,)),
    Rung("H+7", 7, (_H.owner, _H.head)),
    Rung("H+14", 14, (_H.owner, _H.head, _H.secretariat)),
    Rung("H+30", 30, (_H.owner, _H.head, _H.secretariat, _H.chair)),
)
"""From the due date, while the owner owes something."""

SUBMITTED = (
    Rung("S+7", 7, (_H.verifier,)),
    Rung("S+14", 14, (_H.verifier, _H.verifier_head)),
)
"""From the day of a submission that nobody has judged."""

RETURNED = (Rung("R+7", 7, (_H.owner,)),)
"""From the day of a return that nobody has taken up."""


@dataclass(frozen=True)
class Reached:
    """The rung to speak of now, and those that it replaces."""

    rung: Rung
    passed: tuple[Rung, ...]
    anchor: date


def reached(rungs: tuple[Rung, ...], anchor: date, since: date, today: date) -> Reached | None:
    """The latest rung after `since`, up to today; None before the first."""
    found = [rung for rung in rungs if since < anchor + timedelta(days=rung.days) <= today]
    return Reached(found[-1], tuple(found[:-1]), anchor) if found else None


def is_time(local: datetime) -> bool:
    """Whether reminders go out at this local time: from 08.00 on working days."""
    return local.isoweekday() < SATURDAY and local.time() >= MORNING
