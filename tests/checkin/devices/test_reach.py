"""A paired phone works its own doors as far as it may, is let go at once, and reaches nothing else."""

import asyncio
import re
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from litestar.connection import ASGIConnection

from events_app import clock
from events_app.accounts.rights import Right
from events_app.accounts.tables import Organisation
from events_app.checkin.devices import access, reach
from events_app.checkin.devices.tables import Device
from events_app.checkin.tables import Attendance, Scan
from events_app.database import counting_queries, execute
from events_app.events.tables import Event
from events_app.invitations.tables import Guest, GuestState
from events_app.notifications.tables import Message
from tests import make_checkin, make_devices, make_events, world
from tests.people import Browser, Cast, Somebody

API = "/api/v1/events"


async def _json(phone: Browser, path: str, body: object) -> httpx.Response:
    return await phone.client.post(path, json=body, headers={"x-csrf": phone.client.cookies["csrf"]})


async def _scan(phone: Browser, event: Event, code: str) -> httpx.Response:
    return await _json(phone, f"{API}/{event.id}/scans", make_checkin.scans(code, device="whatever it says"))


@pytest.fixture
async def event(city: Organisation) -> Event:
    return await make_checkin.today(city)


async def test_a_scan_carries_the_name_and_id_of_its_device(cast: Cast, event: Event) -> None:
    device = await make_devices.device(event, "HP pintu utara")
    phone = await make_devices.phone(cast, device)
    guest = await make_checkin.guest(event)
    answer = await _scan(phone, event, guest.short_code)
    assert answer.json()["results"][0]["outcome"] == "admitted"
    row = await Scan.objects().first()
    assert row is not None
    assert (row.device, row.actor) == ("HP pintu utara", device.id)


async def test_a_device_of_a_session_scans_for_it(cast: Cast, event: Event) -> None:
    session = await make_events.session(event, starts_at=event.starts_at, ends_at=event.ends_at)
    phone = await make_devices.phone(cast, await make_devices.device(event, session_id=session.id))
    await _scan(phone, event, (await make_checkin.guest(event)).short_code)
    assert (await Scan.objects().first()).session == session.id  # type: ignore[union-attr]


async def test_a_device_of_a_session_shows_it_and_offers_no_other(cast: Cast, event: Event) -> None:
    minded = await make_events.session(event, title="Sidang pleno")
    await make_events.session(event, title="Kelompok kerja")
    device = await make_devices.device(event, "HP aula", session_id=minded.id)
    phone = await make_devices.phone(cast, device)
    for path in (f"/door/{event.id}", f"/door/{event.id}/shell"):
        shown = (await phone.get(path)).text
        [offered] = re.findall(r'<select[^>]*name="session_id".*?</select>', shown, re.DOTALL)
        assert re.findall("<option[^>]*>([^<]+)<", offered) == ["Sidang pleno"]
        assert '<input type="hidden" name="device" value="HP aula">' in shown
        assert "Name of this door" not in shown


async def test_a_device_of_a_session_takes_back_what_its_own_room_scanned_alone(
    cast: Cast, event: Event
) -> None:
    session = await make_events.session(event, starts_at=event.starts_at, ends_at=event.ends_at)
    elsewhere = await make_events.session(event, starts_at=event.starts_at, ends_at=event.ends_at)
    room, other, door = [
        await make_devices.phone(cast, await make_devices.device(event, session_id=minded))
        for minded in (session.id, elsewhere.id, None)
    ]
    code = (await make_checkin.guest(event)).short_code
    scans = [(await _scan(phone, event, code)).json()["results"][0]["id"] for phone in (door, other, room)]
    undone = [(await _json(room, f"{API}/{event.id}/scans/{scan}/undo", {})).status_code for scan in scans]
    assert undone == [409, 409, 200]
    assert (await room.post(f"/door/{event.id}/scans/{scans[0]}/undo")).status_code == 409
    kept = await Scan.objects().where(Scan.undone_at.is_null())
    assert {scan.scan_id for scan in kept} == {UUID(scan) for scan in scans[:2]}
    assert (await _json(door, f"{API}/{event.id}/scans/{scans[1]}/undo", {})).status_code == 200


