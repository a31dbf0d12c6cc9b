"""A name that is longer than its place ends in an ellipsis; its title and the table hold it whole."""

import io
from typing import Any

import pypdf
import pytest

from events_app.documents import pdf
from events_app.reports.plots.drawing import bars, svg
from events_app.reports.plots.drawing.fitting import fitted
from events_app.reports.plots.plot import Column, Plot
from events_app.reports.plots.standalone import file_of
from tests.make_reports import NOW

LONG = (
    "Dinas Pemberdayaan Perempuan dan Perlindungan Anak, Pengendalian Penduduk dan Keluarga Berencana <Kota>"
)


def test_a_name_that_has_room_is_left_alone() -> None:
    assert fitted("Dinas Sosial", 120) == "Dinas Sosial"


@pytest.mark.parametrize("room", [40, 160, 541])
def test_a_longer_one_ends_within_its_room(room: int) -> None:
    cut = fitted(LONG, room)
    assert cut.endswith("…")
    assert LONG.startswith(cut[:-1])
    assert not cut[:-1].endswith(" ")
    assert len(fitted("W" * 200, room)) < len(fitted("i" * 200, room))


def test_the_whole_name_is_at_hand_in_the_picture() -> None:
    drawn = svg.label(LONG, 0)
    whole = LONG.replace("<", "&lt;").replace(">", "&gt;")
    assert f"<title>{whole}</title>" in drawn
    assert f'class="label">{whole}</div>' in drawn
    assert "Pengendali…</text>" in drawn


async def test_a_printer_sets_the_cut_name_once() -> None:
    plot = Plot(
        "status", "Status", "Satu.", 1, [Column("name", "Instansi", "text")], [[LONG]],
        picture=bars.plain("status", [(LONG, "n = 1", 1)], "c-ok"),
    )  # fmt: skip
    block = {
        "kind": "plot",
        "title": "Status",
        "svg": file_of(plot).replace("sans-serif", "Noto Sans"),
        "alt": "Status",
        "notes": [],
    }
    signature = {"place_date": "", "office": "", "name": "", "detail": ""}
    head: dict[str, Any] = {"organisation": "Kota", "office": "", "lines": [], "logo": None}
    paper = {"lang": "id", "title": "T", "letterhead": head, "blocks": [block], "signature": signature}
    made = await pdf.render("office-paper", paper, made_at=NOW)
    words = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages)
    assert words.count("Dinas Pemberdayaan") == 1
    assert "Pengendali…" in words
    assert "Berencana" not in words
