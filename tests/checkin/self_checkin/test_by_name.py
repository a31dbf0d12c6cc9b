"""By name and digits: the same answer whether found or not, and no guessing."""

import re
import time
from datetime import timedelta

import pytest

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.checkin.self_checkin import guessing, slowly
from events_app.checkin.tables import Attendance, Scan
from events_app.database import counting_queries
from events_app.invitations.tables import GuestState
from tests import make_checkin as make
from tests import make_self_checkin as selfmade
from tests.people import Browser, Cast

PHONE = "0812 3456 7890"
FOUND = {"full_name": "Dra. Budi Santoso, M.Si.", "digits": "7890"}
WRONG = {"full_name": "Budi Santoso", "digits": "0000"}


def bare(text: str) -> str:
    """A page without what differs in every answer."""
    return re.sub(r'(name="_csrf" value|name="csrf" content)="[^"]*"', "", text)


async def test_the_answer_is_the_same_whether_found_or_not(phone: Browser, city: Organisation) -> None:
    event = await make.today(city)
    room = await selfmade.room(event)
    guest = await make.guest(event, "Budi Santoso", phone=PHONE)
    await make.in_state(await make.guest(event, "Citra Menunggu", phone=PHONE), GuestState.waitlisted)
    await selfmade.entered(phone, room)
    said = (WRONG, {"full_name": "Nobody Atall", "digits": "7890"}, FOUND, FOUND)
    waiting = {"full_name": "Citra Menunggu", "digits": "7890"}
    answers = [await phone.post(f"/R/{room.ref}/name", one) for one in (*said, waiting)]
    assert {answer.status_code for answer in answers} == {200}
    assert len({bare(answer.text) for answer in answers}) == 1
    assert "If your name and these digits are on the list" in answers[0].text
    assert [row.guest for row in await Attendance.objects()] == [guest.id]
    outcomes = [(scan.outcome, scan.reason) for scan in await Scan.objects().order_by(Scan.id)]
    unknown, waits = ("refused", "unknown_code"), ("refused", "waitlisted")
    assert outcomes == [unknown, unknown, ("admitted", None), ("already", None), waits]


async def test_found_and_not_found_cost_nearly_the_same_queries(cast: Cast, city: Organisation) -> None:
    event = await make.today(city)
    room = await selfmade.room(event)
    await make.guest(event, "Budi Santoso", phone=PHONE)
    counts = []
    for said in (FOUND, WRONG):
        phone = await selfmade.phone(cast)
        await selfmade.entered(phone, room)
        with counting_queries() as kept:
            await phone.post(f"/R/{room.ref}/name", said)
        counts.append(kept.count)
    assert abs(counts[0] - counts[1]) <= 1, counts


