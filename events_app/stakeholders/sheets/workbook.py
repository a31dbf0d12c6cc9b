"""Workbooks (XLSX): unpacked within limits first, read second.

A workbook is a zip of XML, so it may lie twice: about the size it unpacks to, and, with a single cell in the
far corner, about the grid that a reader would make room for. Both are looked at before calamine reads it.
"""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from itertools import chain, islice

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum

from events_app.stakeholders.sheets import grid
from events_app.stakeholders.sheets.cells import Cell, Line, of_value
from events_app.stakeholders.sheets.columns import SEARCHED_LINES, find_header
from events_app.stakeholders.sheets.faults import (
    OldWorkbook,
    TooManyLines,
    UnreadableList,
    WorkbookEncrypted,
    WorkbookTooLarge,
)
from events_app.stakeholders.sheets.plain import MOST_LINES, MOST_RECORDS

MOST_UNPACKED = 40 * 1024 * 1024
MOST_PARTS = 500
MOST_CELLS = 2_000_000
MOST_MERGED = 50_000
ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def refuse_old(data: bytes) -> None:
    """Raises what is true of a compound file: encrypted, or a workbook of before 2007."""
    raise WorkbookEncrypted() if _ENCRYPTED in data else OldWorkbook()


def read(data: bytes) -> Iterator[Line]:
    """The lines of the first sheet that has headings, or else of the first that is not empty, one by one."""
    parts = _unpacked(data)
    sheets = grid.sheets(parts)
    if any(sheet.rows * sheet.columns > MOST_CELLS for sheet in sheets.values()):
        raise WorkbookTooLarge()
    if any(sheet.rows > MOST_RECORDS for sheet in sheets.values()):
        raise TooManyLines(most=MOST_LINES)
    return _first_with_header(_opened(parts), sheets)


def _unpacked(data: bytes) -> dict[str, bytes]:
    """The parts, each no larger than it said, all of them together within the limit."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > MOST_PARTS or sum(member.file_size for member in members) > MOST_UNPACKED:
                raise WorkbookTooLarge()
            if any(member.flag_bits & 1 for member in members):
                raise WorkbookEncrypted()
            return {member.filename: archive.read(member) for member in members if not member.is_dir()}
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        ValueError,
        OSError,
        IndexError,
    ) as fault:
        raise UnreadableList() from fault


def _opened(parts: dict[str, bytes]) -> CalamineWorkbook:
    """The workbook from the parts as we unpacked them, so that nothing unpacks to more for the reader."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name in list(parts):  # each part is let go as it is packed, or all would be held twice
            archive.writestr(zipfile.ZipInfo(name), parts.pop(name))
    packed.seek(0)
    try:
        return CalamineWorkbook.from_filelike(packed)
    except PasswordError:
        raise WorkbookEncrypted() from None
    except (CalamineError, OSError, ValueError):
        raise UnreadableList() from None


def _first_with_header(book: CalamineWorkbook, sheets: dict[str, grid.Sheet]) -> Iterator[Line]:
    names = [meta.name for meta in book.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet][:20]
    openings = {name: list(islice(_lines(book, name, sheets), SEARCHED_LINES)) for name in names}
    headed = [name for name in names if find_header(openings[name]) is not None]
    filled = [name for name in names if openings[name]]
    chosen = next(iter(headed or filled), None)
    return iter(()) if chosen is None else _lines(book, chosen, sheets)


def _lines(book: CalamineWorkbook, name: str, sheets: dict[str, grid.Sheet]) -> Iterator[Line]:
    formulas = sheets.get(name, grid.NOTHING).formulas
    try:
        sheet = book.get_sheet_by_name(name)
        before = [""] * (sheet.start[1] if sheet.start else 0)  # the reader begins at the first used column
        fill = _merged(sheet)
        for row, values in enumerate(sheet.iter_rows()):
            cells = [
                of_value(value, (row, column) in formulas)
                for column, value in enumerate(chain(before, values))
            ]
            yield Line(row + 1, fill(row, cells))
    except (CalamineError, OSError, ValueError):
        raise UnreadableList() from None


def _merged(sheet: CalamineSheet) -> Callable[[int, list[Cell]], list[Cell]]:
    """Cells merged downwards say on each of their lines what stands on the first: an office beside its people."""
    starts: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, _right) in (sheet.merged_cell_ranges or [])[:MOST_MERGED]:
        if bottom > top:
            starts.setdefault(top, []).append((left, bottom))
    held: dict[int, tuple[int, Cell]] = {}

    def fill(row: int, cells: list[Cell]) -> list[Cell]:
        for column, (bottom, cell) in list(held.items()):
            if row > bottom:
                del held[column]
            elif column < len(cells) and not cells[column].text:
                cells[column] = cell
        held.update(
            {left: (bottom, cells[left]) for left, bottom in starts.get(row, ()) if left < len(cells)}
        )
        return cells

    return fill
