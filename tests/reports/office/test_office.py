"""Papers across events: what stands in them, which columns, who may have them, what is refused."""

import io
import re
from datetime import date
from typing import Any

import docx
import pypdf
import pytest
import python_calamine

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.accounts.tables import Organisation
from events_app.database import counting_queries
from events_app.reports import measures
from events_app.reports.office import making, pictures
from events_app.reports.office.content import share
from events_app.reports.office.forms import OfficePaperIn, days_of
from events_app.reports.rates import Rate
from tests import make_events
from tests.make_reports import NOW, Fact, promised
from tests.people import Somebody
from tests.reports.conftest import ATTACK, Scene

PAPERS = ("matrix", "overdue", "scorecard", "quarter")


async def made(somebody: Somebody, language: str = "id", **asked: Any) -> bytes:
    return (await making.made(somebody.actor, OfficePaperIn.model_validate(asked), language, NOW))[1]


def text(pdf: bytes) -> str:
    return re.sub(r"\s", "", "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages))


def rows(workbook: bytes) -> list[list[Any]]:
    return (
        python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(workbook)).get_sheet_by_index(0).to_python()
    )


@pytest.mark.parametrize("paper", PAPERS)
async def test_each_paper_is_made_in_every_form_and_language(
    scene: Scene, dewi: Somebody, paper: str
) -> None:
    for language, word in (
        ("id", "Instansi" if paper in ("scorecard", "quarter") else "Komitmen"),
        ("en", "Due"),
    ):
        said = text(await made(dewi, language, paper=paper))
        assert word in said or (word, paper) == ("Due", "scorecard")
        assert "DinasSosial" in said
    file = docx.Document(io.BytesIO(await made(dewi, paper=paper, form="docx")))
    assert file.tables[-1].rows[0].cells[0].text == "No."
    assert "Dinas Sosial" in str(rows(await made(dewi, paper=paper, form="xlsx")))


async def test_the_matrix_has_the_columns_that_were_chosen_in_their_order(
    scene: Scene, dewi: Somebody
) -> None:
    sheet = rows(await made(dewi, "en", form="xlsx", columns=["due", "action", "due", "event"]))
    assert sheet[0] == ["No.", "Due date", "Follow-up action", "Event"]
    assert [row[2] for row in sheet[1:]] == ["Tindak lanjut 1", "Tindak lanjut 2"]
    assert all(isinstance(row[1], date) for row in sheet[1:]), "an office sorts and counts with its days"


async def test_the_overdue_list_has_what_is_late_with_the_latest_first(scene: Scene, dewi: Somebody) -> None:
    await promised(
        await _city(scene),
        scene.event,
        scene.office,
        Fact("open", due=-40),
        Fact("verified", due=-9, done=-9),
    )
    sheet = rows(await made(dewi, "en", paper="overdue", form="xlsx", columns=["days_late"]))
    assert [row[1] for row in sheet[1:]] == [40, 3]


async def test_the_quarter_names_what_is_due_now_and_next(scene: Scene, dewi: Somebody) -> None:
    said = text(await made(dewi, "id", paper="quarter", year=2027, quarter=2))
    assert "triwulan2tahun2027" in said
    assert "Komitmenyangmenunggupengesahan" in said
    assert (days_of(2026, 4), days_of(2027, 2)[1]) == (
        (date(2026, 10, 1), date(2027, 1, 1)),
        date(2027, 7, 1),
    )


async def test_a_sheet_is_named_after_its_section(scene: Scene, dewi: Somebody) -> None:
    book = python_calamine.CalamineWorkbook.from_filelike(
        io.BytesIO(await made(dewi, "en", paper="quarter", form="xlsx"))
    )
    assert "2. By institution" in book.sheet_names


async def test_no_row_is_torn_and_the_heads_come_back(
    scene: Scene, city: Organisation, dewi: Somebody
) -> None:
    many = [Fact("open", due=n) for n in range(60)]
    await promised(city, scene.event, scene.office, *many, title="Menyediakan tempat aman bagi korban " * 4)
    pages = pypdf.PdfReader(io.BytesIO(await made(dewi, "id"))).pages
    for number, one in enumerate(pages, 1):
        words = re.sub(r"\s+", " ", one.extract_text())
        assert f"Halaman {number} dari {len(pages)}" in words
        assert number == len(pages) or words.count("No. Komitmen") == 1
        long = words.count("SK dan foto") - words.count("Posko siaga")
        assert words.count("korban") == 4 * long, "a row ends on the page where it begins"


async def test_a_word_that_is_wider_than_its_column_stays_within_it(
    scene: Scene, city: Organisation, dewi: Somebody
) -> None:
    await promised(city, scene.event, scene.office, Fact("open", due=9), title="Pertanggungjawaban" * 4)
    page = pypdf.PdfReader(io.BytesIO(await made(dewi, "id"))).pages[0]
    lines = [line for line in page.extract_text().split("\n") if "jawab" in line or "Pertang" in line]
    assert max(len(line) for line in lines if "Pertang" in line) < 40


async def test_the_word_file_counts_its_pages_and_keeps_its_rows_whole(scene: Scene, dewi: Somebody) -> None:
    file = docx.Document(io.BytesIO(await made(dewi, "id", form="docx")))
    footer = file.sections[0].footer._element.xml
    assert [word for word in ("Halaman", "PAGE", "dari", "NUMPAGES") if word not in footer] == []
    rows = file.tables[-1]._tbl.tr_lst
    assert all("w:cantSplit" in row.xml for row in rows)
    assert "w:tblHeader" in rows[0].xml


