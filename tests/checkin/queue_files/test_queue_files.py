"""A phone's unsent scans as a file: taken whole, taken once, or refused by name."""

import json
from typing import Any
from uuid import uuid4

import httpx
import pytest

from events_app.accounts.tables import Organisation
from events_app.checkin.tables import Attendance, Scan
from events_app.events.tables import Event
from events_app.invitations.tables import Guest
from tests import make_checkin as make
from tests.people import Somebody


def written(of: Event, *scans: dict[str, Any], **more: Any) -> bytes:
    """What the door page writes."""
    return json.dumps(
        {"kind": "door-queue", "version": 1, "event": str(of.id), "scans": list(scans)} | more
    ).encode()


def queued(code: str, device: str = "Gerbang", **more: Any) -> dict[str, Any]:
    return make.scan(code, device=device, direction="in", session_id=None, method="camera") | more


async def bring(somebody: Somebody, event: Event, raw: bytes) -> httpx.Response:
    files = {"file": ("queue.json", raw, "application/json")}
    return await somebody.web.post(f"/events/{event.id}/queue-file", files=files)


async def test_every_scan_is_taken_once_however_often_the_file_comes(
    alice: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    siti, budi = await make.guest(event, "Siti"), await make.guest(event, "Budi")
    raw = written(
        event, queued(make.token(siti)), queued(budi.short_code, "Aula"), queued("nobody", "Gerbang")
    )
    first = await bring(alice, event, raw)
    again = await bring(alice, event, raw)
    for shown in (first, again):
        assert shown.status_code == 200
        assert "3 scans were brought in." in shown.text
        assert "Welcome: 2" in shown.text
        assert "This code is not known" in shown.text
    assert await Scan.count() == 3
    assert await Attendance.count() == 2
    devices = await Scan.select(Scan.device).order_by(Scan.device)
    assert [row["device"] for row in devices] == ["Aula", "Gerbang", "Gerbang"]


async def test_what_a_file_contradicts_is_shown_to_people(alice: Somebody, city: Organisation) -> None:
    """Its scans let people in by amber, as a late flush does: nobody is dropped in silence."""
    event = await make.today(city)
    guest = await make.guest(event, "Siti")
    await alice.api.post(f"/events/{event.id}/scans", json=make.scans(guest.short_code, device="Aula"))
    raw = written(event, queued(guest.short_code, "Gerbang"), queued("nobody", "Gerbang"))
    for _time in range(2):
        await bring(alice, event, raw)
    questions = (await alice.api.get(f"/events/{event.id}/scan-conflicts")).json()["items"]
    assert sorted(one["kind"] for one in questions) == ["offline", "refused"]


async def test_walk_ins_in_a_file_are_guests_once(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    row = {"id": str(uuid4()), "full_name": "Joko Datang", "institution_name": "Warga", "sex": None}
    row |= {"session_id": None, "scanned_at": make.scan("x")["scanned_at"], "device": "Gerbang"}
    for _time in range(2):
        shown = await bring(alice, event, written(event, walk_ins=[row]))
        assert ("1 scan was brought in." in shown.text, "Welcome: 1" in shown.text) == (True, True)
    assert (await Guest.count(), await Attendance.count()) == (1, 1)
    damaged = await bring(alice, event, written(event, walk_ins=[row, row | {"full_name": ""}]))
    assert (damaged.status_code, "Walk-in 2 in this file is damaged" in damaged.text) == (422, True)


async def test_more_scans_than_one_request_takes_are_all_taken(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    guest = await make.guest(event)
    shown = await bring(alice, event, written(event, *[queued(guest.short_code) for _ in range(620)]))
    assert "620 scans were brought in." in shown.text
    assert "Welcome: 1" in shown.text
    assert "419 more are in the list of scans." in shown.text
    assert await Scan.count() == 620


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"kind": "letter"}, "This is no file of unsent scans."),
        ({"version": 2}, "This is no file of unsent scans."),
        ({"scans": {}}, "This is no file of unsent scans."),
        ({"scans": []}, "There are no scans in this file."),
        ({"scans": [{}] * 20_001}, "at most 20,000 scans"),
        ({"event": str(uuid4())}, "These scans are of another event."),
    ],
)
async def test_a_wrong_file_is_refused_by_name(
    alice: Somebody, city: Organisation, more: dict[str, Any], said: str
) -> None:
    event = await make.today(city)
    shown = await bring(alice, event, written(event, queued("7H2K9QXM"), **more))
    assert shown.status_code == 422
    assert said in shown.text
    assert await Scan.count() == 0


@pytest.mark.parametrize(
    "raw", [b"", b"hello", b"[1]", b"\xff\x00", b"[" * 200_000, b'{"kind": "door-queue"}']
)
async def test_what_is_no_such_file_is_refused(alice: Somebody, city: Organisation, raw: bytes) -> None:
    event = await make.today(city)
    shown = await bring(alice, event, raw)
    assert shown.status_code == 422
    assert "This is no file of unsent scans." in shown.text


async def test_one_damaged_scan_is_named_and_none_is_taken(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    good = queued((await make.guest(event)).short_code)
    shown = await bring(alice, event, written(event, good, queued("7H2K9QXM", scanned_at="yesterday")))
    assert "Scan 2 in this file is damaged: scanned_at." in shown.text
    assert await Scan.count() == 0


async def test_who_works_the_door_brings_files_in_and_nobody_else(
    alice: Somebody, bob: Somebody, charlie: Somebody, dewi: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    path = f"/events/{event.id}/queue-file"
    assert [(await who.web.get(path)).status_code for who in (alice, bob, charlie, dewi)] == [
        200,
        404,
        404,
        403,
    ]
    assert (await bring(charlie, event, written(event, queued("7H2K9QXM")))).status_code == 404
