"""Bringing sheets along: both usual matrices are read, faults are named, the original is kept, again changes nothing."""

from datetime import date

import pytest

from events_app.accounts.tables import Organisation
from events_app.commitments.importing import dates
from events_app.database import fetch, fetch_value
from events_app.documents import sheets
from tests import make_commitments
from tests.people import Somebody

TODAY = date(2026, 11, 30)
USUAL = b"""RENCANA TINDAK LANJUT;;;;;;
No;Masalah/Rekomendasi;Kegiatan;Tujuan;Sasaran;Waktu;Penanggung Jawab;Indikator
1;Posko belum ada;Membuka posko;Warga dapat melapor;12 posko;31/12/2027;dinas  SOSIAL;SK dan foto
2;Posko belum ada;Melatih petugas;;24 petugas;Maret 2028;Dinas Sosial;Daftar hadir
3;Data;Membuat basis data;;;kapan-kapan;Bappeda;
4;Data;Rapat;;;;Dinas Antah Berantah;
5;Data;=HYPERLINK("x");;;;Bappeda;
"""


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31 Desember 2026", date(2026, 12, 31)),
        ("Februari 2028", date(2028, 2, 29)),
        ("Januari - Maret 2027", date(2027, 3, 31)),
        ("Triwulan II 2027", date(2027, 6, 30)),
        ("TW IV/2026", date(2026, 12, 31)),
        ("2027-03-31T00:00:00", date(2027, 3, 31)),
        ("31/12", date(2026, 12, 31)),
        ("setiap bulan", None),
        ("31 Februari 2027", None),
        ("", None),
    ],
)
def test_times_are_understood_as_matrices_say_them(text: str, day: date | None) -> None:
    assert dates.due(text, TODAY) == day


async def test_a_sheet_is_looked_at_written_once_and_kept(city: Organisation, dewi: Somebody) -> None:
    here = await make_commitments.scene(city)
    path = f"/events/{here.event.id}/commitment-imports"
    file = {"file": ("rtl.csv", USUAL, "text/csv")}
    seen = (await dewi.api.post(path, files=file)).json()
    assert seen["counts"] == {"create": 3, "error": 2}
    assert [row["outcome"] for row in seen["rows"]] == ["create", "create", "create", "error", "error"]
    assert seen["rows"][1]["due"] == "2028-03-31"
    assert seen["rows"][2]["problems"][0]["field"] == "due"
    assert "Dinas Antah Berantah" in seen["rows"][3]["problems"][0]["message"]
    assert await fetch_value("SELECT count(*) FROM commitment") == 0
    assert await fetch_value("SELECT count(*) FROM document") == 0
    written = (await dewi.api.post(f"{path}?commit=true", files=file)).json()
    assert written["counts"] == seen["counts"]
    rows = await fetch("SELECT title, state, expected_result FROM commitment ORDER BY ref")
    assert [tuple(row) for row in rows] == [
        ("Posko belum ada", "draft", "Warga dapat melapor"),
        ("Data", "draft", ""),
    ]
    doing = await fetch("SELECT title, deliverable, due FROM follow_up_action ORDER BY ref")
    assert tuple(doing[0]) == ("Membuka posko", "SK dan foto", date(2027, 12, 31))
    assert len(doing) == 3
    again = (await dewi.api.post(f"{path}?commit=true", files=file)).json()
    assert again["counts"] == {"unchanged": 3, "error": 2}
    assert await fetch_value("SELECT count(*) FROM follow_up_action") == 3
    assert await fetch_value("SELECT count(*) FROM document WHERE filename = 'rtl.csv'") == 2


async def test_a_workbook_with_own_headings_is_told_what_its_columns_mean(
    city: Organisation, dewi: Somebody
) -> None:
    here = await make_commitments.scene(city)
    headers = ["Urut", "Apa", "Siapa", "Kapan"]
    book = sheets.xlsx([("RTL", headers, [[1, "Membuka posko", "Dinas Sosial", date(2027, 12, 31)]])])
    base = f"/events/{here.event.id}/rtl"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    kept = await dewi.web.post(base, {}, files={"file": ("rtl.xlsx", book, kind)})
    assert kept.status_code == 303, kept.text
    place = kept.headers["location"]
    blind = (await dewi.web.get(place)).text
    assert "Write the drafts" not in blind
    assert "Tulis draf" not in blind
    said = await dewi.web.post(
        f"{place}/columns", {"row_version": "1", "fields": ["-", "activity", "owner", "due"]}
    )
    assert said.status_code == 303, said.text
    stale = await dewi.web.post(f"{place}/columns", {"row_version": "1", "fields": ["-", "-", "-", "-"]})
    assert stale.status_code == 422
    assert (await dewi.web.post(f"{place}/commit")).status_code == 303
    [row] = await fetch("SELECT title, due FROM follow_up_action")
    assert tuple(row) == ("Membuka posko", date(2027, 12, 31))
    assert (await dewi.web.get(f"{place}/content")).content == book


async def test_refused_lines_come_as_a_file_and_pasted_cells_are_read(
    city: Organisation, dewi: Somebody, alice: Somebody, charlie: Somebody
) -> None:
    here = await make_commitments.scene(city)
    base = f"/events/{here.event.id}/rtl"
    kept = await dewi.web.post(base, {"pasted": USUAL.decode().replace(";", "\t")})
    place = kept.headers["location"]
    text = (await dewi.web.get(f"{place}/refused.csv")).content.decode("utf-8-sig")
    assert "Dinas Antah Berantah" in text
    assert "Membuka posko" not in text
    nothing = await dewi.web.post(base, {"pasted": ""})
    assert nothing.status_code == 422
    empty = await dewi.web.post(base, {}, files={"file": ("x.pdf", b"%PDF-1.4", "application/pdf")})
    assert empty.status_code == 422
    assert (await alice.web.get(place)).status_code == 403
    assert (await charlie.web.get(place)).status_code == 404
