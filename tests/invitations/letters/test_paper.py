"""The letter as its receivers read it: PDF, DOCX, codes."""

import io
import zipfile
from typing import Any

import docx
import pypdf
import pytest
import typst
import zxingcpp
from PIL import Image

from events_app.accounts.tables import Organisation
from events_app.database import execute, fetch_value
from events_app.demo.lettering import emblem
from events_app.documents import pdf
from events_app.events.tables import Event
from events_app.invitations import links
from events_app.invitations.letters import actions, codes, handing, letterheads, queries
from events_app.invitations.letters.addressees import office_lines
from events_app.invitations.letters.forms import IssueIn, SignatoryIn
from events_app.invitations.letters.tables import Letter
from events_app.invitations.tables import Invitation
from tests import make_events, make_invitations, make_letters
from tests.make_letters import NOW, keeper, squeezed, words


@pytest.mark.parametrize(
    ("head", "office", "lines"),
    [
        ("Kepala Dinas", "Dinas Sosial", ["Kepala Dinas Sosial"]),
        ("Kepala", "Badan Kesbangpol", ["Kepala Badan Kesbangpol"]),
        ("Lurah", "Kelurahan Kenanga", ["Lurah Kenanga"]),
        ("Camat", "Kecamatan Timur", ["Camat Timur"]),
        (
            "Wali Kota Lembayung",
            "Pemerintah Kota Lembayung",
            ["Wali Kota Lembayung", "Pemerintah Kota Lembayung"],
        ),
        ("Pemimpin Redaksi", "Harian Pos", ["Pemimpin Redaksi", "Harian Pos"]),
    ],
)
def test_an_office_is_written_to_as_offices_write(head: str, office: str, lines: list[str]) -> None:
    assert office_lines(head, office) == lines


async def test_a_letter_for_all_has_every_part_and_lists_the_invited(city: Organisation) -> None:
    await make_letters.letterhead(city, phone="(031) 555")
    signer = await make_letters.signatory(
        city, signed_as="on_behalf", on_behalf_of="Wali Kota", rank="Pembina"
    )
    event = await make_letters.event_with(city, *(f"Dinas {name}" for name in "ABCDE"))
    letter = await make_letters.issued(
        city, event, signatory_id=signer.id, classification="important", copies_to="Wali Kota\nArsip",
        subject="Undangan Rapat", note="Mohon membawa laporan.",
    )  # fmt: skip
    text = words((await handing.printed(event, letter, NOW)).data)
    for part in (
        "PEMERINTAH KOTA LEMBAYUNG", "SEKRETARIAT DAERAH", "Telepon(031)555", "Lembayung, 25 November 2026",
        "Nomor:400.2/1/SETDA/2026", "Sifat:Penting", "Lampiran:1(satu)berkas", "Hal:UndanganRapat", "Yth.ParaUndangan",
        "Sabtu, 12 Desember 2026", "09.00–12.00 WIB", "Mohon membawa laporan.", "a.n. Wali Kota", "Sekretaris Daerah,",
        "Ratna Wulandari", "Pembina", "NIP 19680312 199303 2 001", "Tembusan:1.Wali Kota2.Arsip",
        "DAFTAR UNDANGAN", "5Pimpinan Dinas E", "bukan tanda tangan elektronik tersertifikasi",
    ):  # fmt: skip
        assert squeezed(part) in text, part
    assert "KONSEP" not in text


async def test_a_draft_says_so_and_follows_the_event_an_issued_letter_does_not(city: Organisation) -> None:
    event = await make_letters.event_with(city)
    letter = await make_letters.draft(city, event)
    text = words((await handing.printed(event, letter, NOW)).data)
    assert "KONSEP" in text
    assert "verify" not in text
    letter = await make_letters.issued(city, event)
    before = (await handing.printed(event, letter, NOW)).data
    await execute("UPDATE event SET title = 'Lain', ends_at = ends_at + interval '1 day'")
    await execute("UPDATE letterhead SET names = 'Lain'")
    await execute("UPDATE signatory SET name = 'Lain'")
    later = await Event.objects().get(Event.id == event.id)
    assert later is not None
    assert (await handing.printed(later, letter, NOW)).data == before


async def test_each_gets_a_letter_with_two_codes_of_their_own(city: Organisation, monkeypatch: Any) -> None:
    event = await make_letters.event_with(city, "Dinas Sosial", "Dinas Kesehatan")
    letter = await make_letters.issued(city, event, mode="each")
    to = await queries.recipients_of(letter.id, 10)
    assert [one.lines[0] for one in to] == ["Pimpinan Dinas Kesehatan", "Pimpinan Dinas Sosial"]
    asked = await Invitation.objects().where(Invitation.event == event.id)
    wanted = {links.rsvp_url(one.id, 1) for one in asked} | {
        codes.LETTER.url(one.recipient) for one in to if one.recipient
    }
    assert await _read(monkeypatch, event, letter) == wanted
    text = words((await handing.own(event, letter, to[0], NOW)).data)
    assert "Kesehatan" in text
    assert "DinasSosial" not in text
    kept = await fetch_value(
        "SELECT facts || (SELECT string_agg(lines, '') FROM letter_recipient) FROM letter"
    )
    assert "/rsvp/" not in kept  # no link at rest