async def test_an_answer_by_name_takes_its_time_found_or_not(
    phone: Browser, city: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = await make.today(city)
    room = await selfmade.room(event)
    await make.guest(event, "Budi Santoso", phone=PHONE)
    await selfmade.entered(phone, room)
    monkeypatch.setattr(slowly, "SECONDS", 0.4)
    for said in (FOUND, WRONG):
        started = time.monotonic()
        await phone.post(f"/R/{room.ref}/name", said)
        assert time.monotonic() - started >= 0.4


async def test_two_of_one_name_and_number_are_nobody(phone: Browser, city: Organisation) -> None:
    event = await make.today(city)
    room = await selfmade.room(event)
    for office in ("Dinas Sosial", "Dinas Kesehatan"):
        await make.guest(event, "Budi Santoso", phone=PHONE, institution_name=office)
    await selfmade.entered(phone, room)
    await phone.post(f"/R/{room.ref}/name", FOUND)
    assert await Attendance.count() == 0


async def test_missing_fields_are_named_and_what_was_typed_is_kept(
    phone: Browser, city: Organisation
) -> None:
    event = await make.today(city)
    room = await selfmade.room(event)
    await selfmade.entered(phone, room)
    shown = await phone.post(f"/R/{room.ref}/name", {"full_name": "Budi <b>Santoso", "digits": "78"})
    assert shown.status_code == 422
    assert "The last four digits are needed" in shown.text
    assert 'value="Budi &lt;b&gt;Santoso"' in shown.text
    assert await Scan.count() == 0


async def test_one_browser_has_ten_tries_and_another_behind_the_same_address_its_own(
    cast: Cast, city: Organisation
) -> None:
    event = await make.today(city)
    room = await selfmade.room(event)
    guest = await make.guest(event, "Budi Santoso", phone=PHONE)
    guesser, honest = await selfmade.phone(cast), await selfmade.phone(cast)
    await selfmade.entered(guesser, room)
    for number in range(guessing.OF_BROWSER):
        said = {"full_name": f"Orang {'abcdefghij'[number]}", "digits": "1111"}
        assert (await guesser.post(f"/R/{room.ref}/name", said)).status_code == 200
    slow = await guesser.post(f"/R/{room.ref}/name", FOUND)
    assert (slow.status_code, "Too many tries" in slow.text) == (429, True)
    assert 'value="7890"' in slow.text
    assert await Attendance.count() == 0
    await selfmade.entered(honest, room)
    assert (await honest.post(f"/R/{room.ref}/name", FOUND)).status_code == 200
    assert [row.guest for row in await Attendance.objects()] == [guest.id]


async def test_the_digits_of_one_name_cannot_be_guessed_by_many_browsers(
    cast: Cast, city: Organisation
) -> None:
    event = await make.today(city)
    room = await selfmade.room(event)
    await make.guest(event, "Budi Santoso", phone=PHONE)
    answers = []
    for number in range(guessing.OF_NAME + 1):
        phone = await selfmade.phone(cast)
        await selfmade.entered(phone, room)
        said = WRONG | {"digits": f"000{number}"}
        answers.append((await phone.post(f"/R/{room.ref}/name", said)).status_code)
    assert answers == [200] * guessing.OF_NAME + [429]


async def test_an_event_has_an_end_of_tries_by_name(
    phone: Browser, city: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guessing, "OF_EVENT", 2)
    event = await make.today(city)
    room = await selfmade.room(event)
    await selfmade.entered(phone, room)
    names = [{"full_name": f"Orang {letter}", "digits": "1111"} for letter in "abc"]
    answers = [(await phone.post(f"/R/{room.ref}/name", one)).status_code for one in names]
    assert answers == [200, 200, 429]


async def test_codes_that_are_none_are_throttled_and_right_ones_never_counted(
    phone: Browser, city: Organisation
) -> None:
    event = await make.today(city)
    room = await selfmade.room(event)
    for _ in range(guessing.OF_BROWSER + 3):
        await selfmade.entered(phone, room)
    wrong = [(await phone.post(f"/R/{room.ref}", {"code": "AAAAAA"})).status_code for _ in range(11)]
    assert wrong == [409] * guessing.OF_BROWSER + [429]


async def test_who_spends_the_guesses_from_elsewhere_locks_nobody_else_out(
    cast: Cast, city: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A browser that keeps no cookies is another one each time; the hall's guests still get in."""
    monkeypatch.setattr(guessing, "OF_NETWORK", 3)
    event = await make.today(city)
    room = await selfmade.room(event)
    answers = []
    for _guess in range(4):
        stranger = await selfmade.phone(cast, "198.51.100.7")
        answers.append((await stranger.get(f"/R/{room.ref}/AAAAAA")).status_code)
    assert answers == [409, 409, 409, 429]
    await selfmade.entered(await selfmade.phone(cast), room)


async def test_throttling_ends_with_its_window(
    phone: Browser, city: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = await make.today(city)
    room = await selfmade.room(event)
    await selfmade.entered(phone, room)
    for _ in range(guessing.OF_BROWSER):
        await phone.post(f"/R/{room.ref}/short-code", {"short_code": "ZZZZ9999"})
    assert (await phone.post(f"/R/{room.ref}/short-code", {"short_code": "ZZZZ9999"})).status_code == 429
    later = clock.now() + timedelta(minutes=11)
    monkeypatch.setattr(clock, "now", lambda: later)
    await selfmade.entered(phone, room)
    again = await phone.post(f"/R/{room.ref}/short-code", {"short_code": "ZZZZ9999"})
    assert "No pass of this event has this code" in again.text
