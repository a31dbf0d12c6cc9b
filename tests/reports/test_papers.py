"""The papers of an event, read as their receivers read them."""

import io
import json
import re
from typing import Any

import pypdf
import pytest
import typst
import zxingcpp
from PIL import Image

from events_app import paths
from events_app.accounts.tables import AuditEntry, Organisation
from events_app.documents import pdf
from events_app.events.tables import Event
from events_app.invitations import links
from events_app.reports import papers
from events_app.stakeholders.tables import Person
from tests import make_events, make_invitations
from tests.make_reports import NOW, answer_path
from tests.people import Somebody
from tests.reports.conftest import ATTACK, Scene


async def test_letter_follows_the_official_form_and_names_its_addressee(
    alice: Somebody, scene: Scene
) -> None:
    text = _squeezed(await _paper(alice, scene.event, "invitation-letters.pdf"))
    for words in ("Nomor", "Sifat", "Biasa", "Lampiran", "Hal", "Yth.", "Pimpinan", "Dinas Sosial"):
        assert _squeezed(words) in text
    for words in (
        "Sabtu, 12 Desember 2026",
        "09.00–12.00 WIB",
        "Ruang Kenanga",
        "Tembusan",
        "Diskusi Pencegahan",
    ):
        assert _squeezed(words) in text


async def test_letter_of_a_head_and_of_a_person_address_them_by_title_or_courtesy(city: Organisation) -> None:
    event = await make_events.published(city)
    for name, more in (("Sari", {"sex": "female"}), ("Kartini", {"title_prefix": "Dra."})):
        await make_invitations.invitation(event, await make_events.person(city, name, **more))
    _name, made = await papers.make("invitation-letters", event, "id", NOW)
    text = _squeezed(_text(made))
    assert "IbuSari" in text
    assert "Dra.Kartini" in text
    assert "IbuDra." not in text


async def test_codes_of_letters_and_badges_open_what_they_should(scene: Scene, monkeypatch: Any) -> None:
    letters = await _codes(monkeypatch, "invitation-letters", scene.event)
    assert letters == {links.rsvp_url(scene.asked.id, 1)}
    badges = await _codes(monkeypatch, "badges", scene.event)
    assert badges == {links.pass_url(guest.id, 1).upper() for guest in scene.guests}


async def test_badges_are_ten_a_page(city: Organisation) -> None:
    event = await make_events.published(city)
    for number in range(21):
        await make_invitations.guest(event, f"Tamu {number:02}")
    _name, made = await papers.make("badges", event, "id", NOW)
    pages = pypdf.PdfReader(io.BytesIO(made)).pages
    assert [page.extract_text().count("Tamu") for page in pages] == [10, 10, 1]


async def test_attendance_list_shows_who_was_scanned_and_sums_by_sex(alice: Somebody, scene: Scene) -> None:
    text = await _paper(alice, scene.event, "attendance-list.pdf")
    assert _squeezed(text).count("09.00") == 3  # the event's hour, and two who came at it
    assert "Dra.Hj.Kartini,M.Si" in _squeezed(text)
    assert re.search(r"Laki-laki\s+1\s+1", text)
    assert re.search(r"Jumlah\s+3\s+2", text)


async def test_minutes_hold_agenda_decision_promises_and_follow_up(dewi: Somebody, scene: Scene) -> None:
    text = _squeezed(await _paper(dewi, scene.event, "minutes.pdf"))
    for words in ("Paparan pembuka", "Catatan rapat.", "Membentuk gugus tugas.", "Posko siaga", "2 hadir"):
        assert _squeezed(words) in text


async def test_matrix_says_how_each_action_stands(scene: Scene) -> None:
    _name, made = await papers.make("follow-up-matrix", scene.event, "id", NOW)
    text = _squeezed(_text(made))
    for words in (
        "Posko siaga",
        "Tindak lanjut 1",
        "SK dan foto",
        "12 Jun 2027",
        "terlambat 3 hari",
        "Selesai",
    ):
        assert _squeezed(words) in text


@pytest.mark.parametrize("name", sorted(papers.PAPERS))
async def test_paper_speaks_the_language_asked_for(alice: Somebody, scene: Scene, name: str) -> None:
    words = {
        "invitation-letters": ("Tembusan", "Copies to"),
        "attendance-list": ("Daftar hadir", "Attendance list"),
        "badges": ("12 Desember", "12 December"),
        "minutes": ("Notula", "Minutes"),
        "follow-up-matrix": ("Rencana tindak lanjut", "Follow-up plan"),
    }[name]
    for language, word, other in (("id", *words), ("en", words[1], words[0])):
        text = _squeezed(await _paper(alice, scene.event, f"{name}.pdf?language={language}"))
        assert (_squeezed(word) in text, _squeezed(other) in text) == (True, False)


