"""What a reader for the blind and an archive ask of a PDF: tags, language, title, heads of tables, words for pictures."""

import io
from collections import Counter
from typing import Any

import pypdf
import pytest

from events_app.accounts.tables import Organisation
from events_app.reports.activity import making as activity
from events_app.reports.office import making
from events_app.reports.office.forms import OfficePaperIn
from tests.make_reports import NOW, Fact, promised
from tests.people import Somebody
from tests.reports.conftest import Scene

TITLES = {
    ("matrix", "id"): "Rencana tindak lanjut",
    ("overdue", "en"): "Overdue follow-up actions",
    ("scorecard", "id"): "Rapor instansi",
    ("quarter", "en"): "Quarterly report on commitments, quarter 2 of 2027",
}


def tags(node: Any, found: Counter[str], without_words: list[str]) -> None:
    """Counts the kinds of the elements below a node of the structure tree, and notes pictures without words."""
    node = node.get_object()
    for child in node if isinstance(node, list) else [node]:
        one = child.get_object()
        if not isinstance(one, dict):
            continue
        if "/S" in one:
            found[str(one["/S"])] += 1
            if one["/S"] == "/Figure" and not one.get("/Alt"):
                without_words.append(str(one.get("/T", "a figure")))
        if "/K" in one:
            tags(one["/K"], found, without_words)


def looked_at(data: bytes) -> tuple[pypdf.PdfReader, Counter[str]]:
    """The file, read strictly, and the elements of its structure."""
    reader = pypdf.PdfReader(io.BytesIO(data), strict=True)
    found, without_words = Counter[str](), list[str]()
    catalogue: Any = reader.trailer["/Root"]
    tags(catalogue["/StructTreeRoot"]["/K"], found, without_words)
    assert without_words == []
    for page in reader.pages:
        page.extract_text()
        assert page.get("/Tabs") == "/S", "the reading order is that of the structure"
    return reader, found


@pytest.mark.parametrize(("paper", "language"), TITLES)
async def test_an_office_paper_is_tagged_titled_and_spoken_in_its_language(
    scene: Scene, dewi: Somebody, paper: str, language: str
) -> None:
    wish = OfficePaperIn.model_validate({"paper": paper, "year": 2027, "quarter": 2})
    data = (await making.made(dewi.actor, wish, language, NOW))[1]
    reader, found = looked_at(data)
    catalogue: Any = reader.trailer["/Root"]
    assert (catalogue["/MarkInfo"]["/Marked"], catalogue["/Lang"]) == (True, language)
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert reader.metadata is not None
    assert reader.metadata.title == TITLES[paper, language]
    assert b"<pdfaid:part>2<" in data
    assert b"<pdfuaid:part>1<" in data
    assert found["/H1"] == 1
    assert found["/Table"] >= 1
    assert found["/TH"] >= found["/Table"] * 5, "each table says what its columns are"


async def test_a_table_of_many_pages_is_one_table_with_heads(scene: Scene, dewi: Somebody) -> None:
    city = await Organisation.objects().get(Organisation.id == scene.event.organisation)
    assert city is not None
    await promised(city, scene.event, scene.office, *(Fact("open", due=n) for n in range(60)))
    data = (await making.made(dewi.actor, OfficePaperIn(), "id", NOW))[1]
    reader, found = looked_at(data)
    assert len(reader.pages) > 2
    # Heads, 62 actions, and the row without words that holds the last one and the signature together.
    assert (found["/Table"], found["/TH"], found["/TR"]) == (1, 8, 64)


async def test_an_activity_report_is_a_document_with_chapters_tables_and_bookmarks(scene: Scene) -> None:
    _name, data = await activity.made(scene.event, "pdf", "id", NOW)
    reader, found = looked_at(data)
    assert found["/H1"] >= 11, "five chapters and six annexes"
    assert found["/TH"] > found["/Table"] > 0
    marks = [str(one["/Title"]) for one in reader.outline if not isinstance(one, list)]
    assert marks[0] == "BAB I PENDAHULUAN"
    assert reader.metadata is not None
    assert "Laporan kegiatan" in str(reader.metadata.title)
