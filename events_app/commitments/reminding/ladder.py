"""The ladder of reminders: on which day which rung is reached, and who hears of it.

Only the latest rung that was reached is said; those before it, missed in an outage or over a weekend, are
noted as passed. A rung counts only after the day from which its date has stood: whoever gets a link twelve
days before the due date is not at once told that fourteen are left.
"""

from dataclasses import dataclass
from enum import StrEnum


class Hears(StrEnum):
    """Who hears of a rung."""

    owner = "owner"
    head = "head"
    secretariat = "secretariat"
    chair = "chair"
    verifier = "verifier"
    verifier_head = "verifier_head"


class Kind(StrEnum):
    """What a rung is counted from: the due date of what is owed, a submission, a return."""

    due = "due"
    submitted = "submitted"
    returned = "returned"


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

LADDER = {Kind.due: DUE, Kind.submitted: SUBMITTED, Kind.returned: RETURNED}

LETTER = "H+14"
"""The rung at which a letter of reminder is drafted."""

RATIFICATION = 7
"""Days after which the head of an absent post is reminded of a promise that was made in its place (`ratifying`)."""

AGENDA = 30
"""Days after the due date from which an action stands on the next agenda, asked for or not."""


def columns() -> tuple[list[str], list[str], list[int], list[str]]:
    """The whole ladder as arrays for SQL, a row for each who hears of a rung: kind, rule, days, hears."""
    rows = [(kind, r.rule, r.days, one) for kind, rungs in LADDER.items() for r in rungs for one in r.hears]
    kinds, rules, days, hears = zip(*rows, strict=True)
    return [kind.value for kind in kinds], list(rules), list(days), [one.value for one in hears]
