"""Lists of any encoding, delimiter and order are read with the file's own line numbers; bad files are named."""

import io
import tracemalloc
import zipfile

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from events_app.errors import Refusal
from events_app.stakeholders.rows import parse
from events_app.stakeholders.sheets import faults, reading
from tests import make_stakeholders as make

PLAIN = "Daftar Undangan\n\nNo;NAMA LENGKAP;L/P;Unit Kerja;No. HP/WA\n1;Kartini, M.Si;P;Dinas Sosial;08123456789\n"
NAMES = '<row r="1"><c r="A1" t="inlineStr"><is><t>Nama</t></is></c></row>'


def read(data: bytes) -> list[reading.Record]:
    """The records under the columns that are recognised."""
    return reading.read(reading.opened(data))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("mark", [";", "\t", "|"])
def test_read_takes_any_encoding_and_delimiter(encoding: str, mark: str) -> None:
    (record,) = read(PLAIN.replace(";", mark).encode(encoding))
    assert record.line == 4
    assert record.text("full_name") == "Kartini, M.Si"
    assert record.text("institution") == "Dinas Sosial"


def test_read_takes_commas_when_names_are_quoted() -> None:
    data = b'Email,Nama,JK\r\na@b.example,"Kartini, M.Si",P\r\n\r\nc@d.example,"Budi, SE",L\r\n'
    assert [(r.line, r.text("full_name")) for r in read(data)] == [
        (2, "Kartini, M.Si"),
        (4, "Budi, SE"),
    ]


def test_read_counts_physical_lines_over_cells_of_several() -> None:
    data = b'Nama;Instansi\n"Kartini";"Dinas\nSosial"\nBudi;Polres\n'
    assert [(r.line, r.text("institution")) for r in read(data)] == [
        (2, "Dinas Sosial"),
        (4, "Polres"),
    ]


def test_read_is_not_swallowed_by_a_quote_left_open() -> None:
    lines = "\n".join(f"Orang {n};Polres" for n in range(30))
    records = read(f'Nama;Instansi\n"Kartini;Dinas\n{lines}\n'.encode())
    assert len(records) == 31


def test_read_skips_headings_repeated_on_a_later_page() -> None:
    assert len(read(b"Nama;HP\nKartini;1\nNama;HP\nBudi;2\n")) == 2


def test_read_takes_english_headings_in_any_order() -> None:
    (record,) = read(
        b"E-mail|Full Name|Gender|Job Title|Organization|Mobile\nx@y.example|Ayu|F|Staf|Bank|1\n"
    )
    assert set(record.cells) == {"email", "full_name", "sex", "position", "institution", "phone"}


def test_read_takes_workbooks_with_numbers_and_formulas() -> None:
    sheet = make.xlsx(
        ["DAFTAR UNDANGAN"], [], ["No", "Nama", "HP"], [1, "Kartini", 81234567890], [2, "=UPPER(B4)", "-"]
    )
    first, second = read(sheet)
    assert (first.line, first.text("phone")) == (4, "81234567890")
    assert second.line == 5
    assert second.cells["full_name"].formula


@pytest.mark.parametrize(
    "text", ["=1+1", "+SUM(A1)", "@cmd", "-2+3+cmd|' /C calc'!A0", "＝1+1", "'=1+1", "+62a"]
)
def test_formula_cells_are_seen(text: str) -> None:
    (record,) = read(f"Nama;HP\n{text};1\n".encode())
    assert record.cells["full_name"].formula


@pytest.mark.parametrize("text", ["+62 812-3456-7890", "'+6281234567890", "-", "(031) 5012345", "0812/3456"])
def test_phones_are_no_formulas(text: str) -> None:
    (record,) = read(f"Nama;HP\nAyu;{text}\n".encode())
    assert not record.cells["phone"].formula


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"x" * (5 * 1024 * 1024 + 1), faults.ListTooLarge),
        (b"PK\x03\x04 broken", faults.UnreadableList),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            faults.WorkbookEncrypted,
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", faults.OldWorkbook),
        (b"%PDF-1.7", faults.UnreadableList),
        (b"", faults.NothingInList),
        (b"\xef\xbb\xbf", faults.NothingInList),
        (b"\n" * 500, faults.NothingInList),
        (b" ;\t;\r\n;;\r\n" * 300, faults.NothingInList),
        (b"\n" * 500 + b"HP;Email\n1;2\n", faults.NoNameColumn),
        (b"HP;Email\n", faults.NoNameColumn),
        (b"Nama;HP", faults.EmptyList),
        (b"HP;Email\n1;2\n", faults.NoNameColumn),
        (b"Nama;HP\n\n", faults.EmptyList),
        (b"Nama\n" + b"Ayu\n" * 20_001, faults.TooManyLines),
    ],
)
def test_read_names_what_is_wrong_with_a_file(data: bytes, fault: type[Refusal]) -> None:
    with pytest.raises(fault) as refused:
        read(data)
    assert type(refused.value) is fault


