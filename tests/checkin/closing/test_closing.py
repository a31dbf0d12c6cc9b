"""Moves between rooms, and what the clock does when a door closes."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.checkin import actions
from events_app.checkin.closing.actions import close_doors
from events_app.checkin.tables import Attendance, Scan
from events_app.events.tables import Event
from tests import make_checkin as make
from tests import make_events
from tests.people import Somebody

AN_HOUR = timedelta(hours=1)


async def sent(who: Somebody, event: Event, *scans: dict[str, Any]) -> list[dict[str, Any]]:
    answer = await who.api.post(f"/events/{event.id}/scans", json={"scans": list(scans)})
    results: list[dict[str, Any]] = answer.json()["results"]
    return results


async def two_rooms(city: Organisation) -> tuple[Event, str, str]:
    event = await make.today(city)
    rooms = [
        await make_events.session(event, title=title, starts_at=event.starts_at, ends_at=event.ends_at)
        for title in ("Ruang A", "Ruang B")
    ]
    return event, str(rooms[0].id), str(rooms[1].id)


async def row_of(session: str | None) -> Any:
    rows: list[Any] = await Attendance.objects()
    return next(one for one in rows if str(one.session) == str(session))


async def test_entering_one_room_leaves_the_other_by_scan_time(alice: Somebody, city: Organisation) -> None:
    event, a, b = await two_rooms(city)
    await alice.api.put(f"/events/{event.id}/door", json={"one_room": True})
    guest, start = await make.guest(event), event.starts_at
    into_b = make.scan(guest.short_code, session_id=b, scanned_at=(start + timedelta(minutes=30)).isoformat())
    into_a = make.scan(guest.short_code, session_id=a, scanned_at=(start + timedelta(minutes=10)).isoformat())
    back = make.scan(guest.short_code, session_id=a, scanned_at=(start + timedelta(minutes=50)).isoformat())
    for scan in (into_b, into_a):  # the later one arrived first
        await sent(alice, event, scan)
    assert (await row_of(a)).last_out_at == start + timedelta(minutes=30)
    assert (await row_of(b)).last_out_at is None
    (again,) = await sent(alice, event, back)
    assert again["outcome"] == "admitted"
    assert (await row_of(b)).last_out_at == start + timedelta(minutes=50)
    left = make.scan(
        guest.short_code, direction="out", scanned_at=(start + timedelta(minutes=55)).isoformat()
    )
    await sent(alice, event, left)
    assert (await row_of(a)).last_out_at == start + timedelta(minutes=55)
    assert (await row_of(b)).last_out_at == start + timedelta(minutes=50)


@pytest.mark.parametrize("shares", [0, 20])
async def test_two_doors_that_see_one_guest_at_once_agree(
    shares: int, alice: Somebody, city: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one process, which shares a statement, and as several would."""
    monkeypatch.setattr(actions, "SHARES_UP_TO", shares)
    event, a, b = await two_rooms(city)
    await alice.api.put(f"/events/{event.id}/door", json={"one_room": True})
    for name in ("Ani Satu", "Budi Dua", "Citra Tiga", "Dodi Empat"):
        guest, start = await make.guest(event, name), event.starts_at
        seen = [("in", a, 10), ("in", b, 30), ("out", b, 40), ("in", a, 50)]
        scans = [
            make.scan(
                guest.short_code,
                direction=way,
                session_id=room,
                scanned_at=(start + timedelta(minutes=minute)).isoformat(),
            )
            for way, room, minute in seen
        ]
        await asyncio.gather(*(sent(alice, event, scan) for scan in scans))
        rows: list[Any] = await Attendance.objects().where(Attendance.guest == guest.id)
        found = {str(row.session): (row.last_in_at, row.last_out_at) for row in rows}
        assert found[a] == (start + timedelta(minutes=50), start + timedelta(minutes=30))
        assert found[b] == (start + timedelta(minutes=30), start + timedelta(minutes=40))


async def test_undoing_a_move_brings_the_guest_back(alice: Somebody, city: Organisation) -> None:
    event, a, b = await two_rooms(city)
    await alice.api.put(f"/events/{event.id}/door", json={"one_room": True})
    guest = await make.guest(event)
    await sent(alice, event, make.scan(guest.short_code, session_id=a))
    (moved,) = await sent(alice, event, make.scan(guest.short_code, session_id=b))
    assert (await row_of(a)).last_out_at is not None
    await alice.api.post(f"/events/{event.id}/scans/{moved['id']}/undo")
    assert (await row_of(a)).last_out_at is None


async def test_rooms_are_apart_unless_the_event_says_so(alice: Somebody, city: Organisation) -> None:
    event, a, b = await two_rooms(city)
    guest = await make.guest(event)
    for room in (a, b):
        await sent(alice, event, make.scan(guest.short_code, session_id=room))
    assert (await row_of(a)).last_out_at is None
    await alice.api.put(f"/events/{event.id}/door", json={"one_room": True})
    assert (await row_of(a)).last_out_at == (await row_of(b)).last_in_at


