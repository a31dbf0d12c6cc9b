"""A participant in a room: scanning marks nobody, confirming does, and the door's own statement decides."""

import asyncio
from datetime import datetime, timedelta

import pytest

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.checkin.self_checkin import codes
from events_app.checkin.self_checkin.tables import RoomCode, RoomCodeMode, SelfDevice, SelfFlag
from events_app.checkin.tables import Attendance, Scan
from events_app.events.tables import Event
from events_app.invitations.guest_actions import reissue_pass
from events_app.invitations.tables import Guest, GuestState
from tests import make_checkin as make
from tests import make_events
from tests import make_self_checkin as selfmade
from tests.people import Browser, Cast, Somebody


async def test_scanning_the_room_marks_nobody_and_the_short_code_does(
    phone: Browser, city: Organisation
) -> None:
    event = await make.today(city)
    room, guest = await selfmade.room(event), await make.guest(event, "Hj. Siti Aminah")
    assert "Nobody is marked yet" in (await selfmade.entered(phone, room)).text
    assert await Scan.count() == 0
    shown = await phone.post(f"/R/{room.ref}/short-code", {"short_code": guest.short_code.lower()})
    assert "You are marked present" in shown.text
    assert "Hj. Siti Aminah" in shown.text
    [scan] = await Scan.objects().where(Scan.actor.is_null())
    assert (scan.method, scan.outcome, scan.guest) == ("self", "admitted", guest.id)
    assert scan.device == "Presensi mandiri"
    again = await phone.post(f"/R/{room.ref}/short-code", {"short_code": guest.short_code})
    assert "You were marked at" in again.text
    assert await Attendance.count() == 1
    assert await SelfFlag.count() == 0


async def test_the_pass_that_was_opened_on_this_phone_confirms_with_one_button(
    phone: Browser, city: Organisation
) -> None:
    event = await make.today(city)
    room, guest = await selfmade.room(event), await make.guest(event, "Budi Santoso")
    assert "enter the room" in (await phone.get(f"/T/{make.token(guest)}")).text
    assert "Budi Santoso" in (await selfmade.entered(phone, room)).text
    assert "You are marked present" in (await phone.post(f"/R/{room.ref}/held")).text
    assert await Attendance.count() == 1


async def test_a_pass_that_was_replaced_confirms_nothing(phone: Browser, city: Organisation) -> None:
    event = await make.today(city)
    room, guest = await selfmade.room(event), await make.guest(event)
    await phone.get(f"/T/{make.token(guest)}")
    await reissue_pass(selfmade.planner(event), guest, clock.now())
    await selfmade.entered(phone, room)
    shown = await phone.post(f"/R/{room.ref}/held")
    assert "is not valid here" in shown.text
    assert await Attendance.count() == 0


async def test_from_the_pass_the_six_characters_lead_to_the_room(phone: Browser, city: Organisation) -> None:
    event = await make.today(city)
    room, guest = await selfmade.room(event), await make.guest(event, "Budi Santoso")
    path = f"/T/{make.token(guest)}/room"
    assert "Code of the room" in (await phone.get(path)).text
    wrong = await phone.post(path, {"code": "AAA AAA"})
    assert (wrong.status_code, "This is not a code of this room" in wrong.text) == (409, True)
    assert 'value="AAA AAA"' in wrong.text
    old = codes.shown(room, clock.now() - timedelta(minutes=2))
    assert "has been replaced by a newer one" in (await phone.post(path, {"code": old})).text
    led = await phone.post(path, {"code": codes.shown(room, clock.now()).lower()})
    assert led.headers["location"] == f"/R/{room.ref}"
    assert "Budi Santoso" in (await phone.get(f"/R/{room.ref}")).text
    assert await Scan.count() == 0


async def test_a_pass_offers_nothing_where_self_check_in_is_off(phone: Browser, city: Organisation) -> None:
    event = await make.today(city)
    guest = await make.guest(event)
    assert "enter the room" not in (await phone.get(f"/T/{make.token(guest)}")).text
    await selfmade.room(event)
    await make.in_state(guest, GuestState.waitlisted)
    assert "enter the room" not in (await phone.get(f"/T/{make.token(guest)}")).text


