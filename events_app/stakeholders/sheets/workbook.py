"""Workbooks (XLSX): unpacked within limits first, read second.

A workbook is a zip of XML, so it may lie twice: about the size it unpacks to, and, with a single cell in the
far corner, about the grid that a reader would make room for. Both are looked at before calamine reads it.
"""

import io
import zipfile
import zlib

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

from events_app.stakeholders.sheets import grid
from events_app.stakeholders.sheets.cells import Line, of_value
from events_app.stakeholders.sheets.columns import find_header
from events_app.stakeholders.sheets.faults import (
    OldWorkbook,
    TooManyLines,
    UnreadableList,
    WorkbookEncrypted,
    WorkbookTooLarge,
)
from events_app.stakeholders.sheets.plain import MOST_LINES

MOST_UNPACKED = 40 * 1024 * 1024
MOST_PARTS = 500
MOST_CELLS = 2_000_000
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError, IndexError)
ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def refuse_old(data: bytes) -> None:
    """Raises what is true of a compound file: encrypted, or a workbook of before 2007."""
    raise WorkbookEncrypted() if _ENCRYPTED in data else OldWorkbook()


def read(data: bytes) -> list[Line]:
    """All lines of the first sheet that has headings, or else of the first sheet."""
    parts = _unpacked(data)
    sheets = grid.sheets(parts)
    if any(sheet.rows * sheet.columns > MOST_CELLS for sheet in sheets.values()):
        raise WorkbookTooLarge()
    if any(sheet.rows > MOST_LINES + 1000 for sheet in sheets.values()):
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
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    packed.seek(0)
    try:
        return CalamineWorkbook.from_filelike(packed)
    except PasswordError:
        raise WorkbookEncrypted() from None
    except (CalamineError, OSError, ValueError):
        raise UnreadableList() from None


def _first_with_header(book: CalamineWorkbook, sheets: dict[str, grid.Sheet]) -> list[Line]:
    names = [meta.name for meta in book.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet][:20]
    every = (_lines(book, name, sheets.get(name, grid.NOTHING)) for name in names)
    first: list[Line] = []
    for lines in every:
        if find_header(lines) is not None:
            return lines
        first = first or lines
    return first


def _lines(book: CalamineWorkbook, name: str, sheet: grid.Sheet) -> list[Line]:
    try:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError):
        raise UnreadableList() from None
    return [
        Line(
            row + 1, [of_value(value, (row, column) in sheet.formulas) for column, value in enumerate(values)]
        )
        for row, values in enumerate(rows)
    ]