async def test_the_mayors_report_shows_its_plots_in_every_file(
    scene: Scene, city: Organisation, dewi: Somebody
) -> None:
    await promised(
        city, scene.event, scene.office, *(Fact("verified", due=-n, done=-n - 1) for n in range(1, 8))
    )
    pdf = await made(dewi, "en", paper="quarter")
    figures = re.findall(rb"/S: /Figure", _unpacked(pdf))
    assert len(figures) == 4, "status, heat map, plan, who is on time"
    assert b"pdfaid" in pdf, "a sign that the font lacks would cost the archival mark"
    assert not pypdf.PdfReader(io.BytesIO(pdf)).pages[1].images, "lines and letters, no pixels"
    file = docx.Document(io.BytesIO(await made(dewi, "en", paper="quarter", form="docx")))
    said = [shape._inline.docPr.get("descr") for shape in file.inline_shapes]
    assert len(said) == 4
    assert said[3].startswith("Kept on time, by institution. Of 8 follow-up actions")
    assert "n = 8" in said[3]
    book = python_calamine.CalamineWorkbook.from_filelike(
        io.BytesIO(await made(dewi, "en", paper="quarter", form="xlsx"))
    )
    assert "Kept on time, by institution" in book.sheet_names
    assert ["Dinas Sosial", 7, 8] in book.get_sheet_by_name("Kept on time, by institution").to_python()


def _unpacked(pdf: bytes) -> bytes:
    """The objects of a PDF, also those that lie in streams."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    return b"\n".join(str(reader.get_object(number)).replace("'", "").encode() for number in _numbers(reader))


def _numbers(reader: pypdf.PdfReader) -> list[int]:
    return [*reader.xref.get(0, {}), *reader.xref_objStm]


async def test_a_share_of_few_has_no_bar_but_its_numbers(scene: Scene, dewi: Somebody) -> None:
    whole, offices = await measures.figures(dewi.actor, OfficePaperIn(), NOW)
    plot = pictures.punctuality(whole, offices)
    assert plot.picture is None
    assert len(plot.notes) == 1, "that a share was withheld is said"
    assert plot.rows == [["Dinas Sosial", 0, 1]]


def test_a_share_of_few_keeps_its_percentage_to_itself() -> None:
    assert "%" not in share(Rate(2, 4))
    assert "%" in share(Rate(3, 5))


async def test_a_range_that_ends_before_it_starts_is_said_beside_its_end(dewi: Somebody) -> None:
    way = "/reports/papers/file?paper=overdue&from=2027-02-01&to=2027-01-01"
    answer = await dewi.web.get(way)
    assert answer.status_code == 422
    assert "The last day must not lie before the first." in answer.text
    assert 'value="2027-02-01"' in answer.text
    api = await dewi.api.get("/reports/papers?from=2027-02-01&to=2027-01-01")
    assert (api.status_code, api.json()["errors"][0]["field"]) == (422, "to")


async def test_a_filter_that_matches_nothing_says_so_with_the_way_back(scene: Scene, dewi: Somebody) -> None:
    answer = await dewi.web.get("/reports/papers/file?paper=matrix&theme=Lain")
    assert "Nothing matches this filter" in answer.text
    assert 'href="/reports/papers"' in answer.text


async def test_the_page_leads_to_the_file(scene: Scene, dewi: Somebody) -> None:
    assert 'href="/reports/papers"' in (await dewi.web.get("/reports")).text
    assert 'action="/reports/papers"' in (await dewi.web.get("/reports/papers")).text
    answer = await dewi.web.get("/reports/papers/file?paper=scorecard&form=docx&language=en")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.content[:2] == b"PK"


async def test_another_organisation_and_a_confidential_event_leave_no_trace(
    scene: Scene, city: Organisation, charlie: Somebody, dewi: Somebody
) -> None:
    secret = await make_events.published(city, title="Operasi Senyap", confidential=True)
    await promised(city, secret, scene.office, Fact("open", due=-3), title="Rahasia besar")
    actor = Actor(organisation=city.id, rights=frozenset({Right.read}))
    seen = text((await making.made(actor, OfficePaperIn(), "id", NOW))[1])
    assert ("Poskosiaga" in seen, "Rahasiabesar" in seen) == (True, False)
    theirs = text(await made(charlie))
    assert ("Poskosiaga" in theirs, "Rahasiabesar" in theirs) == (False, False)
    ours = text(await made(dewi, columns=["event", "commitment"]))
    assert ("Rahasiabesar" in ours, "Senyap" in ours) == (Right.read_confidential in dewi.actor.rights, False)


async def test_what_is_typed_stays_text(scene: Scene, city: Organisation, dewi: Somebody) -> None:
    await promised(city, scene.event, scene.office, Fact("open", due=3), title=ATTACK)
    assert re.sub(r"\s", "", ATTACK) in text(await made(dewi))


async def test_more_actions_take_no_more_queries(scene: Scene, city: Organisation, dewi: Somebody) -> None:
    counts = []
    for _round in range(2):
        with counting_queries() as asked:
            await made(dewi, paper="quarter")
        counts.append(asked.count)
        await promised(city, scene.event, scene.office, *(Fact("open", due=n) for n in range(20)))
    assert counts[0] == counts[1]


async def _city(scene: Scene) -> Organisation:
    row = await Organisation.objects().get(Organisation.id == scene.event.organisation)
    assert row is not None
    return row
