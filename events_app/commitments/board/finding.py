"""The conditions of the board as SQL: one list of them, whatever is counted or shown."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments.board.forms import BoardFilter
from events_app.commitments.queries import LATE, OVERDUE

ROWS = """follow_up_action a JOIN commitment c ON c.id = a.commitment JOIN event e ON e.id = c.event"""
DUE = "coalesce(a.due, 'infinity'::date)"
TALLIED = {"institution_id", "standing", "due_from", "due_to", "late"}
"""What the kept counts can tell apart; other filters count the rows themselves."""

TALLY_LATE = f"(t.state IN {LATE} AND t.due < ($1::timestamptz AT TIME ZONE t.timezone)::date)"


@dataclass
class Conditions:
    """Conditions of SQL and their values. $1 is the moment, $2 the organisation, for every statement of the board."""

    values: list[Any]
    said: list[str] = field(default_factory=list)

    def add(self, condition: str, *values: Any) -> None:
        """`condition` names its values `{0}`, `{1}` …"""
        places = [f"${len(self.values) + place}" for place in range(1, len(values) + 1)]
        self.values += values
        self.said.append(condition.format(*places))

    @property
    def sql(self) -> str:
        return " AND ".join(self.said)


def of_rows(actor: Actor, wanted: BoardFilter, now: datetime) -> Conditions:
    """The actions `a` of commitments `c` of events `e` that are looked for and that the actor may see."""
    found = Conditions([now, actor.organisation], ["$1::timestamptz IS NOT NULL", "a.organisation = $2"])
    if not actor.may(Right.read_confidential):
        found.add("NOT e.confidential")
    given = {
        "c.event = {0}": wanted.event_id,
        "a.responsible_institution = {0}": wanted.institution_id,
        "a.state = {0}": wanted.standing,
        "a.responsible_person = {0}": wanted.responsible_id,
        "a.verifier_institution = {0}": wanted.verifier_id,
        "c.visibility = {0}": wanted.visibility,
        "a.due >= {0}": wanted.due_from,
        "a.due <= {0}": wanted.due_to,
        "lower(c.theme) = {0}": wanted.theme.casefold() or None,
        "(a.search_text LIKE {0} OR c.search_text LIKE {0})": _like(wanted.q),
    }
    for condition, value in given.items():
        if value is not None:
            found.add(condition, value)
    if wanted.late:
        found.add(OVERDUE)
    return found


def of_tally(actor: Actor, wanted: BoardFilter, now: datetime) -> Conditions:
    """The same for the kept counts `t`, which know less."""
    found = Conditions([now, actor.organisation], ["$1::timestamptz IS NOT NULL", "t.organisation = $2"])
    if not actor.may(Right.read_confidential):
        found.add("NOT t.confidential")
    given = {
        "t.state = {0}": wanted.standing,
        "t.due >= {0}": wanted.due_from,
        "t.due <= {0}": wanted.due_to,
    }
    for condition, value in given.items():
        if value is not None:
            found.add(condition, value)
    if wanted.late:
        found.add(TALLY_LATE)
    return found


def is_tallied(wanted: BoardFilter) -> bool:
    """Whether the kept counts can answer for these filters."""
    return set(wanted.plain) <= TALLIED


def _like(text: str) -> str | None:
    plain = text.strip().casefold()
    for special in ("\\", "%", "_"):
        plain = plain.replace(special, f"\\{special}")
    return f"%{plain}%" if plain else None