async def test_the_clock_checks_out_who_is_inside_at_closing_once(
    alice: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    stays, leaves = await make.guest(event, "Ani Satu"), await make.guest(event, "Budi Dua")
    await sent(alice, event, make.scan(stays.short_code), make.scan(leaves.short_code))
    await sent(alice, event, make.scan(leaves.short_code, direction="out"))
    closes_at = event.ends_at + timedelta(minutes=event.door_closes_minutes)
    await close_doors(closes_at - timedelta(seconds=1))
    assert await Scan.count().where(Scan.method == "automatic") == 0
    for _ in range(2):
        await close_doors(closes_at + timedelta(minutes=4))
    (scan,) = await Scan.objects().where(Scan.method == "automatic")
    assert (scan.guest, scan.scanned_at, scan.outcome) == (stays.id, closes_at, "left")
    rows: list[Any] = await Attendance.objects()
    assert {row.guest: row.by_clock for row in rows} == {stays.id: True, leaves.id: False}
    assert (await alice.api.get(f"/events/{event.id}/attendance")).json()["inside"] == 0


async def test_a_late_scan_knows_better_than_the_clock(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    guest, end = await make.guest(event), event.ends_at
    await sent(alice, event, make.scan(guest.short_code))
    closes_at = end + timedelta(minutes=event.door_closes_minutes)
    await close_doors(closes_at)
    out = make.scan(guest.short_code, direction="out", scanned_at=(end - AN_HOUR).isoformat())
    await sent(alice, event, out)
    row = await row_of(None)
    assert (row.last_out_at, row.by_clock) == (end - AN_HOUR, False)
    again = make.scan(guest.short_code, scanned_at=(end - timedelta(minutes=30)).isoformat())
    await sent(alice, event, again)
    await close_doors(closes_at + timedelta(minutes=5))
    row = await row_of(None)
    assert (row.last_out_at, row.by_clock) == (closes_at, True)


async def test_a_check_out_that_was_taken_back_stays_taken_back(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    guest = await make.guest(event)
    await sent(alice, event, make.scan(guest.short_code))
    closes_at = event.ends_at + timedelta(minutes=event.door_closes_minutes)
    await close_doors(closes_at)
    scan: Any = await Scan.objects().get(Scan.method == "automatic")
    await alice.api.post(f"/events/{event.id}/scans/{scan.scan_id}/undo")
    await close_doors(closes_at + timedelta(minutes=5))
    assert (await row_of(None)).last_out_at is None


async def test_closing_can_be_left_to_people(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    guest = await make.guest(event)
    await sent(alice, event, make.scan(guest.short_code))
    await alice.web.post(f"/events/{event.id}/attendance/door", {"one_room": "on"})
    assert (await alice.api.get(f"/events/{event.id}/door")).json() == {"one_room": True, "checks_out": False}
    await close_doors(event.ends_at + timedelta(days=1))
    assert (await row_of(None)).last_out_at is None


async def test_no_device_may_say_that_it_is_the_clock(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    answer = await alice.api.post(
        f"/events/{event.id}/scans", json={"scans": [make.scan("x", method="automatic")]}
    )
    assert answer.json()["errors"][0]["field"] == "scans.0.method"


async def test_only_planners_set_the_door(
    alice: Somebody, bob: Somebody, charlie: Somebody, dewi: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    path = f"/events/{event.id}/door"
    answers = [(await who.api.put(path, json={"one_room": True})).status_code for who in (charlie, dewi)]
    assert answers == [404, 403]
    assert (await bob.api.put(path, json={"one_room": True})).status_code in (403, 404)
    assert "Settings of the door" in (await alice.web.get(f"/events/{event.id}/attendance/door")).text


@pytest.mark.parametrize("ahead", [timedelta(hours=2), timedelta(hours=-3)])
async def test_a_wrong_clock_is_measured_and_set_right(
    ahead: timedelta, alice: Somebody, city: Organisation
) -> None:
    event, now = await make.today(city), clock.now()
    guest = await make.guest(event)
    said = now - timedelta(minutes=10) + ahead
    body = {
        "sent_at": (now + ahead).isoformat(),
        "scans": [make.scan(guest.short_code, scanned_at=said.isoformat())],
    }
    answer = (await alice.api.post(f"/events/{event.id}/scans", json=body)).json()["results"][0]
    assert answer["outcome"] == "admitted"
    scan: Any = await Scan.objects().first()
    assert abs(scan.scanned_at - (now - timedelta(minutes=10))) < timedelta(seconds=30)
    assert scan.device_at == said
    assert "its clock was wrong" in (await alice.web.get(f"/events/{event.id}/attendance/scans")).text


async def test_a_scan_of_a_measured_clock_is_never_later_than_now(
    alice: Somebody, city: Organisation
) -> None:
    event, now = await make.today(city), clock.now()
    guest = await make.guest(event)
    jump = {"sent_at": (now + AN_HOUR).isoformat()}
    scan = make.scan(guest.short_code, scanned_at=(now + 3 * AN_HOUR - timedelta(minutes=59)).isoformat())
    await alice.api.post(f"/events/{event.id}/scans", json=jump | {"scans": [scan]})
    kept: Any = await Scan.objects().first()
    assert kept.scanned_at <= clock.now()
