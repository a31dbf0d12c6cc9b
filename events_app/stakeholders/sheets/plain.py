"""Text lists: encodings, delimiters, quotes; every record with the line of the file it begins on."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Literal

from events_app.stakeholders.sheets.cells import Line, of_text
from events_app.stakeholders.sheets.columns import SEARCHED_LINES, find_header
from events_app.stakeholders.sheets.faults import TooManyLines, UnreadableList

DELIMITERS = (";", "\t", "|", ",")  # the comma last: it also stands inside names with degrees
MOST_LINES = 20_000
MOST_RECORDS = MOST_LINES + 1000  # titles, headings and blank lines are no people
_RUNAWAY = 12  # a record this many lines long is a quote that was never closed
Quoting = Literal[0, 3]  # csv.QUOTE_MINIMAL, csv.QUOTE_NONE
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def read(data: bytes) -> Iterator[Line]:
    """All records, blank ones too, one by one; a list that is too long or no list is refused at once."""
    text = decode(data)
    if len(_CONTROL.findall(text[:4096])) > 2:
        raise UnreadableList()
    mark = _delimiter(text)
    return _parsed(text, mark, _quoting(text, mark, MOST_RECORDS))


def decode(data: bytes) -> str:
    """The text: by its byte order mark, as UTF-8, by the zeros of UTF-16, or else as Windows wrote it."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _sixteen(data, "utf-16")
    half = data[:2000]
    if half.count(0) > len(half) // 4:
        return _sixteen(data, "utf-16-le" if half[1::2].count(0) >= half[0::2].count(0) else "utf-16-be")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _sixteen(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise UnreadableList() from None


def _delimiter(text: str) -> str:
    """The one that makes most headings known; of equals, one under which no record outgrows the headings.

    Where no heading is known, the one under which most lines have the same number of cells, and more than one.
    """
    opening = "".join(text.splitlines(keepends=True)[: SEARCHED_LINES * 2])
    return max(DELIMITERS, key=lambda mark: _fit(_opening(opening, mark)))


def _fit(lines: list[Line]) -> tuple[int, bool, int]:
    found = find_header(lines)
    if found is None:
        widths = Counter(len(line.cells) for line in lines if len(line.cells) > 1)
        return 0, False, max(widths.values(), default=0)
    width = len(found.line.cells)
    return len(found.fields), all(len(line.cells) <= width for line in lines[found.place + 1 :]), 0


def _opening(text: str, mark: str) -> list[Line]:
    return list(_parsed(text, mark, _quoting(text, mark, None)))


def _quoting(text: str, mark: str, most: int | None) -> Quoting:
    """Whether quotes hold cells together: not where one swallows line after line, or the reader stumbles."""
    try:
        _count(text, mark, most, csv.QUOTE_MINIMAL)
        return csv.QUOTE_MINIMAL
    except (_Runaway, csv.Error):
        pass
    try:
        _count(text, mark, most, csv.QUOTE_NONE)
    except csv.Error:
        raise UnreadableList() from None
    return csv.QUOTE_NONE


class _Runaway(Exception):
    """A quote swallows line after line."""


def _count(text: str, mark: str, most: int | None, quoting: Quoting) -> None:
    """Goes through the records once, and keeps none."""
    before = 0
    for count, (after, _row) in enumerate(_rows(text, mark, quoting), 1):
        if after - before > _RUNAWAY and quoting != csv.QUOTE_NONE:
            raise _Runaway()
        if most is not None and count > most:
            raise TooManyLines(most=MOST_LINES)
        before = after


def _parsed(text: str, mark: str, quoting: Quoting) -> Iterator[Line]:
    before = 0
    for after, row in _rows(text, mark, quoting):
        yield Line(before + 1, [of_text(cell) for cell in row])
        before = after


def _rows(text: str, mark: str, quoting: Quoting) -> Iterator[tuple[int, list[str]]]:
    """Each record with the number of the last line it stands on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, quoting=quoting)
    for row in reader:
        yield reader.line_num, row