async def test_a_device_works_the_doors_it_was_made_for(cast: Cast, city: Organisation, event: Event) -> None:
    further, other = await make_checkin.today(city), await make_checkin.today(city)
    phone = await make_devices.phone(cast, await make_devices.device(event, event_ids=[further.id]))
    seen = [(await phone.get(f"/door/{one.id}")).status_code for one in (event, further, other)]
    assert seen == [200, 200, 404]
    assert (await _scan(phone, other, "ZZZZ9999")).status_code == 404


async def test_a_device_of_another_organisation_finds_nothing(
    cast: Cast, charlie: Somebody, event: Event
) -> None:
    theirs = await make_checkin.today(charlie.user.organisation)
    phone = await make_devices.phone(cast, await make_devices.device(theirs))
    assert (await phone.get(f"/door/{event.id}")).status_code == 404
    assert (await phone.get(f"{API}/{event.id}/roster")).status_code == 404


async def test_no_other_door_knows_a_device(cast: Cast, event: Event) -> None:
    device = await make_devices.device(event, level="admit_anyway")
    phone = await make_devices.phone(cast, device)
    open_doors = []
    for door in world.doors(cast.app):
        template = "/".join(
            p.split(":")[0] + "}" if p.startswith("{") else p for p in door.template.split("/")
        )
        if door.public or reach.needed(door.method, template):
            continue
        ids = {"event_id": event.id, "device_id": device.id, "number": 1}
        values = dict.fromkeys(door.parameters, uuid4()) | ids
        headers = {"x-csrf": phone.client.cookies["csrf"]}
        answer = await phone.client.request(door.method, door.path(values), headers=headers)
        away = answer.status_code == 303 and "/login" in answer.headers["location"]
        if answer.status_code != 401 and not away:
            open_doors.append(f"{door}: {answer.status_code}")
    assert open_doors == []


async def test_its_reach_is_the_door_alone(cast: Cast) -> None:
    templates = {
        f"{door.method} {'/'.join(p.split(':')[0] + '}' if p.startswith('{') else p for p in door.template.split('/'))}"
        for door in world.doors(cast.app)
        if not door.public
    }
    reached = {one for one in templates if reach.needed(*one.split(" ", 1))}
    assert reached >= reach.SCANNING | reach.WALK_INS | reach.OVERRIDING, "a door that is named here is gone"
    outside = {one for one in reached if " /door/{event_id}" not in one}
    assert outside == {one for one in reach.SCANNING | reach.WALK_INS | reach.OVERRIDING if "/api/" in one}


@pytest.mark.parametrize(
    ("level", "seen"), [("scan", (403, 403)), ("walk_ins", (200, 201)), ("admit_anyway", (200, 201))]
)
async def test_walk_ins_need_their_level(cast: Cast, event: Event, level: str, seen: tuple[int, int]) -> None:
    phone = await make_devices.phone(cast, await make_devices.device(event, level=level))
    page = await phone.post(f"/door/{event.id}/walk-in", {"full_name": "Joko Datang"})
    api = await _json(phone, f"{API}/{event.id}/guests", {"full_name": "Tini Datang", "walk_in": True})
    assert (page.status_code, api.status_code) == seen


async def test_a_phone_with_walk_ins_lets_in_who_stands_there_and_gets_nobodys_pass(
    cast: Cast, alice: Somebody, event: Event
) -> None:
    phone = await make_devices.phone(cast, await make_devices.device(event, level="admit_anyway"))
    known = await make_checkin.guest(event, "Siti Terdaftar")
    body = {"full_name": "Siti Terdaftar", "walk_in": True}
    told = (await _json(phone, f"{API}/{event.id}/guests", body)).json()
    assert (told["id"], told["outcome"]) == (str(known.id), "admitted")
    assert (told["short_code"], told["pass_url"], told["protocol_note"]) == (None, None, None)
    mailed = body | {"full_name": "Tini Terdaftar", "walk_in": False, "email": "tini@kota.example"}
    assert (await _json(phone, f"{API}/{event.id}/guests", mailed)).status_code == 403
    assert (await Guest.count(), await Message.count()) == (1, 0)
    office = (await alice.api.post(f"/events/{event.id}/guests", json=mailed)).json()
    assert office["short_code"]


