"""Papers as a reader, an archive and an attacker see them."""

import asyncio
import hashlib
import io
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pypdf
import pytest
import typst
from PIL import Image

from events_app import paths, qr
from events_app.documents import pdf

MADE_AT = datetime(2026, 12, 12, 2, 0, tzinfo=UTC)
PAPER = """
#import "lib.typ": *
#show: paper.with(title: d.title)
#letterhead(d.letterhead)
#title(d.title)
#facts(d.facts)
#listing(columns: (auto, 1fr), headers: d.headers, rows: d.rows)
#signature(d.signature)
"""
ATTACK = '#panic("x") *tebal* #read("/etc/passwd") $x$ `kode` @label <a> \\ // tamat'


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of print templates of this test, beside the real lib.typ."""
    (tmp_path / "lib.typ").write_bytes((pdf.TEMPLATES / "lib.typ").read_bytes())
    (tmp_path / "paper.typ").write_text(PAPER)
    monkeypatch.setattr(pdf, "TEMPLATES", tmp_path)
    return tmp_path


async def test_words_from_outside_stay_words(shop: Path) -> None:
    made = await pdf.render("paper", _data(title="Undangan", rows=[["1", ATTACK]], place=ATTACK))
    text = _squeezed(_text(made))
    assert text.count(_squeezed(ATTACK)) == 2


async def test_paper_is_archival_tagged_and_speaks_its_language(shop: Path) -> None:
    made = await pdf.render("paper", _data(lang="en"))
    reader = pypdf.PdfReader(io.BytesIO(made))
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert _is_archival(made)
    assert reader.metadata is not None
    assert reader.metadata.title == "Undangan"


@pytest.mark.parametrize(("lang", "footers"), [("id", "Halaman 1 dari 3"), ("en", "Page 1 of 3")])
async def test_every_page_is_numbered_and_repeats_the_header_of_its_list(
    shop: Path, lang: str, footers: str
) -> None:
    rows = [[str(n), f"Tamu {n}"] for n in range(1, 101)]
    pages = [_squeezed(page) for page in _pages(await pdf.render("paper", _data(lang=lang, rows=rows)))]
    assert len(pages) == 3
    assert _squeezed(footers) in pages[0]
    assert all("Namatamu" in page for page in pages)


async def test_letterhead_facts_and_signature_are_printed(shop: Path) -> None:
    text = _squeezed(_text(await pdf.render("paper", _data())))
    for words in (
        "PEMERINTAH KOTA LEMBAYUNG",
        "SEKRETARIAT DAERAH",
        "Jl. Contoh No. 1",
        "Nomor",
        "005/1",
        "Ir. Ada",
    ):
        assert _squeezed(words) in text


@pytest.mark.parametrize("name", ["😀 Ada", "ꦲꦏ꧀ꦱꦫ", "漢字"])
async def test_missing_glyph_costs_the_archival_mark_not_the_paper(
    shop: Path, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    made = await pdf.render("paper", _data(rows=[["1", f"{name} Lovelace"]]))
    assert "Lovelace" in _text(made)
    assert not _is_archival(made)
    assert "archival mark" in caplog.text


@pytest.mark.parametrize(
    "name", ["a\x00b", "\ud800x", "\u202etxt", "a\ufeffb", "\ue000", "e\u0301", "a\u2028b"]
)
async def test_marks_that_cannot_be_printed_are_dropped_and_the_paper_is_archival(
    shop: Path, name: str
) -> None:
    assert _is_archival(await pdf.render("paper", _data(rows=[["1", name]])))


async def test_same_input_makes_the_same_bytes(shop: Path) -> None:
    made = [await pdf.render("paper", _data(), made_at=MADE_AT) for _ in range(2)]
    assert hashlib.sha256(made[0]).digest() == hashlib.sha256(made[1]).digest()
    created = pypdf.PdfReader(io.BytesIO(made[0])).metadata
    assert created is not None
    assert created.creation_date == MADE_AT


async def test_code_and_logo_are_drawn_with_words_for_them(shop: Path) -> None:
    data = _data()
    data["letterhead"]["logo"] = "logo.png"
    data["signature"] |= {"svg": qr.svg("HTTPS://A.EXAMPLE"), "qr_name": "Kode QR verifikasi"}
    made = await pdf.render("paper", data, files={"logo.png": _logo()})
    assert _is_archival(made)
    assert b"/Subtype/Image" in made
    assert "Kode QR verifikasi" in _alternatives(made)


async def test_template_reads_nothing_but_what_it_was_given(shop: Path) -> None:
    for path in ("/etc/passwd", "/events_app/settings.py", "../lib.typ", str(shop / "lib.typ")):
        (shop / "spy.typ").write_text(f'#set document(title: "t")\n#read("{path}")')
        with pytest.raises(typst.TypstError):
            await pdf.render("spy", {})


async def test_fault_of_a_template_is_raised_not_hidden(shop: Path) -> None:
    (shop / "broken.typ").write_text("#panic(1)")
    with pytest.raises(typst.TypstError):
        await pdf.render("broken", {})


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b", "", ".typ"])
async def test_only_plain_names_are_templates(name: str) -> None:
    with pytest.raises(ValueError, match="plain name"):
        await pdf.render(name, {})


async def test_many_papers_at_once_all_come_out(shop: Path) -> None:
    made = await asyncio.gather(*(pdf.render("paper", _data(title=f"Surat {n}")) for n in range(8)))
    assert all(f"Surat{n}" in _squeezed(_text(paper)) for n, paper in enumerate(made))


def test_templates_import_no_package_and_run_no_words() -> None:
    for template in (paths.TEMPLATES / "print").glob("*.typ"):
        source = template.read_text()
        assert not re.search(r'"@[a-z]+/|#?\beval\(|\bplugin\(', source), template.name


def _data(
    *,
    lang: str = "id",
    title: str = "Undangan",
    rows: list[list[str]] | None = None,
    place: str = "Lembayung, 12 Desember 2026",
) -> dict[str, Any]:
    return {
        "lang": lang,
        "title": title,
        "letterhead": {
            "organisation": "Pemerintah Kota Lembayung",
            "office": "Sekretariat Daerah",
            "lines": ["Jl. Contoh No. 1, Lembayung", "sekretariat@lembayung.example"],
        },
        "facts": [["Nomor", "005/1"], ["Hal", "Undangan rapat\nLampiran satu"]],
        "headers": ["No", "Nama tamu"],
        "rows": rows or [["1", "Ada Lovelace"]],
        "signature": {
            "place_date": place,
            "office": "Kepala Badan,",
            "name": "Ir. Ada, M.T.",
            "detail": "NIP 1",
        },
    }


def _logo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 40), "navy").save(out, "PNG")
    return out.getvalue()


def _pages(made: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages]


def _text(made: bytes) -> str:
    return "\n".join(_pages(made))


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def _is_archival(made: bytes) -> bool:
    marks = (b"<pdfaid:part>2<", b"<pdfaid:conformance>A<", b"<pdfuaid:part>1<")
    return all(mark in made for mark in marks)


def _alternatives(made: bytes) -> set[str]:
    reader: Any = pypdf.PdfReader(io.BytesIO(made))
    found = [reader.get_object(number) for number in range(1, reader.trailer["/Size"])]
    return {str(item["/Alt"]) for item in found if isinstance(item, dict) and "/Alt" in item}
