"""What an office looks for before it hands a paper in, read back from the file: who signs, columns, numbers, days."""

import io
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pypdf
import pytest

from events_app import i18n
from events_app.accounts.tables import Organisation
from events_app.documents import pdf
from events_app.events.tables import Event
from events_app.reports import papers
from events_app.reports.activity.blocks import Block, heading, table, text
from events_app.reports.office import making
from events_app.reports.office.forms import OfficePaperIn
from events_app.reports.papers import pieces
from events_app.reports.plots.drawing import bars
from events_app.reports.plots.plot import Key
from tests.make_reports import NOW, Fact, promised
from tests.people import Somebody
from tests.reports.conftest import Scene

SIGNED = {
    "place_date": "Lembayung, 15 Juni 2027",
    "office": "Sekretaris Daerah,",
    "name": "Dr. Ratna Wulandari, M.Si.",
    "detail": "Pembina Utama Madya\nNIP 19680312 199303 2 001",
}
HEAD = {"organisation": "Pemerintah Kota Lembayung", "office": "", "lines": ["Jl. Mawar 1"], "logo": None}
WORDS = "Menyediakan rumah aman bagi perempuan dan anak di setiap kecamatan"


def basis(**more: Any) -> dict[str, Any]:
    return {"lang": "id", "title": "Laporan", "letterhead": HEAD, "signature": SIGNED} | more


def pages(data: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(data)).pages]


def placed(data: bytes) -> Iterator[tuple[str, float]]:
    """The pieces of text of the first page, and how far from the left each begins."""
    found: list[tuple[str, float]] = []

    def note(words: str, matrix: Any, line: Any, *_font: Any) -> None:
        if words.strip():
            found.append((words.strip(), matrix[0] * line[4] + matrix[4]))

    pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text(visitor_text=note)
    return iter(found)


async def office(*blocks: Block) -> bytes:
    return await pdf.render("office-paper", basis(blocks=list(blocks)), made_at=NOW)


def signature_page(said: list[str]) -> str:
    [one] = [page for page in said if "Dr. Ratna Wulandari" in page]
    return one


async def test_who_signs_never_stands_on_a_page_without_a_row() -> None:
    counts = set()
    for rows in range(6, 15):
        listed = table(["No.", "Tindak lanjut"], [[str(n), WORDS * 3] for n in range(rows)], [1, 4])
        said = pages(await office(listed))
        assert "rumah aman" in signature_page(said)
        assert signature_page(said) == said[-1]
        counts.add(len(said))
    assert len(counts) > 1, "the numbers of rows cross the end of a page"


async def test_last_sentence_and_last_row_come_along_to_the_signature() -> None:
    counts = set()
    for rows in range(6, 15):
        listed = table(["No.", "Tindak lanjut"], [[str(n), WORDS * 3] for n in range(rows)], [1, 4])
        said = pages(await office(heading("1. Daftar"), listed, *text("Demikian laporan ini.")))
        last = signature_page(said)
        assert last.index("rumah aman") < last.index("Demikian") < last.index("Lembayung, 15 Juni")
        counts.add(len(said))
    assert len(counts) > 1


async def test_a_row_that_is_longer_than_a_page_is_printed_whole() -> None:
    listed = table(["No.", "Tindak lanjut"], [["1", "awal " + WORDS * 90 + " akhir"]], [1, 4])
    said = " ".join(pages(await office(listed)))
    assert said.count("perempuan dan anak") == 90
    assert "akhir" in said


async def test_the_attachment_of_a_letter_is_signed_beside_its_last_name() -> None:
    letter = basis(
        letters=[],
        none="–",
        draft="",
        copies_title="",
        copies=[],
        attachment={"of": [["Nomor", "1"]], "title": "Daftar", "columns": ["No.", "Kepada"], "rows": []},
    )
    counts = set()
    for rows in range(26, 44, 2):
        letter["attachment"]["rows"] = [[str(n), f"Lurah ke-{n}"] for n in range(rows)]
        said = pages(await pdf.render("invitation-letters", letter, made_at=NOW))
        assert f"Lurah ke-{rows - 1}" in signature_page(said)
        counts.add(len(said))
    assert len(counts) > 1


async def test_a_report_is_signed_below_its_last_sentences() -> None:
    report = basis(about="Rapat", cover=[], number=[], contents="Daftar isi", annexes=[])
    counts = set()
    for many in range(10, 18):
        body = [heading("BAB I", 1), *text("\n\n".join([WORDS * 3] * many)), *text("Saran.\n\nDemikian.")]
        said = pages(await pdf.render("activity-report", report | {"chapters": body}, made_at=NOW))
        last = signature_page(said)
        assert last.index("Saran.") < last.index("Demikian.") < last.index("Lembayung, 15 Juni")
        counts.add(len(said))
    assert len(counts) > 1


