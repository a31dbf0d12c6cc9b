"""From the bytes of a list to its records: what its columns are called, and the lines below, one by one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice

from events_app.stakeholders.sheets import plain, workbook
from events_app.stakeholders.sheets.cells import Cell, Line
from events_app.stakeholders.sheets.columns import (
    SEARCHED_LINES,
    Header,
    fields_of,
    find_header,
    guess_header,
    is_heading,
    numbers_columns,
)
from events_app.stakeholders.sheets.faults import (
    EmptyList,
    ListTooLarge,
    NoNameColumn,
    NothingInList,
    TooManyLines,
    UnreadableList,
)

MOST_BYTES = 5 * 1024 * 1024
NOTHING = Cell("")


@dataclass(frozen=True)
class Record:
    """One line below the headings: its number in the file, its cells by field, and all of them as they stand."""

    line: int
    cells: dict[str, Cell]
    whole: list[Cell] = field(default_factory=list)

    def text(self, field: str) -> str:
        """The cell's text; empty when the list has no such column."""
        return self.cells.get(field, NOTHING).text


@dataclass(frozen=True)
class Opened:
    """A list at its headings: the first lines below them to look at, and all of them to go through once."""

    header: Header
    first: list[Line]
    rest: Iterator[Line]

    @property
    def headings(self) -> list[str]:
        """What each column is called, as far as any of the first lines reach."""
        texts = [cell.text for cell in self.header.line.cells]
        width = max(len(texts), *(len(line.cells) for line in self.first), 0)
        return texts + [""] * (width - len(texts))

    def records(self, fields: Mapping[str, int], *, headless: bool = False) -> Iterator[Record]:
        """The records under these columns. `headless`: what was taken for headings is the first of them."""
        lines = chain(self.header.made_of if headless else (), self.first, self.rest)
        count = 0
        for line in lines:
            if not headless and self._is_heading(line):
                continue
            count += not line.blank
            if count > plain.MOST_LINES:
                raise TooManyLines(most=plain.MOST_LINES)
            if not line.blank:
                yield Record(line.number, _by_field(line, fields), line.cells)

    def _is_heading(self, line: Line) -> bool:
        """Headings repeated on a later page, or numbers below them, are no records."""
        if line.number == self.header.line.number + 1 and numbers_columns(line):
            return True
        said = [cell.text for cell in line.cells if cell.text]
        if any(said == [cell.text for cell in part.cells if cell.text] for part in self.header.made_of):
            return True
        return self._names_a_name(line) and fields_of(line) == self.header.fields

    def _names_a_name(self, line: Line) -> bool:
        """A cheap look at the one cell that tells headings from people."""
        column = self.header.fields.get("full_name", len(line.cells))
        return column < len(line.cells) and is_heading(line.cells[column].text)


def read(found: Opened, said: Mapping[str, int] | None = None) -> list[Record]:
    """The records under the columns that were `said`, else as their headings are recognised.

    One without a name column or without lines is refused.
    """
    fields = said or found.header.fields
    if "full_name" not in fields:
        raise NoNameColumn()
    records = list(found.records(fields))
    if not records:
        raise EmptyList()
    return records


def opened(data: bytes) -> Opened:
    """A CSV list, a workbook or pasted cells, told apart by content, never by name.

    Where no heading is known, the likeliest line stands for them, and its fields lack `full_name`.
    """
    if len(data) > MOST_BYTES:
        raise ListTooLarge()
    head, lines = begun(data)
    header = find_header(head) or guess_header(head)
    if header is None or (not header.fields and all(line.blank for line in head[header.place + 1 :])):
        raise NoNameColumn()
    return Opened(header, head[header.place + 1 :], lines)


def begun(data: bytes) -> tuple[list[Line], Iterator[Line]]:
    """The first lines, among which headings are looked for, and the others; a list without any text is refused as such."""
    lines = lines_of(data)
    head = list(islice(lines, SEARCHED_LINES * 2))
    if all(line.blank for line in chain(head, lines)):
        raise NothingInList()
    return head, lines


def lines_of(data: bytes) -> Iterator[Line]:
    """The lines of a CSV list, a workbook or pasted cells, told apart by content."""
    if data.startswith(workbook.ZIP):
        return workbook.read(data)
    if data.startswith(workbook.OLE):
        workbook.refuse_old(data)
    if data.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff")):
        raise UnreadableList()
    return plain.read(data)


def _by_field(line: Line, fields: Mapping[str, int]) -> dict[str, Cell]:
    return {field: line.cells[column] for field, column in fields.items() if column < len(line.cells)}
