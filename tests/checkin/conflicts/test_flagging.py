"""One pass at several doors without a network: whatever the order of upload, the same attendance and nobody dropped."""

import asyncio
from datetime import timedelta
from itertools import permutations
from typing import Any
from uuid import UUID

import httpx
import pytest

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.checkin import actions
from events_app.checkin.conflicts import queries
from events_app.checkin.forms import ScanIn
from events_app.checkin.tables import Attendance, ScanConflict
from events_app.events.tables import Event
from events_app.ids import new_id
from events_app.invitations.tables import Guest, GuestState
from tests import make_checkin, make_devices
from tests.people import Somebody

DOORS = ("Pintu utara", "Pintu selatan", "Pintu timur")


def _scan(guest: Guest, minutes: float, *, offline: bool = True, **more: Any) -> ScanIn:
    at = clock.now() - timedelta(minutes=30) + timedelta(minutes=minutes)
    return ScanIn(id=new_id(), code=guest.short_code, scanned_at=at, offline=offline, **more)


async def _sent(event: Event, device: str, *scans: ScanIn) -> list[str]:
    answers = await actions.record_scans(make_devices.organiser(event), event.id, device, scans)
    return [one.outcome for one in answers]


async def _pairs(event: Event, guest: Guest) -> list[tuple[str, set[UUID | None]]]:
    found = [one for one in await queries.questions(event) if one.guest == guest.id]
    return [(one.kind, {one.scan.scan_id, one.other.scan_id if one.other else None}) for one in found]


@pytest.mark.parametrize("order", list(permutations(range(2))), ids=str)
async def test_two_doors_without_a_network_are_a_question_in_either_order(
    city: Organisation, order: tuple[int, ...]
) -> None:
    event = await make_checkin.today(city)
    guest = await make_checkin.guest(event)
    scans = [_scan(guest, 0), _scan(guest, 5)]
    outcomes = [await _sent(event, DOORS[n], scans[n]) for n in order]
    assert outcomes == [["admitted"], ["already"]]
    [(kind, pair)] = await _pairs(event, guest)
    assert kind == ("offline" if order == (0, 1) else "late")
    assert pair == {scan.id for scan in scans}


@pytest.mark.parametrize("times", [(0, 5, 9), (7, 2, 12), (0, 0.3, 0.7), (20, 0.1, 0)], ids=str)
async def test_the_order_of_upload_changes_neither_attendance_nor_what_is_in_doubt(
    city: Organisation, times: tuple[float, ...]
) -> None:
    event = await make_checkin.today(city)
    for order in permutations(range(3)):
        guest = await make_checkin.guest(event, f"Tamu {'abc'[order[0]]}{'abc'[order[1]]}")
        scans = [_scan(guest, minutes) for minutes in times]
        for n in order:
            await _sent(event, DOORS[n], scans[n])
        row = await Attendance.objects().get(Attendance.guest == guest.id)
        assert row is not None
        moments = [scan.scanned_at for scan in scans]
        assert (row.first_in_at, row.last_in_at) == (min(moments), max(moments))
        pairs = [pair for _kind, pair in await _pairs(event, guest)]
        assert len(pairs) == 2
        assert set().union(*pairs) == {scan.id for scan in scans}


async def test_a_phone_that_heard_the_answer_opens_no_question(city: Organisation) -> None:
    event = await make_checkin.today(city)
    guest = await make_checkin.guest(event)
    await _sent(event, DOORS[0], _scan(guest, 0))
    assert await _sent(event, DOORS[1], _scan(guest, 5, offline=False)) == ["already"]
    assert await ScanConflict.count() == 0


async def test_one_phone_that_scans_twice_opens_no_question(city: Organisation) -> None:
    event = await make_checkin.today(city)
    guest = await make_checkin.guest(event)
    await _sent(event, DOORS[0], _scan(guest, 0), _scan(guest, 0.2), _scan(guest, 8))
    assert await ScanConflict.count() == 0


async def test_who_went_out_between_comes_in_again_without_a_question(city: Organisation) -> None:
    event = await make_checkin.today(city)
    guest = await make_checkin.guest(event)
    await _sent(event, DOORS[0], _scan(guest, 0), _scan(guest, 3, direction="out"))
    assert await _sent(event, DOORS[1], _scan(guest, 5)) == ["admitted"]
    assert await ScanConflict.count() == 0


async def test_a_flush_sent_again_asks_once(city: Organisation) -> None:
    event = await make_checkin.today(city)
    guest = await make_checkin.guest(event)
    await _sent(event, DOORS[0], _scan(guest, 0))
    second = _scan(guest, 5)
    await asyncio.gather(*(_sent(event, DOORS[1], second) for _time in range(4)))
    assert await ScanConflict.count() == 1


async def test_an_answer_that_never_arrived_is_asked_about_when_it_is_sent_again(city: Organisation) -> None:
    event = await make_checkin.today(city)
    guest = await make_checkin.guest(event)
    await _sent(event, DOORS[0], _scan(guest, 0))
    lost = _scan(guest, 5, offline=False)
    await _sent(event, DOORS[1], lost)
    assert await _sent(event, DOORS[1], lost.model_copy(update={"offline": True})) == ["already"]
    assert await ScanConflict.count() == 1


async def test_whom_the_server_refuses_later_is_not_dropped(city: Organisation) -> None:
    event = await make_checkin.today(city)
    waiting = await make_checkin.guest(event)
    await make_checkin.in_state(waiting, GuestState.waitlisted)
    unknown = ScanIn(id=new_id(), code="ZZZZ9999", scanned_at=clock.now(), offline=True)
    assert await _sent(event, DOORS[0], _scan(waiting, 0), unknown) == ["refused", "refused"]
    found = await queries.questions(event)
    assert {(one.kind, one.guest, one.scan.reason) for one in found} == {
        ("refused", waiting.id, "waitlisted"),
        ("refused", None, "unknown_code"),
    }


async def test_a_program_says_that_it_was_offline(alice: Somebody, city: Organisation) -> None:
    event = await make_checkin.today(city)
    guest = await make_checkin.guest(event)
    path = f"/events/{event.id}/scans"
    await alice.api.post(path, json=make_checkin.scans(guest.short_code))
    body = {"device": "Pintu selatan", "scans": [make_checkin.scan(guest.short_code, offline=True)]}
    answer: httpx.Response = await alice.api.post(path, json=body)
    assert answer.json()["results"][0]["outcome"] == "already"
    listed = (await alice.api.get(f"/events/{event.id}/scan-conflicts?still_open=true")).json()["items"]
    assert [(one["kind"], one["scan"]["device"], one["other"]["device"]) for one in listed] == [
        ("offline", "Pintu selatan", "Pintu utara")
    ]
