"""The columns that a matrix may have: heading, share of the line, and what stands in it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from events_app.commitments.reporting.forms import Column
from events_app.commitments.words import ACTION_STATES
from events_app.formats import date_short
from events_app.i18n import N_, gettext
from events_app.reports import words
from events_app.reports.activity.blocks import Block, table

Row = Any


@dataclass(frozen=True)
class Kind:
    """One column."""

    title: str
    width: float
    words: Callable[[Row], str]
    value: Callable[[Row], Any] | None = None

    def counted(self, row: Row) -> Any:
        """What a workbook goes on counting with: a number or a day where it is one."""
        return self.words(row) if self.value is None else self.value(row)


def _named(row: Row) -> str:
    return "" if row["confidential"] else row["event_title"]


def _day(name: str) -> Callable[[Row], str]:
    return lambda row: date_short(row[name]) if row[name] else ""


KINDS: dict[Column, Kind] = {
    "event": Kind(N_("Event"), 2.2, _named),
    "commitment": Kind(
        N_("Commitment"), 2.6, lambda row: f"{row['commitment_ref']}\n{row['commitment_title']}"
    ),
    "action": Kind(N_("Follow-up action"), 2.6, lambda row: row["title"]),
    "output": Kind(N_("Output"), 2.0, lambda row: row["deliverable"]),
    "promiser": Kind(N_("Institution"), 2.0, lambda row: row["promiser_name"]),
    "in_charge": Kind(N_("Person in charge"), 2.2, lambda row: row["responsible_name"]),
    "contact": Kind(N_("Contact"), 1.8, lambda row: row["person_name"] or ""),
    "verifier": Kind(
        N_("Verifier"), 1.8, lambda row: row["verifier_name"] or gettext("Any other institution")
    ),
    "first_due": Kind(N_("Original due date"), 1.4, _day("original_due"), lambda row: row["original_due"]),
    "due": Kind(N_("Due date"), 1.4, _day("due"), lambda row: row["due"]),
    "state": Kind(N_("State"), 1.6, lambda row: words.say(ACTION_STATES, row["state"])),
    "progress": Kind(N_("Progress (%)"), 1.6, lambda row: str(row["percent"]), lambda row: row["percent"]),
    "days_late": Kind(
        N_("Days late"),
        1.7,
        lambda row: str(row["days_late"]) if row["overdue"] else "",
        lambda row: row["days_late"] if row["overdue"] else None,
    ),
}
COUNTS = frozenset[Column]({"progress", "days_late"})


def matrix(columns: Sequence[Column], rows: Sequence[Row]) -> Block:
    """The rows with these columns, numbered; `values` are the same for a workbook."""
    kinds = [KINDS[name] for name in columns]
    heads = [gettext("No."), *(gettext(kind.title) for kind in kinds)]
    body = [[str(number), *(kind.words(row) for kind in kinds)] for number, row in enumerate(rows, 1)]
    values = [[number, *(kind.counted(row) for kind in kinds)] for number, row in enumerate(rows, 1)]
    numbers = [place for place, name in enumerate(columns, 1) if name in COUNTS]
    return table(heads, body, [0.6, *(kind.width for kind in kinds)], numbers) | {"values": values}