async def test_few_stand_in_the_letter_and_people_by_title_or_courtesy(city: Organisation) -> None:
    event = await make_events.published(city, language="en")
    for name, more in (("Sari", {"sex": "female"}), ("Kartini", {"title_prefix": "Dra."})):
        await make_invitations.invitation(event, await make_events.person(city, name, **more))
    letter = await make_letters.issued(city, event)
    text = words((await handing.printed(event, letter, NOW)).data)
    for part in ("1.Dra.Kartini", "2.MrsSari", "Ref. no.", "25 November 2026", "Saturday, 12 December 2026"):
        assert squeezed(part) in text
    assert "MrsDra." not in text


async def test_a_logo_is_drawn_anew_and_printed(city: Organisation) -> None:
    event = await make_letters.event_with(city)
    plain = (await handing.printed(event, await make_letters.issued(city, event), NOW)).data
    assert not pypdf.PdfReader(io.BytesIO(plain)).pages[0].images
    await letterheads.keep_logo(keeper(city), "lambang.png", emblem())
    with_logo = (await handing.printed(event, await make_letters.issued(city, event), NOW)).data
    assert b"<pdfuaid:part>1<" in with_logo
    [picture] = pypdf.PdfReader(io.BytesIO(with_logo)).pages[0].images
    assert picture.image is not None
    assert picture.image.size == (300, 300)


async def test_the_word_file_says_the_same(city: Organisation) -> None:
    await make_letters.letterhead(city)
    await letterheads.keep_logo(keeper(city), "lambang.png", emblem())
    event = await make_letters.event_with(city, *(f"Dinas {name}" for name in "ABCDE"))
    letter = await make_letters.issued(city, event, opening="Dengan hormat,\nKami mengundang.")
    file = await handing.editable(event, letter, NOW)
    assert file.name == f"{event.ref}-undangan.docx"
    paper = docx.Document(io.BytesIO(file.data))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    text = squeezed("\n".join([*(one.text for one in paper.paragraphs), *cells]))
    for part in (
        "SEKRETARIAT DAERAH",
        "400.2/1/SETDA/2026",
        "Kami mengundang.",
        "Ratna Wulandari",
        "Pimpinan Dinas E",
    ):
        assert squeezed(part) in text
    pictures = [name for name in zipfile.ZipFile(io.BytesIO(file.data)).namelist() if "/media/" in name]
    assert len(pictures) == 2  # the logo and the check code


async def test_a_letter_of_a_confidential_event_is_neutral(city: Organisation) -> None:
    event = await make_letters.event_with(
        city, title="Operasi Senyap", theme="Rahasia sekali", confidential=True
    )
    letter = await make_letters.issued(city, event)
    file = await handing.printed(event, letter, NOW)
    assert "Senyap" not in words(file.data) + file.name
    assert "Rahasiasekali" not in words(file.data)


async def test_who_signs_acting_is_named_so(city: Organisation) -> None:
    signer = await make_letters.signatory(city, signed_as="plt", office="Kepala Dinas Sosial")
    event = await make_letters.event_with(city)
    letter = await make_letters.issued(city, event, signatory_id=signer.id)
    await letterheads.change_signatory(keeper(city), signer, SignatoryIn(office="Lain", name="Lain"))
    assert "Plt.KepalaDinasSosial," in words((await handing.printed(event, letter, NOW)).data)


async def test_replacing_ends_the_old_letter_only_when_the_new_one_is_issued(city: Organisation) -> None:
    event = await make_letters.event_with(city)
    old = await make_letters.issued(city, event)
    new = await actions.replace(keeper(city), event, old)
    await old.refresh()
    assert old.state == "issued"
    new = await actions.issue(keeper(city), event, new, IssueIn(letter_date=make_letters.DAY), NOW)
    await old.refresh()
    assert (old.state, old.ended_reason) == ("replaced", new.number)
    assert await fetch_value("SELECT letter_number FROM invitation") == new.number


async def _read(monkeypatch: Any, event: Event, letter: Letter) -> set[str]:
    """What a camera reads from the pages, drawn by the printer itself."""
    drawn: list[bytes] = []

    def draw(sources: dict[str, bytes], root: str, timestamp: int, _standards: Any) -> bytes:
        given: Any = sources
        pages: Any = typst.compile(given, root=root, font_paths=pdf._fonts(), format="png", ppi=150)
        drawn.extend(pages if isinstance(pages, list) else [pages])
        return b""

    with monkeypatch.context() as patch:
        patch.setattr(pdf, "_compile", draw)
        await handing.printed(event, letter, NOW)
    found = [code for page in drawn for code in zxingcpp.read_barcodes(Image.open(io.BytesIO(page)))]
    return {code.text for code in found}
