"""The activity report of an event, opened by readers that know nothing of us."""

import asyncio
import io
import re
from datetime import timedelta
from typing import Any

import docx
import pypdf
import pytest

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.checkin.listing import paper
from events_app.checkin.listing.forms import ListIn, Whom
from events_app.checkin.photos import actions as photos
from events_app.checkin.photos import pictures
from events_app.commitments.reporting import actions as texts
from events_app.commitments.reporting.forms import ReportTexts, ReportWish
from events_app.database import execute, fetch, fetch_value
from events_app.events.runs import actions as runs
from events_app.events.states import ChangedMeanwhile
from events_app.reports.activity import making
from events_app.reports.activity.content import by_institution
from events_app.rooms import load_jobs
from tests import make_events
from tests.make_photos import photo
from tests.make_reports import NOW, Fact, promised
from tests.people import Somebody
from tests.reports.conftest import ATTACK, Scene

MINE: dict[str, Any] = {
    "background": "Perdagangan orang masih terjadi.\n\nKota perlu bertindak.",
    "basis": "Perwal 12/2025",
    "number": "400/1",
}


@pytest.fixture(autouse=True)
def makers() -> None:
    """What makes papers is known once the rooms' jobs are loaded, as the worker loads them."""
    load_jobs()


async def described(scene: Scene, alice: Somebody) -> None:
    await texts.write(alice.actor, scene.event, ReportTexts(**MINE))
    for caption in ("Pembukaan", "Penutupan"):
        picture = await pictures.cleaned("a.jpg", photo(300, 200))
        await photos.add(alice.actor, scene.event, picture, caption, clock.now())


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def read(made: bytes) -> str:
    return squeezed("\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages))


async def test_the_pdf_says_all_that_an_office_asks_for(scene: Scene, alice: Somebody) -> None:
    await described(scene, alice)
    name, made = await making.made(scene.event, "pdf", "id", NOW)
    assert name == f"{scene.event.ref}-activity-report.pdf"
    text = read(made)
    for words in (
        "LAPORAN KEGIATAN", "Diskusi Pencegahan", "400/1", "BAB I PENDAHULUAN", "Kota perlu bertindak.",
        "Perwal 12/2025", "Sabtu, 12 Desember 2026", "Ruang Kenanga", "BAB II", "Dinas Sosial", "Catatan rapat.",
        "Membentuk gugus tugas.", "Posko siaga", "BAB IV", "BAB V PENUTUP", "Penanggung jawab kegiatan,",
        "Lampiran 1: Undangan", "Lampiran 2: Daftar hadir", "Kartini", "Lampiran 3: Notula", "Lampiran 4: Materi",
        "Lampiran 5: Foto", "Foto 1. Pembukaan", "Foto 2. Penutupan", "Lampiran 6: Matriks", "Tindak lanjut 1",
    ):  # fmt: skip
        assert squeezed(words) in text, words


async def test_a_draft_is_not_handed_in_as_a_promise(scene: Scene, city: Organisation) -> None:
    later = {"title": "Belum disepakati", "state": "draft", "agreed_at": None}
    await promised(city, scene.event, scene.office, Fact("draft", due=9), **later)
    text = read((await making.made(scene.event, "pdf", "id", NOW))[1])
    matrix = text.rpartition(squeezed("Lampiran 6: Matriks"))[2]
    assert squeezed("Posko siaga") in matrix
    assert squeezed("Belum disepakati") not in matrix
    assert squeezed("Direncanakan 2 tindak lanjut") in text


async def test_the_pdf_is_archival_tagged_and_its_pictures_have_words(scene: Scene, alice: Somebody) -> None:
    await described(scene, alice)
    _name, made = await making.made(scene.event, "pdf", "id", NOW)
    reader = pypdf.PdfReader(io.BytesIO(made))
    catalogue: Any = reader.trailer["/Root"]
    assert (catalogue["/MarkInfo"]["/Marked"], catalogue["/Lang"]) == (True, "id")
    assert b"<pdfaid:part>2<" in made
    assert b"<pdfuaid:part>1<" in made
    assert [image for page in reader.pages for image in page.images]
    titles = [str(one["/Title"]) for one in reader.outline if not isinstance(one, list)]
    assert titles[0] == "BAB I PENDAHULUAN"
    assert titles[-1].startswith("Lampiran 6")


async def test_it_speaks_english_too(scene: Scene, alice: Somebody) -> None:
    _name, made = await making.made(scene.event, "pdf", "en", NOW)
    text = read(made)
    for words in ("ACTIVITY REPORT", "I. Introduction", "Nothing was written.", "Annex 2: Attendance list"):
        assert squeezed(words) in text
    assert "Lampiran" not in text


async def test_the_docx_has_headings_tables_and_pictures_to_edit(scene: Scene, alice: Somebody) -> None:
    await described(scene, alice)
    name, made = await making.made(scene.event, "docx", "id", NOW)
    file = docx.Document(io.BytesIO(made))
    assert name.endswith(".docx")
    chapters = [one.text for one in file.paragraphs if one.style and one.style.name == "Heading 1"]
    assert [one.split(" ")[0] for one in chapters] == ["BAB"] * 5 + ["Lampiran"] * 6
    words = "\n".join(cell.text for table in file.tables for row in table.rows for cell in row.cells)
    assert "Kartini" in words
    assert "Tindak lanjut 1" in words
    assert len(file.inline_shapes) == 2
    assert "Kota perlu bertindak." in [one.text for one in file.paragraphs]


@pytest.mark.parametrize("form", ["pdf", "docx"])
async def test_a_bare_event_has_a_report(city: Organisation, form: str) -> None:
    event = await make_events.event(city)
    _name, made = await making.made(event, form, "id", NOW)
    assert made[:2] == (b"%P" if form == "pdf" else b"PK")


async def test_what_is_typed_stays_text(scene: Scene, alice: Somebody) -> None:
    await texts.write(alice.actor, scene.event, ReportTexts(background=ATTACK))
    _name, made = await making.made(scene.event, "pdf", "id", NOW)
    assert squeezed(ATTACK) in read(made)


async def test_a_confidential_event_is_not_named(city: Organisation) -> None:
    event = await make_events.published(
        city, title="Operasi Senyap", theme="Penyelundupan", confidential=True
    )
    name, made = await making.made(event, "pdf", "id", NOW)
    assert "Senyap" not in read(made) + name + str(pypdf.PdfReader(io.BytesIO(made)).metadata)


async def test_participants_are_counted_by_institution_and_sex(scene: Scene) -> None:
    rows, whole = by_institution(await paper.sheet_of(scene.event, ListIn(people=Whom.present)))
    assert [row[1:] for row in rows] == [
        ["Dinas Sosial", "0", "0", "1", "1"],
        ["Tanpa instansi", "0", "1", "0", "1"],
    ]
    assert whole[2:] == ["0", "1", "1", "2"]


async def test_the_same_report_asked_for_at_once_is_made_once(scene: Scene, alice: Somebody) -> None:
    wish = ReportWish(form="pdf", language="id")
    asked = await asyncio.gather(
        *(making.ask(alice.actor, scene.event, wish, clock.now()) for _one in range(4))
    )
    assert len(set(asked)) == 1
    other = await making.ask(alice.actor, scene.event, ReportWish(form="docx", language="id"), clock.now())
    assert other not in asked
    assert await fetch_value("SELECT count(*) FROM paper_run") == 2


async def test_the_worker_makes_it_and_the_page_leads_to_it(scene: Scene, alice: Somebody) -> None:
    base = f"/events/{scene.event.id}"
    answer = await alice.web.post(f"{base}/report/runs", {"form": "docx", "language": "en"})
    way = answer.headers["location"]
    assert "Waiting for its turn" in (await alice.web.get(way)).text
    run = await fetch_value("SELECT id FROM paper_run")
    await runs.make(run, alice.actor, NOW)
    assert "The paper is ready." in (await alice.web.get(way)).text
    file = await alice.web.get(f"{way}/file")
    assert docx.Document(io.BytesIO(file.content)).paragraphs
    assert "Ready" in (await alice.web.get(f"{base}/report")).text
    assert await fetch_value("SELECT count(*) FROM audit_entry WHERE verb = 'event.handed_out'") == 1


async def test_whoever_waited_long_is_told_by_mail_and_whoever_looks_on_is_not(
    scene: Scene, alice: Somebody
) -> None:
    told = "SELECT to_address, text FROM message WHERE kind = 'events.paper_ready'"
    at_once = await making.ask(alice.actor, scene.event, ReportWish(form="docx"), clock.now())
    await runs.make(at_once, alice.actor, clock.now())
    assert await fetch(told) == []
    long_ago = clock.now() - timedelta(minutes=3)
    waited = await making.ask(alice.actor, scene.event, ReportWish(form="pdf"), long_ago)
    await runs.make(waited, alice.actor, clock.now())
    [mail] = await fetch(told)
    assert mail["to_address"] == alice.user.email
    assert f"/events/{scene.event.id}/paper-runs/{waited}" in mail["text"]
    assert scene.event.title in mail["text"]


async def test_mails_of_a_confidential_event_name_its_number_alone(
    scene: Scene, alice: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_given: Any) -> Any:
        raise RuntimeError("no ink")

    await execute("UPDATE event SET confidential = true WHERE id = $1", scene.event.id)
    long_ago = clock.now() - timedelta(minutes=9)
    run = await making.ask(alice.actor, scene.event, ReportWish(form="docx"), long_ago)
    with monkeypatch.context() as patch:
        patch.setattr(making, "made", broken)
        with pytest.raises(RuntimeError, match="no ink"):
            await runs.make(run, alice.actor, clock.now())
    await runs.make(run, alice.actor, clock.now())
    mails = await fetch(
        "SELECT kind, subject || text || coalesce(html, '') AS said FROM message WHERE kind LIKE 'events.paper%' ORDER BY id"
    )
    assert [mail["kind"] for mail in mails] == ["events.paper_failed", "events.paper_ready"]
    for mail in mails:
        assert scene.event.ref in mail["said"]
        assert scene.event.title not in mail["said"]


async def test_a_report_that_fails_says_so_and_can_be_asked_for_again(
    scene: Scene, alice: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await making.ask(alice.actor, scene.event, ReportWish(), clock.now())

    async def broken(*_given: Any) -> Any:
        raise RuntimeError("no ink")

    with monkeypatch.context() as patch:
        patch.setattr(making, "made", broken)
        with pytest.raises(RuntimeError, match="no ink"):
            await runs.make(first, alice.actor, NOW)
    shown = await alice.web.get(f"/events/{scene.event.id}/paper-runs/{first}")
    assert "The paper could not be made." in shown.text
    assert "Could not be made" in (await alice.web.get("/")).text
    way = f"/events/{scene.event.id}/paper-runs/{first}"
    again = (await alice.web.post(f"{way}/again")).headers["location"]
    assert again != way
    assert "Waiting for its turn" in (await alice.web.get(again)).text
    assert (await alice.web.post(f"{way}/again")).headers["location"] == way
    await execute("UPDATE paper_run SET state = 'failed' WHERE state = 'waiting'")
    anew = await making.ask(alice.actor, scene.event, ReportWish(), clock.now())
    states = await fetch("SELECT id, state FROM paper_run ORDER BY id")
    assert [row["state"] for row in states] == ["discarded", "discarded", "waiting"], "none is made twice"
    assert states[-1]["id"] == anew


async def test_texts_are_kept_and_two_who_write_at_once_are_told(scene: Scene, alice: Somebody) -> None:
    way = f"/events/{scene.event.id}/report"
    await alice.web.post(way, MINE | {"row_version": "0"})
    shown = (await alice.web.get(way)).text
    assert "Kota perlu bertindak." in shown
    late = await alice.web.post(way, {"basis": "Lain", "row_version": "0"})
    assert (late.status_code, "Lain" in late.text) == (422, True)
    with pytest.raises(ChangedMeanwhile):
        await texts.write(alice.actor, scene.event, ReportTexts(row_version=0))
    long = await alice.web.post(way, {"number": "x" * 101, "basis": "Tetap"})
    assert (long.status_code, "Tetap" in long.text) == (422, True)


async def test_a_signatory_of_another_organisation_is_unknown(scene: Scene, alice: Somebody) -> None:
    other = "01930000-0000-7000-8000-000000000003"
    answer = await alice.web.post(f"/events/{scene.event.id}/report", {"signatory_id": other})
    assert (answer.status_code, "There is no such signatory." in answer.text) == (422, True)


async def test_programs_write_and_have_it_made(scene: Scene, alice: Somebody) -> None:
    base = f"/events/{scene.event.id}/activity-report"
    assert (await alice.api.get(base)).json()["row_version"] == 0
    put = await alice.api.put(base, json={"basis": "Perwal", "row_version": 0})
    assert (put.json()["basis"], put.json()["row_version"]) == ("Perwal", 1)
    made = await alice.api.post(f"{base}/runs", json={"form": "pdf"})
    assert (made.status_code, made.json()["kind"]) == (202, "activity-report")


async def test_who_may_have_it(scene: Scene, bob: Somebody, charlie: Somebody, dewi: Somebody) -> None:
    way = f"/events/{scene.event.id}/report"
    answers = [(await one.web.get(way)).status_code for one in (bob, charlie, dewi)]
    assert answers == [403, 404, 200]
    assert (await charlie.web.post(f"{way}/runs", {"form": "pdf"})).status_code == 404
