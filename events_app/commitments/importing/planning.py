"""What would become of each line: a draft, nothing new, or left out with the reason. Writes nothing."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal
from uuid import UUID

from events_app import niks
from events_app.commitments.capturing.actions import shortened
from events_app.commitments.importing import dates
from events_app.commitments.importing.columns import find_header
from events_app.database import fetch
from events_app.i18n import N_, gettext
from events_app.stakeholders.names import name_key
from events_app.stakeholders.sheets import reading
from events_app.stakeholders.sheets.faults import ListTooLarge, NoNameColumn
from events_app.stakeholders.sheets.reading import Opened, Record

Outcome = Literal["create", "unchanged", "error"]
MESSAGES = {
    "no_activity": N_("There is no activity on this line."),
    "no_owner": N_("Nobody is named as responsible."),
    "unknown_owner": N_("No institution of this name is in the directory: %(name)s"),
    "not_a_day": N_("This is not understood as a day; the draft has no due date yet: %(text)s"),
    "formula": N_("This cell is a formula. Please put its result there."),
    niks.CODE: N_("This looks like a national identity number (NIK). Take it out of the sheet."),
}
INSTITUTIONS = """
SELECT coalesce(successor, id) AS id, name, name_key, short_name FROM institution WHERE organisation = $1 AND active
"""
KNOWN = """
SELECT a.responsible_institution AS owner, lower(c.title) AS main, lower(a.title) AS title
FROM follow_up_action a JOIN commitment c ON c.id = a.commitment WHERE c.event = $1 AND c.state <> 'withdrawn'
"""


@dataclass
class Planned:
    """One line of the sheet, what it says, and what becomes of it."""

    line: int
    cells: list[str]
    said: dict[str, str]
    outcome: Outcome = "create"
    institution: UUID | None = None
    institution_name: str = ""
    due: date | None = None
    problems: list[tuple[str, str]] = field(default_factory=list)

    @property
    def main(self) -> str:
        """What is promised as a whole."""
        return self.said["main"] or self.said["activity"]

    @property
    def key(self) -> tuple[Any, str, str]:
        """What makes two lines the same."""
        return self.institution, shortened(self.main).lower(), shortened(self.said["activity"]).lower()


@dataclass(frozen=True)
class Plan:
    """A whole sheet: its headings, what its columns mean, and its lines."""

    headings: list[str]
    columns: list[str]
    lines: list[Planned]

    @property
    def counts(self) -> Counter[str]:
        """How many of each outcome."""
        return Counter(one.outcome for one in self.lines)


def opened(data: bytes) -> Opened:
    """The sheet at its headings, in any form that lists of people may have."""
    if len(data) > reading.MOST_BYTES:
        raise ListTooLarge()
    head, lines = reading.begun(data)
    header = find_header(head)
    if header is None:
        raise NoNameColumn()
    return Opened(header, head[header.place + 1 :], lines)


async def plan(organisation: UUID, event: UUID, data: bytes, columns: list[str], today: date) -> Plan:
    """What would become of a sheet; two questions, however long it is."""
    sheet = opened(data)
    fields = {name: place for place, name in enumerate(columns) if name} or sheet.header.fields
    directory = {}
    for row in await fetch(INSTITUTIONS, organisation):
        for key in (name_key(row["short_name"] or ""), row["name_key"]):
            directory[key] = (row["id"], row["name"])
    known = {(row["owner"], row["main"], row["title"]) for row in await fetch(KNOWN, event)}
    lines = [_line(record, directory, today) for record in sheet.records(fields)]
    for one in lines:
        if one.outcome == "create" and one.key in known:
            one.outcome = "unchanged"
        known.add(one.key)
    means = {place: name for name, place in fields.items()}
    return Plan(sheet.headings, [means.get(place, "") for place in range(len(sheet.headings))], lines)


def _line(record: Record, directory: dict[str, tuple[UUID, str]], today: date) -> Planned:
    said = {
        name: record.text(name)
        for name in ("main", "activity", "goal", "indicator", "target", "due", "owner")
    }
    said["activity"] = said["activity"] or said["main"]
    one = Planned(record.line, [cell.text for cell in record.whole], said)
    if not said["activity"]:
        _fault(one, "activity", "no_activity")
    found = directory.get(name_key(said["owner"])) if said["owner"] else None
    if not said["owner"]:
        _fault(one, "owner", "no_owner")
    elif found is None:
        _fault(one, "owner", "unknown_owner", name=said["owner"])
    else:
        one.institution, one.institution_name = found
    for name, cell in record.cells.items():
        if cell.formula:
            _fault(one, name, "formula")
        if niks.holds(cell.text):
            _fault(one, name, niks.CODE)
    one.due = dates.due(said["due"], today) if said["due"] else None
    if said["due"] and (one.due is None or not 2000 <= one.due.year <= 2199):
        one.due = None
        sentence = MESSAGES["not_a_day"]
        one.problems.append(("due", gettext(sentence, text=said["due"])))
    return one


def _fault(one: Planned, column: str, code: str, **facts: str) -> None:
    one.outcome = "error"
    one.problems.append((column, gettext(MESSAGES[code], **facts)))
