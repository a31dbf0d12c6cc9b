"""Organisers turn self check-in on and off: never at a confidential event, never for strangers."""

import io
from typing import Any

import pypdf
import pytest
import typst
import zxingcpp
from PIL import Image

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.checkin.self_checkin import codes
from events_app.checkin.self_checkin.tables import RoomCode, RoomCodeMode
from events_app.database import counting_queries
from events_app.documents import pdf
from events_app.events.tables import Event
from tests import make_checkin as make
from tests import make_events
from tests import make_self_checkin as selfmade
from tests.people import Browser, Somebody


async def test_self_check_in_is_off_until_somebody_turns_it_on(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    path = f"/events/{event.id}/self-check-in"
    assert "Self check-in is off" in (await alice.web.get(path)).text
    assert path in (await alice.web.get(f"/events/{event.id}")).text
    answer = await alice.web.post(path, {"mode": "rotating"})
    assert answer.headers["location"] == path
    shown = (await alice.web.get(path)).text
    assert "The whole event" in shown
    assert "Open the screen" in shown
    again = await alice.web.post(path, {"mode": "static"})
    assert "set up here already" in again.text
    assert await RoomCode.count() == 1


async def test_each_session_can_have_its_own(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    session = await make_events.session(event, "Diskusi kelompok")
    path = f"/events/{event.id}/self-check-in"
    await alice.web.post(path, {"mode": "static", "session_id": str(session.id)})
    shown = (await alice.web.get(path)).text
    assert "Poster (PDF)" in shown
    foreign = await make_events.session(await make.today(city), "Lain")
    refused = await alice.web.post(path, {"mode": "static", "session_id": str(foreign.id)})
    assert (refused.status_code, "does not belong to the event" in refused.text) == (422, True)


@pytest.mark.parametrize("mode", list(RoomCodeMode))
async def test_a_confidential_event_refuses_by_name(
    alice: Somebody, city: Organisation, mode: RoomCodeMode
) -> None:
    event = await make.today(city, confidential=True)
    answer = await alice.api.post(f"/events/{event.id}/room-codes", json={"mode": mode.value})
    assert (answer.status_code, answer.json()["code"]) == (409, "never_confidential")
    shown = await alice.web.post(f"/events/{event.id}/self-check-in", {"mode": mode.value})
    assert "never possible at a confidential event" in shown.text
    assert await RoomCode.count() == 0


async def test_what_was_set_up_before_an_event_became_confidential_shows_nothing(
    alice: Somebody, public: Browser, city: Organisation
) -> None:
    event = await make.today(city, title="Rapat rahasia")
    poster, screen = await selfmade.room(event, RoomCodeMode.static), await _screened(alice, event)
    await Event.update({Event.confidential: True}).where(Event.id == event.id)
    assert (
        await alice.web.get(f"/events/{event.id}/self-check-in/{poster.id}/poster.pdf")
    ).status_code == 409
    shown = await public.get(screen)
    assert "room-qr" not in shown.text
    assert "Rapat rahasia" not in shown.text


async def test_switching_off_and_on_and_choosing_another_way(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    room = await selfmade.room(event)
    path = f"/events/{event.id}/self-check-in/{room.id}"
    await alice.web.post(path, {"open": "false", "row_version": "1"})
    assert [(row.open, row.mode) for row in await RoomCode.objects()] == [(False, "rotating")]
    await alice.web.post(path, {"open": "true", "row_version": "1"})
    assert "Somebody changed this" in (await alice.web.get(f"/events/{event.id}/self-check-in")).text
    await alice.web.post(path, {"open": "true", "row_version": "2"})
    await alice.web.post(path, {"mode": "static", "row_version": "3"})
    assert [(row.open, row.mode) for row in await RoomCode.objects()] == [(True, "static")]


async def test_a_replaced_poster_is_refused_as_old(
    alice: Somebody, phone: Browser, city: Organisation
) -> None:
    event = await make.today(city)
    room = await selfmade.room(event, RoomCodeMode.static)
    first = codes.shown(room, clock.now())
    await alice.web.post(f"/events/{event.id}/self-check-in/{room.id}/poster")
    shown = await phone.get(f"/R/{room.ref}/{first}")
    assert (shown.status_code, "has been replaced by a newer one" in shown.text) == (409, True)


async def test_the_poster_is_read_by_another_decoder_and_says_it_in_both_languages(
    alice: Somebody, phone: Browser, city: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = await make.today(city, title="Diskusi Tematik Pencegahan TPPO")
    room = await selfmade.room(event, RoomCodeMode.static)
    sheets = _drawn(monkeypatch)
    answer = await alice.web.get(f"/events/{event.id}/self-check-in/{room.id}/poster.pdf")
    document = pypdf.PdfReader(io.BytesIO(answer.content))
    assert (len(document.pages), len(sheets)) == (1, 1)
    # Kerned letters stand apart, so spaces say nothing.
    text, shown = "".join(document.pages[0].extract_text().split()), codes.shown(room, clock.now())
    for said in ("Diskusi Tematik Pencegahan TPPO", "Presensi di sini", "Check in here", room.ref, shown[:3]):
        assert said.replace(" ", "") in text, said
    [code] = zxingcpp.read_barcodes(Image.open(io.BytesIO(sheets[0])))
    assert code.text == f"HTTP://LOCALHOST:8000/R/{room.ref}/{shown}"
    landed = await phone.get(code.text.removeprefix("HTTP://LOCALHOST:8000"))
    assert landed.headers["location"] == f"/R/{room.ref}"


async def test_a_long_title_leaves_the_poster_one_sheet(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city, title="Pencegahan dan Penanganan Tindak Pidana Perdagangan Orang " * 3)
    session = await make_events.session(event, "Diskusi kelompok tentang pencegahan di kelurahan " * 4)
    room = await selfmade.room(event, RoomCodeMode.static, session_id=session.id)
    answer = await alice.web.get(f"/events/{event.id}/self-check-in/{room.id}/poster.pdf")
    assert len(pypdf.PdfReader(io.BytesIO(answer.content)).pages) == 1


async def test_a_changing_code_has_no_poster_and_a_poster_no_screen_link(
    alice: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    room = await selfmade.room(event)
    path = f"/events/{event.id}/self-check-in/{room.id}"
    assert (await alice.web.get(f"{path}/poster.pdf")).status_code == 409
    session = await make_events.session(event)
    poster = await selfmade.room(event, RoomCodeMode.static, session_id=session.id)
    refused = await alice.api.post(f"/events/{event.id}/room-codes/{poster.id}/screen-link")
    assert refused.json()["code"] == "no_screen_link"


async def test_the_screens_link_opens_without_signing_in_until_it_is_ended(
    alice: Somebody, public: Browser, city: Organisation
) -> None:
    event = await make.today(city)
    link = await _screened(alice, event)
    [room] = await RoomCode.objects()
    shown = await public.get(link)
    code = codes.shown(room, clock.now())
    assert code[:3] in shown.text or codes.remaining(clock.now()) > 13
    assert f'data-live="{link}/live"' in shown.text
    live = await public.get(f"{link}/live")
    assert f'data-seconds="{codes.SECONDS}"' in live.text
    assert "<html" not in live.text
    path = f"/events/{event.id}/self-check-in/{room.id}"
    fresh = await _screened(alice, event, room)
    assert (await public.get(link)).status_code == 404
    await alice.web.post(f"{path}/screen-link/end")
    assert (await public.get(fresh)).status_code == 404
    assert (await public.get(f"{fresh}/live")).status_code == 404


async def test_who_works_the_door_shows_the_screen_and_nobody_else(
    alice: Somebody, bob: Somebody, charlie: Somebody, dewi: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    room = await selfmade.room(event)
    path = f"/door/{event.id}/rooms/{room.id}"
    assert [(await who.web.get(path)).status_code for who in (bob, charlie, dewi)] == [404, 404, 403]
    await make_events.door_staff(event, bob.user.id)
    for who in (alice, bob):
        assert "room-qr" in (await who.web.get(path)).text
        assert "room-qr" in (await who.web.get(f"{path}/live")).text
    other = await make.today(city)
    assert (await alice.web.get(f"/door/{other.id}/rooms/{room.id}")).status_code == 404


async def test_only_who_plans_sets_it_up(
    alice: Somebody, bob: Somebody, charlie: Somebody, dewi: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    await make_events.door_staff(event, bob.user.id)
    room = await selfmade.room(event)
    base = f"/events/{event.id}/self-check-in"
    for path in (base, f"{base}/review"):
        seen = [(await who.web.get(path)).status_code for who in (alice, bob, charlie, dewi)]
        assert seen == [200, 403, 404, 403], path
    for path in (base, f"{base}/{room.id}", f"{base}/{room.id}/poster", f"{base}/{room.id}/screen-link"):
        seen = [(await who.web.post(path, {"mode": "static"})).status_code for who in (bob, charlie, dewi)]
        assert seen == [403, 404, 403], path
    api = [(await who.api.get(f"/events/{event.id}/room-codes")).status_code for who in (bob, charlie, dewi)]
    assert api == [403, 404, 403]


async def test_a_screen_outside_the_doors_hours_shows_no_code(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city, door_opens_minutes=0, door_closes_minutes=0)
    room = await selfmade.room(event)
    await Event.update({Event.ends_at: clock.now()}).where(Event.id == event.id)
    shown = (await alice.web.get(f"/door/{event.id}/rooms/{room.id}")).text
    assert "room-qr" not in shown
    assert "The door has closed" in shown


async def test_the_settings_cost_the_same_for_many_rooms(alice: Somebody, city: Organisation) -> None:
    event, counts = await make.today(city), []
    for n in (1, 9):
        for i in range(n):
            session = await make_events.session(event, f"Sesi {n} {i}")
            await selfmade.room(event, session_id=session.id)
        with counting_queries() as kept:
            await alice.web.get(f"/events/{event.id}/self-check-in")
        counts.append(kept.count)
    assert counts[0] == counts[1]


async def test_programs_list_read_and_change_room_codes(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    path = f"/events/{event.id}/room-codes"
    made = (await alice.api.post(path, json={"mode": "rotating"})).json()
    assert (made["open"], made["session_id"], made["screen_url"]) == (True, None, None)
    assert made["address"].endswith(f"/R/{made['address'][-6:]}")
    one = f"{path}/{made['id']}"
    linked = (await alice.api.post(f"{one}/screen-link")).json()
    assert linked["screen_url"].startswith("http://localhost:8000/screens/")
    assert (await alice.api.get(one)).json() == linked
    assert (await alice.api.get(path)).json()["items"] == [linked]
    assert (await alice.api.delete(f"{one}/screen-link")).status_code == 204
    changed = (await alice.api.patch(one, json={"open": False})).json()
    assert (changed["open"], changed["screen_url"]) == (False, None)
    assert (await alice.api.post(f"{one}/poster")).json()["code"] == "no_poster"
    assert (await alice.api.post(path, json={})).json()["code"] == "room_code_exists"


async def _screened(alice: Somebody, event: Event, room: RoomCode | None = None) -> str:
    """A path that shows the room's code without signing in."""
    if room is None:
        session = await make_events.session(event)
        room = await selfmade.room(event, session_id=session.id)
    answer = await alice.api.post(f"/events/{event.id}/room-codes/{room.id}/screen-link")
    return str(answer.json()["screen_url"]).removeprefix("http://localhost:8000")


def _drawn(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What the press sets is drawn as pictures, too: the same sources, at the resolution of a plain printer."""
    sheets: list[bytes] = []
    compile_pdf = pdf._compile

    def both(sources: Any, root: str, timestamp: int, standards: Any) -> bytes:
        drawn: Any = typst.compile(sources, root=root, font_paths=pdf._fonts(), format="png", ppi=100)
        sheets.extend(drawn if isinstance(drawn, list) else [drawn])
        return compile_pdf(sources, root, timestamp, standards)

    monkeypatch.setattr(pdf, "_compile", both)
    return sheets
