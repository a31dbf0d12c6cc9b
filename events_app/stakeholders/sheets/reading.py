"""From the bytes of a list to its records: one function for the rooms that read lists."""

from dataclasses import dataclass

from events_app.stakeholders.sheets import plain, workbook
from events_app.stakeholders.sheets.cells import Cell, Line
from events_app.stakeholders.sheets.columns import fields_of, find_header
from events_app.stakeholders.sheets.faults import EmptyList, ListTooLarge, NoNameColumn, UnreadableList

MOST_BYTES = 5 * 1024 * 1024
NOTHING = Cell("")


@dataclass(frozen=True)
class Record:
    """One line below the headings: its number in the file, and its cells by field."""

    line: int
    cells: dict[str, Cell]

    def text(self, field: str) -> str:
        """The cell's text; empty when the list has no such column."""
        return self.cells.get(field, NOTHING).text


def read(data: bytes) -> list[Record]:
    """The records of a CSV list, a workbook or pasted cells, told apart by content, never by name."""
    if len(data) > MOST_BYTES:
        raise ListTooLarge()
    return _records(_lines(data))


def _lines(data: bytes) -> list[Line]:
    if data.startswith(workbook.ZIP):
        return workbook.read(data)
    if data.startswith(workbook.OLE):
        workbook.refuse_old(data)
    if data.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff")):
        raise UnreadableList()
    return plain.read(data)


def _records(lines: list[Line]) -> list[Record]:
    """Titles above the headings, blank lines and headings repeated on a later page are no records."""
    found = find_header(lines)
    if found is None:
        raise NoNameColumn()
    place, fields = found
    rest = (line for line in lines[place + 1 :] if not line.blank and fields_of(line) != fields)
    records = [Record(line.number, _by_field(line, fields)) for line in rest]
    if not records:
        raise EmptyList()
    return records


def _by_field(line: Line, fields: dict[str, int]) -> dict[str, Cell]:
    return {field: line.cells[column] for field, column in fields.items() if column < len(line.cells)}
