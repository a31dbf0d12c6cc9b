"""Undoing, walk-ins, and the numbers of who came."""

from datetime import timedelta
from typing import Any

import pytest

from events_app import clock
from events_app.accounts.tables import AuditEntry, Organisation
from events_app.checkin import undoing
from events_app.checkin.refusals import TooLateToUndo
from events_app.checkin.tables import Attendance, Scan
from events_app.database import counting_queries
from events_app.events.tables import Event
from tests import make_checkin as make
from tests.people import Somebody


async def numbers(who: Somebody, event: Event) -> dict[str, Any]:
    found: dict[str, Any] = (await who.api.get(f"/events/{event.id}/attendance")).json()
    return found


async def admit(who: Somebody, event: Event, code: str, **more: Any) -> dict[str, Any]:
    scan = make.scan(code, **more)
    answer = await who.api.post(f"/events/{event.id}/scans", json={"scans": [scan]})
    verdict: dict[str, Any] = answer.json()["results"][0]
    return verdict


async def test_undoing_keeps_the_scan_and_forgets_the_attendance(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    guest = await make.guest(event)
    verdict = await admit(alice, event, guest.short_code)
    undone = await alice.api.post(f"/events/{event.id}/scans/{verdict['id']}/undo")
    assert undone.json()["undone_at"] is not None
    assert undone.json()["outcome"] == "admitted"
    assert (await numbers(alice, event))["present"] == 0
    assert (await admit(alice, event, guest.short_code))["outcome"] == "admitted"
    assert await AuditEntry.exists().where(AuditEntry.verb == "scan.undone")


async def test_undoing_an_exit_lets_the_guest_be_inside_again(alice: Somebody, city: Organisation) -> None:
    event, now = await make.today(city), clock.now()
    guest = await make.guest(event)
    await admit(alice, event, guest.short_code)
    left = await admit(
        alice, event, guest.short_code, direction="out", scanned_at=(now + timedelta(minutes=1)).isoformat()
    )
    assert (await numbers(alice, event))["inside"] == 0
    for _ in range(2):
        await alice.api.post(f"/events/{event.id}/scans/{left['id']}/undo")
    assert (await numbers(alice, event))["inside"] == 1


async def test_undoing_is_refused_after_ten_minutes(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    guest = await make.guest(event)
    await admit(alice, event, guest.short_code)
    scan: Any = await Scan.objects().first()
    with pytest.raises(TooLateToUndo):
        await undoing.undo_scan(alice.actor, event, scan.scan_id, scan.received_at + timedelta(seconds=601))
    assert await Attendance.count() == 1


async def test_nothing_is_undone_of_a_refusal(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    verdict = await admit(alice, event, "nobody")
    answer = await alice.api.post(f"/events/{event.id}/scans/{verdict['id']}/undo")
    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_to_undo")


async def test_a_walk_in_is_let_in_at_once_over_capacity(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city, capacity=1)
    await make.guest(event, "Ani Satu")
    body = {"full_name": "Joko Datang", "institution_name": "Warga", "sex": "male", "walk_in": True}
    answer = await alice.api.post(f"/events/{event.id}/guests", json=body)
    assert answer.status_code == 201
    told = answer.json()
    assert (told["outcome"], [w["code"] for w in told["warnings"]]) == ("admitted", ["over_capacity"])
    again = (await alice.api.post(f"/events/{event.id}/guests", json=body)).json()
    assert (again["id"], again["outcome"]) == (told["id"], "already")
    counted = await numbers(alice, event)
    assert (counted["present"], counted["walk_ins"], counted["by_sex"]["male"]) == (1, 1, 1)
    token = told["pass_url"].rsplit("/", 1)[-1]
    assert (await admit(alice, event, token))["outcome"] == "already"


async def test_a_walk_in_counts_whatever_the_doors_hours_are(alice: Somebody, city: Organisation) -> None:
    start = clock.now() + timedelta(days=3)
    event = await make.today(city, starts_at=start, ends_at=start + timedelta(hours=2))
    body = {"full_name": "Joko Datang", "walk_in": True}
    assert (await alice.api.post(f"/events/{event.id}/guests", json=body)).json()["outcome"] == "admitted"


async def test_a_walk_in_who_fails_leaves_no_trace(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    body = {"full_name": "123", "phone": "abc", "walk_in": True}
    answer = await alice.api.post(f"/events/{event.id}/guests", json=body)
    assert {e["field"] for e in answer.json()["errors"]} == {"full_name", "phone"}
    assert (await numbers(alice, event))["expected"] == 0


async def test_counts_who_came_by_institution_sex_and_time(alice: Somebody, city: Organisation) -> None:
    event, at = await make.today(city), clock.now().replace(minute=2, second=0, microsecond=0)
    at = max(at, event.starts_at)
    for name, office, sex in (("Ani", "Kelurahan Kenanga", "female"), ("Budi", "Kelurahan Kenanga", "male")):
        guest = await make.guest(event, name, institution_name=office, sex=sex)
        await admit(alice, event, guest.short_code, scanned_at=at.isoformat())
    await make.guest(event, "Citra", institution_name="Dinas Sosial", sex="female")
    counted = await numbers(alice, event)
    assert {k: counted[k] for k in ("expected", "present", "inside", "walk_ins")} == {
        "expected": 3,
        "present": 2,
        "inside": 2,
        "walk_ins": 0,
    }
    assert [(r["institution"], r["expected"], r["present"]) for r in counted["by_institution"]] == [
        ("Kelurahan Kenanga", 2, 2),
        ("Dinas Sosial", 1, 0),
    ]
    assert counted["by_sex"] == {"female": 1, "male": 1, "unknown": 0}
    assert [row["count"] for row in counted["arrivals"]] == [2]


async def test_reading_attendance_costs_the_same_for_many(alice: Somebody, city: Organisation) -> None:
    event, counts = await make.today(city), []
    for n in (1, 10):
        for i in range(n):
            await admit(alice, event, (await make.guest(event, f"Tamu {n} {'abcdefghij'[i]}")).short_code)
        with counting_queries() as kept:
            await numbers(alice, event)
        counts.append(kept.count)
    assert counts[0] == counts[1]


@pytest.mark.parametrize("path", ["roster", "scans", "attendance"])
async def test_tells_strangers_nothing(path: str, charlie: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    answer = await charlie.api.get(f"/events/{event.id}/{path}")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
