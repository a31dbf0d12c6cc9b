"""Text lists: encodings, delimiters, quotes; every record with the line of the file it begins on."""

import csv
import io
import re
from collections.abc import Iterator
from typing import Literal

from events_app.stakeholders.sheets.cells import Line, of_text
from events_app.stakeholders.sheets.columns import SEARCHED_LINES, find_header
from events_app.stakeholders.sheets.faults import TooManyLines, UnreadableList

DELIMITERS = (";", "\t", "|", ",")  # the comma last: it also stands inside names with degrees
MOST_LINES = 20_000
_RUNAWAY = 12  # a record this many lines long is a quote that was never closed
Quoting = Literal[0, 3]  # csv.QUOTE_MINIMAL, csv.QUOTE_NONE
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def read(data: bytes) -> list[Line]:
    """All records, blank ones too."""
    text = decode(data)
    if len(_CONTROL.findall(text[:4096])) > 2:
        raise UnreadableList()
    return _records(text, _delimiter(text), MOST_LINES)


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
    """The one that makes most headings known; of equals, one under which no record outgrows the headings."""
    opening = "".join(text.splitlines(keepends=True)[: SEARCHED_LINES * 2])
    return max(DELIMITERS, key=lambda mark: _fit(_records(opening, mark, None)))


def _fit(lines: list[Line]) -> tuple[int, bool]:
    found = find_header(lines)
    if found is None:
        return 0, False
    place, fields = found
    width = len(lines[place].cells)
    return len(fields), all(len(line.cells) <= width for line in lines[place + 1 :])


def _records(text: str, delimiter: str, most: int | None) -> list[Line]:
    try:
        lines = list(_parsed(text, delimiter, most, csv.QUOTE_MINIMAL))
    except (_Runaway, csv.Error):
        lines = _unquoted(text, delimiter, most)
    return lines


def _unquoted(text: str, delimiter: str, most: int | None) -> list[Line]:
    try:
        return list(_parsed(text, delimiter, most, csv.QUOTE_NONE))
    except csv.Error:
        raise UnreadableList() from None


class _Runaway(Exception):
    """A quote swallows line after line."""


def _parsed(text: str, delimiter: str, most: int | None, quoting: Quoting) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting)
    before = 0
    for count, row in enumerate(reader, 1):
        if reader.line_num - before > _RUNAWAY and quoting != csv.QUOTE_NONE:
            raise _Runaway()
        if most is not None and count > most:
            raise TooManyLines(most=most)
        yield Line(before + 1, [of_text(cell) for cell in row])
        before = reader.line_num