@pytest.mark.parametrize("name", sorted(papers.PAPERS))
async def test_markup_in_names_and_titles_stays_literal(city: Organisation, name: str) -> None:
    event = await make_events.published(city, title=ATTACK)
    person = await make_events.person(city, ATTACK)
    await make_invitations.invitation(event, person)
    guest = await make_invitations.guest(event, "Budi")
    await Person.update({Person.full_name: ATTACK}).where(Person.id == guest.person)
    _filename, made = await papers.make(name, event, "id", NOW)
    assert _squeezed(ATTACK) in _squeezed(_text(made))


@pytest.mark.parametrize("name", sorted(papers.PAPERS))
async def test_paper_of_a_bare_event_is_made_and_archival(
    alice: Somebody, city: Organisation, name: str
) -> None:
    event = await make_events.event(city)
    answer = await alice.api.get(answer_path(event.id, f"{name}.pdf"))
    assert answer.headers["content-type"] == "application/pdf"
    assert b"<pdfaid:part>2<" in answer.content
    assert b"<pdfuaid:part>1<" in answer.content


async def test_paper_of_a_confidential_event_tells_neither_title_nor_theme(city: Organisation) -> None:
    secret = {"title": "Operasi Senyap", "theme": "Penyelundupan", "confidential": True}
    event = await make_events.published(city, **secret)
    for name in papers.PAPERS:
        filename, made = await papers.make(name, event, "id", NOW)
        text = _text(made)
        assert "Senyap" not in text + filename
        assert "Penyelundupan" not in text
        assert _squeezed("Senyap") not in str(pypdf.PdfReader(io.BytesIO(made)).metadata)


async def test_part_that_does_not_exist_is_not_found(alice: Somebody, scene: Scene) -> None:
    for part, status in ((1, 200), (2, 404), (0, 422), (1001, 422)):
        answer = await alice.api.get(answer_path(scene.event.id, f"badges.pdf?part={part}"))
        assert (part, answer.status_code) == (part, status)


async def test_handing_out_a_paper_is_noted_without_what_stood_in_it(alice: Somebody, scene: Scene) -> None:
    await _paper(alice, scene.event, "badges.pdf")
    entry = await AuditEntry.objects().get(AuditEntry.verb == "event.handed_out")
    assert entry is not None
    assert (entry.actor, entry.subject) == (alice.user.id, scene.event.id)
    assert json.loads(entry.after) == {"file": f"{scene.event.ref}-badges.pdf"}


async def test_page_leads_to_papers_that_open(alice: Somebody, scene: Scene) -> None:
    shown = (await alice.web.get(f"/events/{scene.event.id}/documents")).text
    found = re.findall(r'href="(/events/[^"]+language=[^"]+)"', shown)
    assert len(found) == 2 * len(papers.PAPERS) + 8
    for path in found:
        answer = await alice.web.get(path.replace("&amp;", "&"))
        assert answer.headers["content-disposition"].startswith("attachment")


async def _paper(reader: Somebody, event: Event, name: str) -> str:
    answer = await reader.api.get(answer_path(event.id, name))
    assert answer.status_code == 200, answer.text
    return _text(answer.content)


async def _codes(monkeypatch: Any, name: str, event: Event) -> set[str]:
    """What a camera reads from the pages of the paper, drawn by the printer itself."""
    drawn: list[bytes] = []

    def draw(sources: dict[str, bytes], root: str, timestamp: int, _standards: Any) -> bytes:
        given: Any = sources
        pages: Any = typst.compile(given, root=root, font_paths=pdf._fonts(), format="png", ppi=150)
        drawn.extend(pages if isinstance(pages, list) else [pages])
        return b""

    with monkeypatch.context() as patch:
        patch.setattr(pdf, "_compile", draw)
        await papers.make(name, event, "id", NOW)
    found = [code for page in drawn for code in zxingcpp.read_barcodes(Image.open(io.BytesIO(page)))]
    return {code.text for code in found}


def test_every_paper_has_a_print_template() -> None:
    there = {path.stem for path in (paths.TEMPLATES / "print").glob("*.typ")} - {"lib"}
    assert set(papers.PAPERS) <= there


def _text(made: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages)


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)
