"""Workbooks are read back by an independent reader."""

import csv as reader
import io
import math
import re
import zipfile
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from events_app.documents import sheets

ATTACKS = [
    "=1+1",
    '=HYPERLINK("http://evil.example";"klik")',
    "+62&cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1+1)",
    "\t=1+1",
    "\r=1+1",
    "＝1+1",
    "  =1+1",
    "https://evil.example/x",
    "mailto:a@b.example",
    "{=1+1}",
]


class Answer(StrEnum):
    YES = "accepted"


def test_strings_stay_strings() -> None:
    rows = _read(sheets.xlsx([("Serangan", ["Isi"], [[attack] for attack in ATTACKS])]))
    assert [row[0] for row in rows[1:]] == [attack.replace("\r", "\n") for attack in ATTACKS]
    assert b"<f>" not in _sheet_xml(sheets.xlsx([("A", ["Isi"], [[attack] for attack in ATTACKS])]))


def test_numbers_and_dates_are_real_ones() -> None:
    wib = timezone(timedelta(hours=7))
    row = [
        7,
        2.5,
        Decimal("1250000.25"),
        date(2026, 12, 12),
        datetime(2026, 12, 12, 9, 0, tzinfo=wib),
        True,
        None,
    ]
    read = _read(sheets.xlsx([("A", list("abcdefg"), [row])]))[1]
    assert read == [7.0, 2.5, 1250000.25, date(2026, 12, 12), datetime(2026, 12, 12, 9, 0), True, ""]  # noqa: DTZ001


def test_what_a_spreadsheet_cannot_hold_becomes_a_word() -> None:
    row = [198503122010011003, math.nan, date(1899, 1, 1), Answer.YES, "x" * 40_000]
    read = _read(sheets.xlsx([("A", list("abcde"), [row])]))[1]
    assert read[:4] == ["198503122010011003", "nan", "1899-01-01", "accepted"]
    assert len(read[4]) == 32_767


def test_titles_of_sheets_are_made_legal_and_different() -> None:
    data = sheets.xlsx(
        [(title, ["a"], []) for title in ("A/B: [x]", "a b   x", "", "'", "History", "y" * 50)]
    )
    names = CalamineWorkbook.from_filelike(io.BytesIO(data)).sheet_names
    assert len({name.casefold() for name in names}) == 6
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


def test_headers_are_frozen_and_filterable() -> None:
    xml = _sheet_xml(sheets.xlsx([("A", ["Nama", "Instansi"], [["Ada", "Bappeda"]])]))
    assert b'state="frozen"' in xml
    assert b'<autoFilter ref="A1:B2"' in xml


def test_rows_shorter_than_headers_are_left_open() -> None:
    assert _read(sheets.xlsx([("A", ["a", "b"], [["x"], ["y", "z"]])]))[1:] == [["x", ""], ["y", "z"]]


@given(st.lists(st.text(st.characters(), max_size=40), min_size=1, max_size=5))
def test_any_words_survive_a_workbook(words: list[str]) -> None:
    read = _read(sheets.xlsx([("A", ["Isi"] * len(words), [words])]))
    if len(read) > 1:
        assert all(isinstance(cell, str) for cell in read[1])


def test_csv_begins_with_a_mark_and_disarms_formulas() -> None:
    data = sheets.csv(["Isi"], [[attack] for attack in ATTACKS[:9]])
    assert data.startswith(b"\xef\xbb\xbf")
    assert all(row[0].startswith("'") for row in _rows(data)[1:])


@pytest.mark.parametrize(
    "attack", ["=1+1", " @SUM(A1)", ' "=1+1"', "+cmd|' /C calc'!A0", "-cmd|' /C calc'!A0", "＝1"]
)
@pytest.mark.parametrize("divider", [";", "\n", "\t", ";;"])
def test_csv_is_harmless_where_semicolons_divide_cells(divider: str, attack: str) -> None:
    lines = sheets.csv(["a", "b"], [["x", f"Ani{divider}{attack}"]]).decode("utf-8-sig")
    cells = [cell.strip(' "') for cell in re.split(r"[;\r\n\t]", lines)]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "＝"))]
    listed = "Langkah:\n- satu\n- dua; selesai"
    assert _rows(sheets.csv(["a"], [[listed]]))[1] == [listed]


def test_csv_leaves_phone_numbers_and_numbers_alone() -> None:
    row: list[Any] = ["+6281234567890", -5, Decimal("-1.5"), None, date(2026, 12, 12), "Ada"]
    assert _rows(sheets.csv(list("abcdef"), [row]))[1] == [
        "+6281234567890",
        "-5",
        "-1.5",
        "",
        "2026-12-12",
        "Ada",
    ]


def test_csv_keeps_quotes_commas_and_line_ends() -> None:
    row = ['Budi "Bang", S.T.', "baris\nkedua", "a;b"]
    assert _rows(sheets.csv(list("abc"), [row]))[1] == row


@pytest.mark.parametrize("moment", [datetime(2026, 12, 12, 2, 0, tzinfo=UTC)])
def test_csv_moments_carry_their_offset(moment: datetime) -> None:
    assert _rows(sheets.csv(["a"], [[moment]]))[1] == ["2026-12-12T02:00:00+00:00"]


@given(st.text(st.characters(), min_size=1, max_size=40))
def test_no_csv_cell_begins_like_a_formula(text: str) -> None:
    cell = _rows(sheets.csv(["a", "b"], [["x", text]]))[1][1]
    assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


def _rows(data: bytes) -> list[list[str]]:
    return list(reader.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def _read(data: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()


def _sheet_xml(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return book.read("xl/worksheets/sheet1.xml")


def test_a_printed_sheet_is_named_lined_on_its_side_and_repeats_its_heads() -> None:
    with zipfile.ZipFile(io.BytesIO(sheets.xlsx([("Rapor", ["No.", "Instansi"], [[1, "Dinas"]])]))) as book:
        page = book.read("xl/worksheets/sheet1.xml").decode()
        names = book.read("xl/workbook.xml").decode()
    for mark in ('gridLines="1"', 'orientation="landscape"', 'paperSize="9"', "fitToPage", "&amp;L&amp;A"):
        assert mark in page
    assert "Print_Titles" in names
