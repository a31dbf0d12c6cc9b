"""Walk-ins whom a phone without a network let in by name: once each, and what does not fit is shown to people."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.checkin.tables import Attendance, Scan
from events_app.events.tables import Event
from events_app.invitations.tables import Guest
from tests import make_checkin as make
from tests import make_devices, make_events
from tests.people import Browser, Cast, Somebody


def told(name: str = "Joko Datang", **more: Any) -> dict[str, Any]:
    """What the door's script sends."""
    at = (clock.now() - timedelta(minutes=20)).isoformat()
    body = {"id": str(uuid4()), "full_name": name, "institution_name": "Warga", "sex": "male"}
    return body | {"scanned_at": at, "device": "Gerbang", "offline": True} | more


async def send(somebody: Somebody, event: Event, body: dict[str, Any]) -> httpx.Response:
    return await somebody.api.post(f"/events/{event.id}/walk-ins", json=body)


async def questions(somebody: Somebody, event: Event) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await somebody.api.get(f"/events/{event.id}/scan-conflicts")).json()[
        "items"
    ]
    return found


async def decide(somebody: Somebody, event: Event, decision: str) -> None:
    [one] = await questions(somebody, event)
    path = f"/events/{event.id}/scan-conflicts/{one['id']}"
    if not one["open"]:
        await somebody.api.post(f"{path}/reopening")
    answer = await somebody.api.post(f"{path}/decision", json={"decision": decision})
    assert answer.status_code == 200, answer.text


async def present(event: Event) -> list[Any]:
    return await Attendance.select(Attendance.guest).where(Attendance.event == event.id).output(as_list=True)


async def test_is_in_since_the_door_said_so_once_however_often_it_is_sent(
    alice: Somebody, city: Organisation
) -> None:
    event, body = await make.today(city), told()
    first = await send(alice, event, body)
    assert (first.status_code, first.json()["outcome"]) == (200, "admitted")
    assert first.json()["guest"]["institution"] == "Warga"
    assert (await send(alice, event, body)).json() == first.json()
    row = await Scan.objects().first()
    assert row is not None
    assert (str(row.scan_id), row.device, row.scanned_at.isoformat()) == (
        body["id"],
        "Gerbang",
        body["scanned_at"],
    )
    assert (await Guest.count(), await Attendance.count()) == (1, 1)
    assert await questions(alice, event) == []


async def test_many_at_once_with_one_id_are_one_guest(alice: Somebody, city: Organisation) -> None:
    event, body = await make.today(city), told()
    answers = await asyncio.gather(*(send(alice, event, body) for _n in range(5)))
    assert {answer.json()["outcome"] for answer in answers} == {"admitted"}
    assert (await Guest.count(), await Scan.count()) == (1, 1)