def test_read_refuses_a_zip_bomb_before_unpacking_it() -> None:
    with pytest.raises(faults.WorkbookTooLarge):
        read(_zipped({"xl/worksheets/sheet1.xml": b"0" * (41 * 1024 * 1024)}))


def test_read_refuses_a_grid_that_only_a_far_cell_makes_large() -> None:
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    with pytest.raises(faults.WorkbookTooLarge):
        read(_workbook(NAMES + far))


def test_read_refuses_a_workbook_that_is_locked_or_hollow() -> None:
    locked = bytearray(_zipped({"a.txt": b"x"}))
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(faults.WorkbookEncrypted):
        read(bytes(locked))
    with pytest.raises(faults.UnreadableList):
        read(_zipped({"a.txt": b"x"}))


@given(st.binary(max_size=400))
@settings(max_examples=150, deadline=None)
def test_read_gives_records_or_a_named_refusal_whatever_the_bytes(data: bytes) -> None:
    for content in (data, b"Nama;HP;Email\n" + data, b"PK\x03\x04" + data, b"\xff\xfe" + data):
        _read_and_parse(content)


@given(st.integers(min_value=0, max_value=6000), st.binary(min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_read_survives_a_damaged_workbook(place: int, noise: bytes) -> None:
    sound = make.xlsx(["Nama", "HP"], ["Kartini", 81234567890])
    _read_and_parse(sound[: place % len(sound)] + noise + sound[place % len(sound) + len(noise) :])
    _read_and_parse(_workbook(NAMES + noise.decode("latin-1")))


def _read_and_parse(data: bytes) -> None:
    try:
        records = read(data)
    except faults.UnreadableList:
        return
    assert [parse(record).line for record in records] == [record.line for record in records]


def _workbook(rows: str) -> bytes:
    sound = make.xlsx(["Nama"])
    with zipfile.ZipFile(io.BytesIO(sound)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    sheet = f"<worksheet {space}><sheetData>{rows}</sheetData></worksheet>"
    return _zipped(parts | {"xl/worksheets/sheet1.xml": sheet.encode("utf-8", "replace")})


def _zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_read_takes_two_rows_of_headings_as_one() -> None:
    data = b"Peserta;Jabatan;Kontak;\nNama;;HP;Email\nKartini;Lurah;0812-3456-7890;k@x.example\n"
    records = read(data)
    assert [(one.line, one.text("full_name"), one.text("phone"), one.text("email")) for one in records] == [
        (3, "Kartini", "0812-3456-7890", "k@x.example")
    ]
    assert records[0].text("position") == "Lurah"


def test_read_skips_the_numbers_of_columns_below_the_headings() -> None:
    data = b"No;Nama;Instansi\n(1);(2);(3)\n1;Kartini;Dinas\n"
    assert [one.text("full_name") for one in read(data)] == ["Kartini"]


def test_read_fills_cells_that_are_merged_downwards() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 1, 0, 3, "DAFTAR UNDANGAN")
        sheet.write_row(2, 1, ["Nama", "Instansi", "HP"])
        sheet.write_column(3, 1, ["Kartini", "Budi", "Ani"])
        sheet.merge_range(3, 2, 4, 2, "Dinas Sosial")
        sheet.write(5, 2, "Polres")
    records = read(out.getvalue())
    assert [(one.line, one.text("full_name"), one.text("institution")) for one in records] == [
        (4, "Kartini", "Dinas Sosial"),
        (5, "Budi", "Dinas Sosial"),
        (6, "Ani", "Polres"),
    ]


def test_read_takes_twenty_thousand_people_and_not_one_more() -> None:
    data = b"DAFTAR\n\nNama\n" + b"Ayu\n" * 20_000
    assert len(read(data)) == 20_000


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_opened_finds_the_columns_of_a_list_in_words_we_do_not_know(mark: str) -> None:
    data = "\n".join(mark.join(row) for row in (["Wong", "Kantor"], ["Budi", "Dinas"], ["Ani", "Polres"]))
    found = reading.opened(data.encode())
    assert found.headings == ["Wong", "Kantor"]
    assert "full_name" not in found.header.fields
    with pytest.raises(faults.NoNameColumn):
        read(data.encode())


def test_reading_holds_no_more_for_twenty_thousand_lines_than_for_a_thousand() -> None:
    """The text itself is held, at most 5 MB of it; lines are not."""
    peaks = []
    for size in (1_000, 20_000):
        data = make.csv(*(("Budi", "L", "Staf", f"Kantor {n}", "0812-3456-7890", "") for n in range(size)))
        tracemalloc.start()
        found = reading.opened(data)
        count = sum(1 for _ in found.records(found.header.fields))
        peaks.append(tracemalloc.get_traced_memory()[1] - 6 * len(data))
        tracemalloc.stop()
        assert count == size
    assert peaks[1] < max(3 * peaks[0], 3_000_000), peaks
