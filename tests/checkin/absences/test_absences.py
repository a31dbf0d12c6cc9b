"""Present, excused, absent: of the event, of each day, of each session."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from events_app.accounts.tables import AuditEntry, Organisation
from events_app.checkin.absences import queries
from events_app.checkin.absences.queries import Part
from events_app.checkin.absences.tables import Excuse
from events_app.checkin.listing import queries as listing
from events_app.database import counting_queries
from events_app.events.tables import Event
from tests import make_checkin as make
from tests import make_events
from tests.people import Somebody

SICK = {"kind": "sick", "note": "Surat menyusul"}


async def admit(who: Somebody, event: Event, code: str, **more: Any) -> None:
    await who.api.post(f"/events/{event.id}/scans", json={"scans": [make.scan(code, **more)]})


async def statuses(who: Somebody, event: Event, **asked: str) -> dict[str, str]:
    answer = (await who.api.get(f"/events/{event.id}/attendance/guests", params=asked)).json()
    return {item["display_name"]: item["status"] for item in answer["items"]}


async def test_tells_who_is_present_excused_and_absent(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    ani, budi, _citra = [await make.guest(event, name) for name in ("Ani Satu", "Budi Dua", "Citra Tiga")]
    await admit(alice, event, ani.short_code)
    for guest in (ani, budi):
        put = await alice.api.put(f"/events/{event.id}/guests/{guest.id}/excuse", json=SICK)
        assert put.json() | SICK == put.json()
    told = {"Ani Satu": "present", "Budi Dua": "excused", "Citra Tiga": "absent"}
    assert await statuses(alice, event) == told
    assert await statuses(alice, event, status="excused") == {"Budi Dua": "excused"}
    shown = (await alice.web.get(f"/events/{event.id}/attendance/list")).text
    assert "Sick: Surat menyusul" in shown
    exported = (await alice.api.get(f"/events/{event.id}/exports/attendance.csv")).text
    assert "Surat menyusul" in exported


async def test_excusing_twice_is_once_and_is_taken_back(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    guest = await make.guest(event)
    path = f"/events/{event.id}/guests/{guest.id}/excuse"
    for _ in range(2):
        await alice.api.put(path, json=SICK)
    assert await AuditEntry.count().where(AuditEntry.verb == "guest.excused") == 1
    assert [one["kind"] for one in (await alice.api.get(f"/events/{event.id}/excuses")).json()["items"]] == [
        "sick"
    ]
    assert [(await alice.api.delete(path)).status_code for _ in range(2)] == [204, 204]
    assert (await alice.api.get(path)).status_code == 404
    assert await Excuse.count() == 0


async def test_the_page_excuses_and_keeps_what_was_typed(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    guest = await make.guest(event)
    path = f"/events/{event.id}/guests/{guest.id}/excuse"
    wrong = await alice.web.post(path, {"note": "Surat menyusul"})
    assert wrong.status_code == 422
    assert 'value="Surat menyusul"' in wrong.text
    await alice.web.post(path, {"kind": "other_duty", "note": "Surat menyusul"})
    assert "Other duty: Surat menyusul" in (await alice.web.get(f"/events/{event.id}/attendance/list")).text
    await alice.web.post(f"{path}/remove")
    assert await Excuse.count() == 0


async def test_lists_each_day_in_the_events_own_zone(alice: Somebody, city: Organisation) -> None:
    start = datetime(2026, 8, 12, 1, 0, tzinfo=UTC)  # 08.00 in Jakarta
    event = await make.today(city, starts_at=start, ends_at=start + timedelta(days=1, hours=8))
    ani, budi = [await make.guest(event, name) for name in ("Ani Satu", "Budi Dua")]
    late = start.replace(hour=16, minute=59)  # 23.59 in Jakarta
    await admit(alice, event, ani.short_code, scanned_at=late.isoformat())
    await admit(alice, event, budi.short_code, scanned_at=(late + timedelta(minutes=2)).isoformat())
    assert [str(day) for day in queries.days_of(event)] == ["2026-08-12", "2026-08-13"]
    first = await statuses(alice, event, day="2026-08-12")
    second = await statuses(alice, event, day="2026-08-13")
    assert (first["Ani Satu"], first["Budi Dua"]) == ("present", "absent")
    assert (second["Ani Satu"], second["Budi Dua"]) == ("absent", "present")
    shown = (await alice.web.get(f"/events/{event.id}/attendance/list?of=2026-08-13")).text
    assert shown.count('aria-current="page"') >= 3


async def test_lists_a_session_apart(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    session = await make_events.session(event, starts_at=event.starts_at, ends_at=event.ends_at)
    ani, budi = [await make.guest(event, name) for name in ("Ani Satu", "Budi Dua")]
    await admit(alice, event, ani.short_code, session_id=str(session.id))
    await admit(alice, event, budi.short_code)
    assert await statuses(alice, event, session_id=str(session.id)) == {
        "Ani Satu": "present",
        "Budi Dua": "absent",
    }
    assert set((await statuses(alice, event)).values()) == {"present"}


async def test_lists_in_parts_and_in_as_many_queries_for_many(alice: Somebody, city: Organisation) -> None:
    event, counts = await make.today(city), []
    for n in (2, 12):
        for i in range(n):
            await make.guest(event, f"Tamu {'abcdefghijkl'[i]} {n}")
        with counting_queries() as kept:
            await alice.web.get(f"/events/{event.id}/attendance/list")
        counts.append(kept.count)
    assert counts[0] == counts[1]
    path = f"/events/{event.id}/attendance/guests"
    first = (await alice.api.get(path, params={"limit": 10})).json()
    rest = (await alice.api.get(path, params={"limit": 10, "cursor": first["next"]})).json()
    assert len({item["guest_id"] for item in first["items"] + rest["items"]}) == 14
    assert rest["next"] is None


@pytest.mark.parametrize("of", ["2026-13-40", "nonsense", "0123456789"])
async def test_no_such_part_is_not_found(of: str, alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    assert (await alice.web.get(f"/events/{event.id}/attendance/list?of={of}")).status_code == 404


async def test_why_somebody_is_excused_is_not_for_everybody(
    alice: Somebody, bob: Somebody, charlie: Somebody, dewi: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    guest = await make.guest(event)
    path = f"/events/{event.id}/guests/{guest.id}/excuse"
    await alice.api.put(path, json=SICK)
    assert [(await who.api.put(path, json=SICK)).status_code for who in (charlie, dewi)] == [404, 403]
    await make_events.door_staff(event, bob.user.id)
    assert (await bob.api.put(path, json=SICK)).status_code == 403
    seen = (await bob.web.get(f"/events/{event.id}/attendance/list")).text
    assert ("Excused" in seen, "Surat menyusul" in seen) == (True, False)
    told = (await bob.api.get(f"/events/{event.id}/attendance/guests")).json()["items"][0]
    assert (told["status"], told["excuse"], told["excuse_note"]) == ("excused", None, None)
    assert (await bob.api.get(f"/events/{event.id}/excuses")).status_code == 403
    assert (await charlie.api.get(f"/events/{event.id}/attendance/guests")).status_code == 404


async def test_an_event_that_ends_at_midnight_has_one_day(city: Organisation) -> None:
    start = datetime(2026, 8, 12, 1, 0, tzinfo=UTC)
    event = await make.today(city, starts_at=start, ends_at=start.replace(hour=17))
    assert queries.days_of(event) == listing.days_of(event) == [start.date()]
    assert Part(day=start.date()).arguments(event)[1] == start - timedelta(hours=8)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
async def test_on_a_day_that_no_event_can_have_nobody_came(
    day: str, alice: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    await make.guest(event)
    answer = await alice.api.get(f"/events/{event.id}/attendance/guests", params={"day": day})
    assert [one["first_in_at"] for one in answer.json()["items"]] == [None]
