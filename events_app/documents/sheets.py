"""Workbooks and lists whose cells stay what they are: a word is never a formula, a date is a date."""

import codecs
import csv as _csv
import enum
import io
import math
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from events_app.documents.text import legible

Sheet = tuple[str, Sequence[str], Iterable[Sequence[Any]]]

_OPTIONS = {
    "in_memory": True,  # no personal data in the system's temporary folder
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": True,
}
_LONGEST_CELL = 32_767
_MEASURED = 200
_LINE = 15
"""Points of a line; a row is at most 409 of them high."""
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_WITHIN = re.compile(r"(?<=[;\t\n])([\s\"]*)(?=[=@＝＠]|[+\-＋－](?!\s))")
"""Where Excel divides cells by semicolons, as in Indonesia, one begins behind these, whatever the quotes say."""
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def xlsx(
    sheets: Sequence[Sheet], closing: Sequence[str] = (), step: Callable[[], None] | None = None
) -> bytes:
    """A workbook of `(title, headers, rows)`, headers frozen and filterable; `closing` are lines below the last table.
    `step` is called for each row that is written.

    Words stay words, numbers and dates are real ones, and an aware time shows the clock of its own zone.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        style = _Style(book)
        titles: list[str] = []
        for number, (title, headers, rows) in enumerate(sheets, 1):
            titles.append(_sheet_title(title, titles))
            sheet, filled = book.add_worksheet(titles[-1]), [list(row) for row in rows]
            _fill(sheet, style, headers, filled, step or (lambda: None))
            if number == len(sheets):
                _close(sheet, style, closing, len(filled) + 2, max(0, len(headers) - 3))
    return out.getvalue()


def csv(headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A UTF-8 list with a byte order mark; a cell that a spreadsheet would run begins with an apostrophe."""
    return codecs.BOM_UTF8 + csv_lines([headers]) + csv_lines(rows)


def csv_lines(rows: Iterable[Sequence[Any]]) -> bytes:
    """Lines of such a list, without its mark: what a long one is written with, piece by piece."""
    out = io.StringIO(newline="")
    _csv.writer(out).writerows([_csv_cell(value) for value in row] for row in rows)
    return out.getvalue().encode()


class _Style:
    def __init__(self, book: Any) -> None:
        self.header = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self.words = book.add_format({"text_wrap": True, "valign": "top"})
        self.number = book.add_format({"valign": "top"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
        self.moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm", "valign": "top", "align": "left"})


def _fill(
    sheet: Worksheet,
    style: _Style,
    headers: Sequence[str],
    rows: list[list[Any]],
    step: Callable[[], None],
) -> None:
    widths = [
        _width(header, [row[column] for row in rows[:_MEASURED] if column < len(row)])
        for column, header in enumerate(headers)
    ]
    for column, header in enumerate(headers):
        sheet.set_column(column, column, widths[column])
        sheet.write_string(0, column, legible(header), style.header)
    for line, row in enumerate(rows, 1):
        if (tall := _lines(row, widths)) > 1:
            # Not every program that opens a workbook makes room for a second line by itself.
            sheet.set_row(line, _LINE * tall)
        for column, value in enumerate(row):
            _write(sheet, line, column, value, style)
        step()
    sheet.freeze_panes(1, 0)
    _print_setup(sheet)
    if headers:
        sheet.autofilter(0, 0, len(rows), len(headers) - 1)


def _close(sheet: Worksheet, style: _Style, lines: Sequence[str], first: int, column: int) -> None:
    """Outside the filter, so that sorting leaves them where they are; long ones run on into the next cells."""
    for line, words in enumerate(lines, first):
        sheet.write_string(line, column, legible(words), style.number)


def _print_setup(sheet: Worksheet) -> None:
    """As an office prints it: A4 on its side, as wide as the page, named, lines between cells, headings on each page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.hide_gridlines(0)
    sheet.set_header("&L&A")
    sheet.set_footer("&R&P / &N")


def _write(sheet: Worksheet, line: int, column: int, value: Any, style: _Style) -> None:
    match value:
        case None:
            return
        case bool():
            sheet.write_boolean(line, column, value, style.number)
        case datetime() if value.year >= 1900:
            sheet.write_datetime(line, column, value.replace(tzinfo=None), style.moment)
        case date() if value.year >= 1900:
            sheet.write_datetime(line, column, value, style.day)
        case int() | float() | Decimal() if _exact(value):
            sheet.write_number(line, column, float(value), style.number)
        case _:
            sheet.write_string(line, column, _words(value)[:_LONGEST_CELL], style.words)


def _exact(value: int | float | Decimal) -> bool:
    """A spreadsheet keeps fifteen digits: a longer number, such as an identity number, must be a word."""
    return not isinstance(value, enum.Enum) and math.isfinite(value) and -(10**15) < value < 10**15


def _words(value: Any) -> str:
    if isinstance(value, enum.Enum):
        value = value.value
    return legible(value.isoformat() if isinstance(value, date) else str(value))


def _width(header: str, values: list[Any]) -> int:
    longest = max((len(line) for value in values for line in _words(value or "").split("\n")), default=0)
    return min(48, max(10, len(header) + 4, longest + 2))


def _lines(row: Sequence[Any], widths: Sequence[int]) -> int:
    """How many lines the tallest cell of a row takes."""
    cells = (
        (_words(value), width) for value, width in zip(row, widths, strict=False) if isinstance(value, str)
    )
    return min(
        27,
        max(
            (sum(-(-len(part) // width) or 1 for part in words.split("\n")) for words, width in cells),
            default=1,
        ),
    )


def _sheet_title(title: str, taken: list[str]) -> str:
    short = re.sub(r"[\[\]:*?/\\\n\t]", " ", legible(title)).strip(" '")[:31].strip(" '") or "1"
    used = {name.casefold() for name in taken} | {"history"}
    numbered = (f"{short[:27]} ({n})" for n in range(2, len(taken) + 3))
    return short if short.casefold() not in used else next(n for n in numbered if n.casefold() not in used)


def _csv_cell(value: Any) -> str:
    if value is None:
        return ""
    number = isinstance(value, int | float | Decimal) and not isinstance(value, enum.Enum)
    return str(value) if number else _guarded(value)


def _guarded(value: Any) -> str:
    text = _WITHIN.sub(r"\1'", _words(value))
    risky = text.startswith(_RISKY) or text.lstrip().startswith(_RISKY)
    return f"'{text}" if risky and not _E164.fullmatch(text) else text