async def test_numbers_end_where_the_numbers_above_them_end() -> None:
    listed = table(
        ["No.", "Instansi", "Banyaknya"], [["1", "Dinas", "7"]], [1, 4, 3], [2], ["", "Jumlah", "1234567"]
    )
    found = dict(placed(await office(listed)))
    assert found["7"] > found["1234567"] + 20
    assert found["Jumlah"] == pytest.approx(found["Dinas"], abs=0.1)


async def test_a_short_day_is_not_torn() -> None:
    heads = ["No.", *(f"Kolom {n}" for n in range(9))]
    said = await office(table(heads, [["1", *["19 Agu 2026"] * 9]], [1] * 10))
    lines = pypdf.PdfReader(io.BytesIO(said)).pages[0].extract_text()
    assert lines.replace("\u00a0", " ").count("19 Agu 2026") == 9


async def test_long_words_of_minutes_stay_in_their_columns() -> None:
    heads = [
        "No.",
        "Komitmen",
        "Tindak lanjut",
        "Keluaran",
        "Penanggung jawab",
        "Verifikator",
        "Tenggat",
        "Status",
    ]
    row = [
        "1",
        "Menyosialisasikan",
        "Menandatangani",
        "ditandatangani",
        "Pemberdayaan",
        "",
        "19 Agu 2026",
        "Selesai",
    ]
    nothing = {"heading": "Bagian", "text": ""}
    data = basis(
        standing="Versi 1",
        reason="",
        occasion=[],
        nothing="–",
        carried={"heading": "Sebelumnya", "rows": [], "none": "–"},
        opening=nothing,
        discussion={"heading": "Pembahasan", "topics": []},
        conclusions=nothing,
        follow_up={"heading": "Rencana", "headers": heads, "rows": [row]},
        closing=nothing,
        labels={"decisions": "", "promises": ""},
        signatures=[SIGNED, SIGNED],
        check=None,
    )
    made = await pdf.render("minutes", data, made_at=NOW)
    columns = [word for word in row if word not in ("", "ditandatangani")]
    found = [(word, x) for word, x in placed(made) if word.replace("\u00a0", " ") in columns][:6]
    assert [word.replace("\u00a0", " ") for word, _x in found] == columns, (
        "the reading order is that of the row"
    )
    for (word, x), (_next, after) in pairwise(found):
        assert x + 3.5 * len(word) < after, f"{word} runs into the next column"
    assert "Keluaran: ditandatangani" in pages(made)[0]
    assert "Verifikator" not in pages(made)[0], "what is empty is not named"


async def test_the_first_page_of_the_mayors_report_holds_the_institutions(
    scene: Scene, dewi: Somebody
) -> None:
    wish = OfficePaperIn.model_validate({"paper": "quarter", "year": 2027, "quarter": 2})
    first, *_more = pages((await making.made(dewi.actor, wish, "en", NOW))[1])
    assert "2. By institution" in first
    assert "Together" in first


async def test_a_matrix_hands_in_what_was_agreed_and_says_what_it_leaves_out(
    scene: Scene, city: Organisation
) -> None:
    await promised(city, scene.event, scene.office, Fact("draft", due=9), title="Belum disepakati")
    for language, word in (
        ("id", "1 draf yang belum disepakati tidak dimuat."),
        ("en", "1 draft that is not"),
    ):
        said = " ".join(pages((await papers.make("follow-up-matrix", scene.event, language, NOW))[1]))
        assert word in said
        assert "Belum disepakati" not in said


def test_a_paper_is_signed_where_the_letterhead_says() -> None:
    event = Event(_ignore_missing=True, timezone="Asia/Jakarta")
    with i18n.using("id"):
        assert pieces.placed_on({"town": "Lembayung"}, NOW, event) == "Lembayung, 15 Juni 2027"
        assert pieces.placed_on({}, NOW, event) == "15 Juni 2027"


def test_no_line_of_a_pareto_plot_comes_where_its_counts_stand() -> None:
    rows = [("Anggaran", "5 (63 %)", 5), ("Data", "3 (38 %)", 3)]
    drawn = str(bars.added_up("x", rows, [0.625, 1.0], (Key("a", "c-warn"), Key("b", "c-bad"))).marks)
    assert f'x2="{100 * bars.BARS:.2f}%"' in drawn
    assert 'x="100%"' in drawn
    assert "98.00%" not in drawn
