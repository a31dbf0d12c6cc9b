"""Every document that carries a QR code, read by an independent decoder, also when hands and printers have spoilt it."""

import re
from functools import partial
from typing import Any

import pytest
from PIL.Image import Image as Picture

from events_app import qr
from events_app.accounts.tables import Organisation
from events_app.checkin.badges import formats, paper, people
from events_app.checkin.badges.forms import BadgesIn
from events_app.checkin.badges.tables import BadgeFormat
from events_app.checkin.listing import making, proving
from events_app.checkin.listing.forms import ListIn
from events_app.database import fetch
from events_app.events.tables import Event
from events_app.invitations import links
from events_app.invitations.letters import codes as letter_codes
from events_app.invitations.letters import handing
from events_app.invitations.letters.tables import Letter, LetterMode
from events_app.invitations.tables import Invitation
from events_app.notifications import compose
from tests import make_checkin as make
from tests import make_codes, make_letters
from tests.make_devices import organiser
from tests.make_letters import NOW
from tests.people import Browser

LONG = "Prof. Dr. Ir. H. Muhammad Abdurrahman Wahid Kusumanegara, S.T., M.Eng., Ph.D."


def _read_spoilt(pictures: dict[str, Picture], *, hurried: bool = True) -> list[str]:
    """What is not read back exactly: the wanted text beside the way it was spoilt; a letter is not read in a hurry."""
    return [
        f"{wanted} {how}"
        for wanted, picture in pictures.items()
        for how, seen in make_codes.spoilt(picture)
        if (hurried or how != "all at once") and make_codes.read(seen) != [wanted]
    ]


@pytest.mark.parametrize("chosen", list(BadgeFormat))
async def test_a_badge_of_every_format_is_read(
    city: Organisation, chosen: BadgeFormat, monkeypatch: Any
) -> None:
    event = await make.today(city)
    guests = [await make.guest(event, name) for name in ("Budi", LONG, "Ni Luh Putu Ayu Wulandari")]
    found = await people.holders(event, BadgesIn(format=chosen))
    drawn = await make_codes.pages(monkeypatch, partial(paper.pdf_of, event, found, chosen, "id", NOW))
    printed = {code.text: code for page in drawn for code in make_codes.codes(page)}
    wanted = {links.pass_url(guest.id, guest.pass_version).upper() for guest in guests}
    assert set(printed) == wanted
    assert min(code.width for code in printed.values()) >= 20, "smaller codes are not read at arm's length"
    assert _read_spoilt({text: code.picture for text, code in printed.items()}) == []


async def test_ten_badges_on_a_page_are_each_their_own(city: Organisation, monkeypatch: Any) -> None:
    event = await make.today(city)
    guests = [await make.guest(event, f"Tamu {number}") for number in range(10)]
    found = await people.holders(event, BadgesIn(format=formats.USUAL))
    [page] = await make_codes.pages(
        monkeypatch, partial(paper.pdf_of, event, found, formats.USUAL, "id", NOW)
    )
    read = sorted(code.text for code in make_codes.codes(page))
    assert read == sorted(links.pass_url(guest.id, 1).upper() for guest in guests)


async def test_the_pass_on_a_screen_is_read(city: Organisation, public: Browser) -> None:
    event = await make.today(city)
    guest = await make.guest(event)
    url = links.pass_url(guest.id, guest.pass_version)
    shown = (await public.get(url.removeprefix("http://localhost:8000"))).text
    [drawing] = [one for one in re.findall(r"<svg\b.*?</svg>", shown, re.S) if "crispEdges" in one]
    assert _read_spoilt({url.upper(): make_codes.svg_pixels(drawing)}) == []


async def test_the_pass_in_a_mail_is_read(city: Organisation) -> None:
    guest = await make.guest(await make.today(city))
    picture = make_codes.png_pixels(compose._png(links.pass_qr(guest.id, guest.pass_version)))
    assert _read_spoilt({links.pass_url(guest.id, guest.pass_version).upper(): picture}) == []


async def test_both_codes_of_a_letter_are_read(city: Organisation, monkeypatch: Any) -> None:
    event, letter = await _letter(city)
    drawn = await make_codes.pages(monkeypatch, partial(handing.printed, event, letter, NOW))
    found = [code for page in drawn for code in make_codes.codes(page)]
    printed = {code.text: code.picture for code in found}
    assert min(code.width for code in found) >= 20
    asked = {links.rsvp_url(row.id, row.link_version) for row in await Invitation.objects()}
    checks = {letter_codes.LETTER.url(row["id"]) for row in await fetch("SELECT id FROM letter_recipient")}
    assert len(asked) == len(checks) == 2
    assert set(printed) == asked | checks
    assert _read_spoilt(printed, hurried=False) == []


async def test_the_check_code_of_an_attendance_list_is_read(city: Organisation, monkeypatch: Any) -> None:
    event = await make.today(city)
    await make.guest(event)

    async def made() -> bytes:
        return (await making.pdf(organiser(event), event, ListIn(), "id", NOW)).data

    drawn = await make_codes.pages(monkeypatch, made)
    [code] = [code for page in drawn for code in make_codes.codes(page)]
    [row] = await fetch("SELECT id FROM attendance_list_print")
    assert code.text == proving.LIST.url(row["id"])
    assert code.width >= 20
    assert _read_spoilt({code.text: code.picture}, hurried=False) == []


@pytest.mark.parametrize(
    "host", ["https://acara.lembayung.go.id", "https://kegiatan.dinas-pemberdayaan.kota-lembayung.go.id"]
)
def test_longer_hosts_make_denser_codes_that_are_read_all_the_same(host: str) -> None:
    url = f"{host}/T/7K4QW2M9XH3PZB8D5RNVCT12AB"
    assert _read_spoilt({url.upper(): make_codes.svg_pixels(qr.svg(qr.payload(url)))}) == []


def test_the_spoiling_spoils() -> None:
    """Each way changes the picture, and enough of it ends every code: the tests above could fail."""
    clean = make_codes.svg_pixels(qr.svg("HTTPS://X.EXAMPLE/T/7K4QW2M9XH3PZB8D5RNVCT12AB"), 4)
    ways = dict(make_codes.spoilt(clean))
    assert all(seen.tobytes() != clean.tobytes() for how, seen in ways.items() if how != "as it is")
    gone = clean
    for _again in range(6):
        gone = dict(make_codes.spoilt(gone))["blurred"]
    assert make_codes.read(gone) == []


async def _letter(city: Organisation) -> tuple[Event, Letter]:
    event = await make_letters.event_with(city, "Dinas Sosial", "Dinas Kesehatan")
    return event, await make_letters.issued(city, event, mode=LetterMode.each)