async def test_a_pass_opened_the_day_before_is_remembered_and_its_button_waits_for_the_door(
    phone: Browser, city: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock.now()
    times = {"starts_at": now + timedelta(hours=20), "ends_at": now + timedelta(hours=23)}
    event = await make.today(city, **times)
    room, guest = await selfmade.room(event), await make.guest(event, "Budi Santoso")
    assert "enter the room" not in (await phone.get(f"/T/{make.token(guest)}")).text
    _at(monkeypatch, now + timedelta(hours=20))
    assert "Budi Santoso" in (await selfmade.entered(phone, room)).text
    _at(monkeypatch, now + timedelta(hours=25))
    shown = await phone.get(f"/T/{make.token(guest)}")
    assert "enter the room" not in shown.text
    assert "held-pass" not in shown.headers.get("set-cookie", "")


@pytest.mark.parametrize("shown", ["%ff%fe", "%00", "%2e%2e", "a%0d%0ab", "x" * 3_000])
async def test_anything_in_the_address_of_a_code_is_refused_by_name(
    phone: Browser, city: Organisation, shown: str
) -> None:
    room = await selfmade.room(await make.today(city))
    answer = await phone.get(f"/R/{room.ref}/{shown}")
    assert (answer.status_code, "This is not a code of this room" in answer.text) == (409, True)


async def test_a_slow_typist_is_taken_after_the_code_has_changed_and_refused_after_five_minutes(
    phone: Browser, city: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = await make.today(city)
    room, guest = await selfmade.room(event), await make.guest(event)
    start = clock.now()
    await selfmade.entered(phone, room)
    typed = {"short_code": guest.short_code}
    _at(monkeypatch, start + timedelta(minutes=5, seconds=2))
    over = await phone.post(f"/R/{room.ref}/short-code", typed)
    assert (over.status_code, "The five minutes to confirm are over" in over.text) == (409, True)
    assert await Scan.count() == 0
    _at(monkeypatch, start + timedelta(minutes=4, seconds=50))
    assert "You are marked present" in (await phone.post(f"/R/{room.ref}/short-code", typed)).text


async def test_an_old_code_is_refused_by_name_and_gives_no_time(phone: Browser, city: Organisation) -> None:
    event = await make.today(city)
    room, guest = await selfmade.room(event), await make.guest(event)
    old = codes.shown(room, clock.now() - timedelta(seconds=45))
    shown = await phone.get(f"/R/{room.ref}/{old}")
    assert (shown.status_code, "has been replaced by a newer one" in shown.text) == (409, True)
    refused = await phone.post(f"/R/{room.ref}/short-code", {"short_code": guest.short_code})
    assert refused.status_code == 409
    assert await Scan.count() == 0
    typed = await phone.post(f"/R/{room.ref}", {"code": codes.shown(room, clock.now())})
    assert typed.headers["location"] == f"/R/{room.ref}"


async def test_leave_to_confirm_is_of_the_browser_that_read_the_code(
    phone: Browser, cast: Cast, city: Organisation
) -> None:
    event = await make.today(city)
    room, guest = await selfmade.room(event), await make.guest(event)
    await selfmade.entered(phone, room)
    thief = await selfmade.phone(cast)
    thief.client.cookies.set("room-pass", phone.client.cookies["room-pass"])
    refused = await thief.post(f"/R/{room.ref}/short-code", {"short_code": guest.short_code})
    assert refused.status_code == 409
    assert await Scan.count() == 0


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (GuestState.cancelled, "Your place was cancelled"),
        (GuestState.waitlisted, "You are on the waiting list"),
    ],
)
async def test_who_has_no_place_is_told_so(
    phone: Browser, city: Organisation, state: GuestState, words: str
) -> None:
    event = await make.today(city)
    room, guest = await selfmade.room(event), await make.guest(event)
    await make.in_state(guest, state)
    await selfmade.entered(phone, room)
    shown = await phone.post(f"/R/{room.ref}/short-code", {"short_code": guest.short_code})
    assert words in shown.text
    assert await Attendance.count() == 0
    assert [scan.reason for scan in await Scan.objects()] == [state.value]


@pytest.mark.parametrize(
    ("start", "words"),
    [(timedelta(hours=5), "The door is not open yet"), (timedelta(hours=-9), "The door has closed")],
)
async def test_outside_the_doors_hours_nobody_is_looked_up(
    phone: Browser, city: Organisation, start: timedelta, words: str
) -> None:
    now = clock.now()
    event = await make.today(city, starts_at=now + start, ends_at=now + start + timedelta(hours=3))
    room, guest = await selfmade.room(event), await make.guest(event)
    shown = await phone.get(f"/R/{room.ref}/{codes.shown(room, now)}")
    assert (shown.status_code, words in shown.text) == (409, True)
    for way, said in _ways(guest):
        refused = await phone.post(f"/R/{room.ref}/{way}", said)
        assert (refused.status_code, words in refused.text) == (409, True), way
    assert await Scan.count() == 0