async def test_somebody_who_was_inside_already_is_shown_to_people(
    alice: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    guest = await make.guest(event, "Joko Datang", institution_name="Warga")
    await alice.api.post(f"/events/{event.id}/scans", json=make.scans(guest.short_code, device="Aula"))
    body = told(scanned_at=(clock.now() + timedelta(seconds=1)).isoformat())
    assert (await send(alice, event, body)).json()["outcome"] == "already"
    assert [(one["kind"], one["guest_id"]) for one in await questions(alice, event)] == [
        ("offline", str(guest.id))
    ]


async def test_a_namesake_is_let_in_and_one_person_or_two_is_decided_by_people(
    alice: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    listed = await make.guest(event, "Joko Datang", institution_name="Kelurahan Kenanga")
    body = told()
    assert (await send(alice, event, body)).json()["outcome"] == "admitted"
    await send(alice, event, body)
    [one] = await questions(alice, event)
    assert (one["kind"], one["guest_id"], one["scan"]["scan_id"]) == ("namesake", str(listed.id), body["id"])
    page = await alice.web.get(f"/events/{event.id}/scan-conflicts/{one['id']}")
    assert all(text in page.text for text in ("Kelurahan Kenanga", "Warga", "Two persons of one name"))
    [walk_in] = await present(event)
    await decide(alice, event, "same_person")
    assert await present(event) == [listed.id]
    row = await Attendance.objects().first()
    assert row is not None
    assert row.first_in_at.isoformat() == body["scanned_at"]
    assert (await Guest.objects().get(Guest.id == walk_in)).state == "cancelled"  # type: ignore[union-attr]
    await decide(alice, event, "two_persons")
    assert await present(event) == [walk_in]
    assert (await Guest.objects().get(Guest.id == walk_in)).state == "expected"  # type: ignore[union-attr]
    await decide(alice, event, "two_persons")
    assert await present(event) == [walk_in]


async def test_a_decision_of_another_question_does_not_fit(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    await make.guest(event, "Joko Datang", institution_name="Kelurahan Kenanga")
    await send(alice, event, told())
    [one] = await questions(alice, event)
    path = f"/events/{event.id}/scan-conflicts/{one['id']}/decision"
    answer = await alice.api.post(path, json={"decision": "mistake", "undo": "scan"})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "unfit")


async def test_while_connected_a_namesake_opens_no_question(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    await make.guest(event, "Joko Datang", institution_name="Kelurahan Kenanga")
    await send(alice, event, told(offline=False))
    assert await questions(alice, event) == []


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"full_name": ""}, "full_name"),
        ({"full_name": "x\x00y"}, "full_name"),
        ({"full_name": "3273012501990001"}, "full_name"),
        ({"scanned_at": "2026-01-01T00:00:00"}, "scanned_at"),
        ({"id": "1"}, "id"),
        ({"phone": "0812"}, "phone"),
    ],
    ids=["no name", "nul", "nik", "no zone", "no id", "unknown field"],
)
async def test_refuses_by_the_name_of_the_field(
    alice: Somebody, city: Organisation, more: dict[str, Any], field: str
) -> None:
    event = await make.today(city)
    answer = await send(alice, event, told() | more)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)
    assert (await Guest.count(), await Scan.count()) == (0, 0)


async def test_a_clock_ahead_lets_nobody_in_tomorrow(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    await send(alice, event, told(scanned_at=(clock.now() + timedelta(days=400)).isoformat()))
    row = await Scan.objects().first()
    assert row is not None
    assert row.scanned_at <= clock.now()


async def test_a_cancelled_event_refuses(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    await alice.api.post(f"/events/{event.id}/cancellation", json={"reason": "Banjir"})
    assert (await send(alice, event, told())).status_code == 409
    assert await Guest.count() == 0


async def test_is_for_those_who_work_this_door(
    alice: Somebody, bob: Somebody, charlie: Somebody, dewi: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    seen = [(await send(one, event, told())).status_code for one in (bob, charlie, dewi)]
    assert seen == [404, 404, 403]
    await make_events.door_staff(event, bob.user.id)
    assert (await send(bob, event, told())).status_code == 200


@pytest.mark.parametrize(("level", "status"), [("scan", 403), ("walk_ins", 200)])
async def test_a_phone_needs_its_level_and_minds_its_session(
    cast: Cast, city: Organisation, level: str, status: int
) -> None:
    event = await make.today(city)
    session = await make_events.session(event, starts_at=event.starts_at, ends_at=event.ends_at)
    device = await make_devices.device(event, "HP utara", level=level, session_id=session.id)
    phone: Browser = await make_devices.phone(cast, device)
    headers = {"x-csrf": phone.client.cookies["csrf"]}
    answer = await phone.client.post(f"/api/v1/events/{event.id}/walk-ins", json=told(), headers=headers)
    assert answer.status_code == status
    rows = await Scan.select(Scan.device, Scan.session, Scan.actor)
    assert rows == (
        [{"device": "HP utara", "session": session.id, "actor": device.id}] if status == 200 else []
    )