async def test_a_revoked_phone_is_refused_from_its_next_request(
    cast: Cast, alice: Somebody, event: Event
) -> None:
    device = await make_devices.device(event)
    phone = await make_devices.phone(cast, device)
    guest = await make_checkin.guest(event)
    assert (await _scan(phone, event, guest.short_code)).status_code == 200
    await alice.web.post(f"/events/{event.id}/devices/{device.id}/revoke")
    for answer in (
        await _scan(phone, event, guest.short_code),
        await _json(phone, f"/door/{event.id}/pulse", {"unsent": 0}),
        await phone.get(f"{API}/{event.id}/roster"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (401, "device_revoked")
    shown = await phone.get(f"/door/{event.id}")
    assert (shown.status_code, "was revoked" in shown.text) == (401, True)
    assert await Scan.count() == 1


async def test_phones_that_ask_at_once_are_each_known_by_their_own_cookie(
    cast: Cast, alice: Somebody, city: Organisation, event: Event
) -> None:
    """They are looked up by one statement; what one may is nothing to the others."""
    other = await make_checkin.today(city)
    devices = [await make_devices.device(one) for one in (event, event, other)]
    phones = [await make_devices.phone(cast, device) for device in devices]
    await alice.web.post(f"/events/{event.id}/devices/{devices[1].id}/revoke")
    code = (await make_checkin.guest(event)).short_code
    answers = await asyncio.gather(*[_scan(phone, event, code) for phone in phones])
    assert [answer.status_code for answer in answers] == [200, 401, 404]
    rows: list[Any] = await Scan.objects()
    assert [row.actor for row in rows] == [devices[0].id]


async def test_a_device_ends_a_day_after_its_doors_closed(
    cast: Cast, city: Organisation, event: Event
) -> None:
    further = await make_checkin.today(city)
    phone = await make_devices.phone(cast, await make_devices.device(event, event_ids=[further.id]))
    over = clock.now() - timedelta(hours=26)
    await execute(
        "UPDATE event SET starts_at = $2, ends_at = $3 WHERE id = $1",
        event.id,
        over - timedelta(hours=2),
        over,
    )
    gone = await phone.get(f"{API}/{event.id}/roster")
    assert (gone.status_code, gone.json()["code"]) == (401, "device_expired")
    assert (await phone.get(f"{API}/{further.id}/roster")).status_code == 200


async def test_another_site_cannot_make_a_phone_scan(cast: Cast, event: Event) -> None:
    phone = await make_devices.phone(cast, await make_devices.device(event))
    bare = await phone.client.post(f"{API}/{event.id}/scans", json=make_checkin.scans("ZZZZ9999"))
    headers = {"x-csrf": phone.client.cookies["csrf"], "sec-fetch-site": "cross-site"}
    foreign = await phone.client.post(
        f"{API}/{event.id}/scans", json=make_checkin.scans("ZZZZ9999"), headers=headers
    )
    named = {"authorization": "Bearer nothing"}
    posing = await phone.client.post(
        f"{API}/{event.id}/scans", json=make_checkin.scans("ZZZZ9999"), headers=named
    )
    assert [bare.status_code, foreign.status_code, posing.status_code] == [403, 403, 401]
    assert await Scan.count() == 0


async def test_a_pulse_is_kept_every_twenty_seconds(cast: Cast, event: Event) -> None:
    device = await make_devices.device(event)
    phone = await make_devices.phone(cast, device)
    path = f"/door/{event.id}/pulse"
    assert (await _json(phone, path, {"unsent": 3, "battery": 40})).status_code == 204
    await _json(phone, path, {"unsent": 9, "battery": None})
    row = await Device.objects().get(Device.id == device.id)
    assert row is not None
    assert (row.unsent, row.battery) == (3, 40)
    await execute("UPDATE door_device SET told_at = told_at - interval '21 seconds'")
    await _json(phone, path, {"unsent": 0})
    await row.refresh()
    assert [row.unsent, row.battery] == [0, None]


@pytest.mark.parametrize("body", [{"unsent": -1}, {"unsent": 1, "battery": 101}, {}, {"unsent": 1, "x": 2}])
async def test_a_pulse_that_makes_no_sense_is_refused(cast: Cast, event: Event, body: object) -> None:
    phone = await make_devices.phone(cast, await make_devices.device(event))
    answer = await _json(phone, f"/door/{event.id}/pulse", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


async def test_a_pulse_of_a_colleague_is_kept_nowhere(alice: Somebody, event: Event) -> None:
    await alice.web.get("/login")
    headers = {"x-csrf": alice.web.client.cookies["csrf"]}
    answer = await alice.web.client.post(f"/door/{event.id}/pulse", json={"unsent": 1}, headers=headers)
    assert answer.status_code == 204
    assert await Device.count() == 0


async def test_devices_are_looked_after_by_planners(
    alice: Somebody, bob: Somebody, charlie: Somebody, dewi: Somebody, event: Event
) -> None:
    await make_events.door_staff(event, bob.user.id)
    device = await make_devices.device(event)
    for path in (f"/events/{event.id}/devices", f"/events/{event.id}/devices/{device.id}"):
        assert [(await who.web.get(path)).status_code for who in (alice, bob, charlie, dewi)] == [
            200,
            403,
            404,
            403,
        ]
        assert [(await who.api.get(path)).status_code for who in (alice, bob, charlie, dewi)] == [
            200,
            403,
            404,
            403,
        ]


async def test_a_form_with_faults_keeps_what_was_typed(
    alice: Somebody, city: Organisation, event: Event
) -> None:
    session = await make_events.session(event)
    other = await make_checkin.today(city)
    path = f"/events/{event.id}/devices"
    blank = await alice.web.post(path, {"gate": "Pintu utara", "level": "scan"})
    assert (blank.status_code, 'value="Pintu utara"' in blank.text) == (422, True)
    both = {"name": "HP", "level": "scan", "session_id": str(session.id), "event_ids": [str(other.id)]}
    refused = await alice.api.post(path, json=both)
    assert refused.json()["errors"][0]["code"] == "session_of_one"
    unknown = {"name": "HP", "session_id": str(uuid4())}
    assert (await alice.api.post(path, json=unknown)).json()["errors"][0]["field"] == "session_id"
    strange = {"name": "HP", "event_ids": [str(uuid4())]}
    assert (await alice.api.post(path, json=strange)).json()["errors"][0]["field"] == "event_ids"
    assert await Device.count() == 0


async def test_the_list_costs_the_same_for_many_devices(alice: Somebody, event: Event) -> None:
    counts = []
    for n in (10, 90):
        for i in range(n):
            await make_devices.device(event, f"HP {n} {i}")
        for ask in (alice.web.get, alice.api.get):
            with counting_queries() as kept:
                assert (await ask(f"/events/{event.id}/devices")).status_code == 200
            counts.append(kept.count)
    assert counts[:2] == counts[2:]


@pytest.mark.parametrize(
    ("level", "may"), [("scan", (False, False)), ("walk_ins", (True, False)), ("admit_anyway", (True, True))]
)
async def test_an_actor_knows_what_its_device_may(
    cast: Cast, event: Event, level: str, may: tuple[bool, bool]
) -> None:
    phone = await make_devices.phone(cast, await make_devices.device(event, level=level))
    scope: Any = {
        "type": "http",
        "method": "GET",
        "path_template": reach.DOOR,
        "path_params": {"event_id": event.id},
        "headers": [(b"cookie", f"door_session={phone.client.cookies['door_session']}".encode())],
        "client": ("127.0.0.1", 1),
    }
    known = await access.recognise(ASGIConnection(scope))
    assert known is not None
    assert known.actor.rights == {Right.scan}
    assert (known.actor.adds_walk_ins, known.actor.admits_anyway) == may


@pytest.mark.parametrize(("level", "seen"), [("walk_ins", 403), ("admit_anyway", 200)])
async def test_admitting_anyway_needs_its_level(cast: Cast, event: Event, level: str, seen: int) -> None:
    phone = await make_devices.phone(cast, await make_devices.device(event, level=level))
    guest = await make_checkin.guest(event)
    await make_checkin.in_state(guest, GuestState.waitlisted)
    refused = (await _scan(phone, event, guest.short_code)).json()["results"][0]
    path = f"{API}/{event.id}/scans/{refused['id']}/override"
    answer = await _json(phone, path, {"reason": "Kursi masih ada"})
    assert answer.status_code == seen
    assert await Attendance.count() == (1 if seen == 200 else 0)