async def test_a_confidential_event_refuses_by_name_even_what_was_set_up_before(
    phone: Browser, city: Organisation
) -> None:
    event = await make.today(city, title="Rapat rahasia")
    room, guest = await selfmade.room(event), await make.guest(event)
    await selfmade.entered(phone, room)
    await Event.update({Event.confidential: True}).where(Event.id == event.id)
    for way, said in _ways(guest):
        refused = await phone.post(f"/R/{room.ref}/{way}", said)
        assert "never possible at a confidential event" in refused.text, way
        assert "Rapat rahasia" not in refused.text
    assert "Rapat rahasia" not in (await phone.get(f"/R/{room.ref}")).text
    assert (await phone.post(f"/T/{make.token(guest)}/room", {"code": "AAAAAA"})).status_code == 404
    assert await Scan.count() == 0


async def test_a_room_that_is_switched_off_ends_leave_that_was_given(
    phone: Browser, city: Organisation
) -> None:
    event = await make.today(city)
    room, guest = await selfmade.room(event), await make.guest(event)
    await selfmade.entered(phone, room)
    await RoomCode.update({RoomCode.open: False}).where(RoomCode.id == room.id)
    refused = await phone.post(f"/R/{room.ref}/short-code", {"short_code": guest.short_code})
    assert "switched off here" in refused.text
    assert await Scan.count() == 0


async def test_a_session_has_its_own_list(phone: Browser, city: Organisation, alice: Somebody) -> None:
    event = await make.today(city)
    session = await make_events.session(event, "Diskusi kelompok")
    room, guest = await selfmade.room(event, session_id=session.id), await make.guest(event)
    await selfmade.entered(phone, room)
    await phone.post(f"/R/{room.ref}/short-code", {"short_code": guest.short_code})
    assert {row.session for row in await Attendance.objects()} == {None, session.id}


async def test_a_guest_of_another_event_or_organisation_is_nobody_here(
    phone: Browser, city: Organisation, charlie: Somebody
) -> None:
    event = await make.today(city)
    room = await selfmade.room(event, RoomCodeMode.static)
    elsewhere = await Organisation.objects().get(Organisation.id == charlie.actor.organisation)
    assert elsewhere is not None
    for other in (await make.today(city), await make.today(elsewhere)):
        guest = await make.guest(other)
        await phone.get(f"/T/{make.token(guest)}")
        await selfmade.entered(phone, room)
        refused = await phone.post(f"/R/{room.ref}/short-code", {"short_code": guest.short_code})
        assert "No pass of this event has this code" in refused.text
        assert "is not valid here" in (await phone.post(f"/R/{room.ref}/held")).text
    assert await Scan.count() == 0


async def test_many_phones_that_confirm_one_pass_at_once_mark_it_once(cast: Cast, city: Organisation) -> None:
    event = await make.today(city)
    room, guest = await selfmade.room(event), await make.guest(event)
    phones = [await selfmade.phone(cast) for _ in range(8)]
    for phone in phones:
        await selfmade.entered(phone, room)
    typed = {"short_code": guest.short_code}
    answers = await asyncio.gather(*(one.post(f"/R/{room.ref}/short-code", typed) for one in phones))
    assert {answer.status_code for answer in answers} == {200}
    assert sum("You are marked present" in answer.text for answer in answers) == 1
    assert sum("You were marked at" in answer.text for answer in answers) == 7
    assert await Attendance.count() == 1


async def test_one_phone_that_confirms_many_passes_at_once_loses_none(
    phone: Browser, city: Organisation
) -> None:
    event = await make.today(city)
    room = await selfmade.room(event)
    guests = [await make.guest(event, f"Tamu {letter}") for letter in "abcdef"]
    await selfmade.entered(phone, room)
    path = f"/R/{room.ref}/short-code"
    await asyncio.gather(*(phone.post(path, {"short_code": one.short_code}) for one in guests))
    assert await Attendance.count() == 6
    [device] = await SelfDevice.objects()
    assert (device.marks, device.failures) == (6, 0)
    assert await SelfFlag.count() == 5


async def test_a_room_that_nobody_knows_is_not_found(phone: Browser, city: Organisation) -> None:
    for ref in ("AAAAAA", "%00", "%F0%9F%98%80", "x" * 500):
        assert (await phone.get(f"/R/{ref}")).status_code == 404


def _ways(guest: Guest) -> list[tuple[str, dict[str, str]]]:
    name = {"full_name": "Budi Santoso", "digits": "1234"}
    return [("held", {}), ("short-code", {"short_code": guest.short_code}), ("name", name)]


def _at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment)
