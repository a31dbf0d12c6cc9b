"""Admitting anyway: with a reason, by those entitled, and the refusal stays."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from events_app import clock
from events_app.accounts.tables import AuditEntry, Organisation
from events_app.checkin.tables import Attendance
from events_app.database import counting_queries, execute
from events_app.events.tables import Event
from events_app.invitations.guest_actions import reissue_pass
from events_app.invitations.tables import Guest, GuestState
from tests import make_checkin as make
from tests import make_devices, make_events
from tests.people import Cast, Somebody

WHY = {"reason": "Diizinkan ketua panitia"}


async def sent(who: Somebody, event: Event, scan: dict[str, Any]) -> dict[str, Any]:
    answer = await who.api.post(f"/events/{event.id}/scans", json={"scans": [scan]})
    verdict: dict[str, Any] = answer.json()["results"][0]
    return verdict


async def refused(alice: Somebody, city: Organisation, reason: str) -> tuple[Event, Guest, dict[str, Any]]:
    """A guest whom the door refused for this reason."""
    event = await make.today(city)
    guest = await make.guest(event)
    token, at = make.token(guest), clock.now()
    if reason == "revoked":
        await reissue_pass(alice.actor, guest, clock.now())
    if reason in ("cancelled", "waitlisted"):
        await make.in_state(guest, GuestState(reason))
    if reason == "not_open_yet":
        at = event.starts_at - timedelta(hours=5)
    if reason == "closed":
        at = event.ends_at + timedelta(hours=5)
    scan = make.scan(token, scanned_at=at.isoformat())
    verdict = await sent(alice, event, scan)
    assert (verdict["outcome"], verdict["reason"]) == ("refused", reason)
    return event, guest, scan


@pytest.mark.parametrize("reason", ["revoked", "cancelled", "waitlisted", "not_open_yet", "closed"])
async def test_admits_whom_the_door_refused_and_keeps_the_refusal(
    reason: str, alice: Somebody, city: Organisation
) -> None:
    event, guest, scan = await refused(alice, city, reason)
    before = await sent(alice, event, scan)
    path = f"/events/{event.id}/scans/{scan['id']}/override"
    told = (await alice.api.post(path, json=WHY)).json()
    assert (told["outcome"], told["method"], told["guest"]["id"]) == ("admitted", "staff_list", str(guest.id))
    assert (told["overrides"], told["override_reason"]) == (scan["id"], WHY["reason"])
    assert await sent(alice, event, scan) == before
    assert await Attendance.count() == 1
    kept = (await alice.api.get(f"/events/{event.id}/scans/{scan['id']}")).json()
    assert (kept["outcome"], kept["overridden_by"]) == ("refused", told["id"])
    entry: Any = await AuditEntry.objects().get(AuditEntry.verb == "scan.overridden")
    assert WHY["reason"] in entry.after


async def test_admitting_anyway_twice_is_once(alice: Somebody, city: Organisation) -> None:
    event, _guest, scan = await refused(alice, city, "cancelled")
    path = f"/events/{event.id}/scans/{scan['id']}/override"
    first, again = [(await alice.api.post(path, json=WHY)).json() for _ in range(2)]
    assert first == again
    assert await AuditEntry.count().where(AuditEntry.verb == "scan.overridden") == 1


async def test_an_override_can_be_undone(alice: Somebody, city: Organisation) -> None:
    event, _guest, scan = await refused(alice, city, "cancelled")
    told = (await alice.api.post(f"/events/{event.id}/scans/{scan['id']}/override", json=WHY)).json()
    undone = await alice.api.post(f"/events/{event.id}/scans/{told['id']}/undo")
    assert undone.json()["undone_at"] is not None
    assert await Attendance.count() == 0


async def test_refuses_by_name_where_nobody_can_be_admitted(alice: Somebody, city: Organisation) -> None:
    event, other = await make.today(city), await make.today(city)
    stranger, guest = await make.guest(other), await make.guest(event, "Ani Satu")
    cases = {
        "nobody": ("nobody_to_admit", make.scan("nobody")),
        "elsewhere": ("nobody_to_admit", make.scan(make.token(stranger))),
        "inside": ("not_refused", make.scan(guest.short_code)),
    }
    for code, scan in cases.values():
        await sent(alice, event, scan)
        answer = await alice.api.post(f"/events/{event.id}/scans/{scan['id']}/override", json=WHY)
        assert (answer.status_code, answer.json()["code"]) == (409, code)
    missing = await alice.api.post(f"/events/{event.id}/scans/{uuid4()}/override", json=WHY)
    assert missing.status_code == 404


async def test_admits_nobody_to_a_cancelled_event(alice: Somebody, city: Organisation) -> None:
    event, _guest, scan = await refused(alice, city, "cancelled")
    await execute("UPDATE event SET state = 'cancelled' WHERE id = $1", event.id)
    answer = await alice.api.post(f"/events/{event.id}/scans/{scan['id']}/override", json=WHY)
    assert (answer.status_code, answer.json()["code"]) == (409, "event_cancelled")


async def test_a_phone_of_a_session_admits_at_its_own_sessions_door_alone(
    cast: Cast, alice: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    ours, theirs = [
        await make_events.session(event, title, starts_at=event.starts_at, ends_at=event.ends_at)
        for title in ("Ruang A", "Ruang B")
    ]
    device = await make_devices.device(event, level="admit_anyway", session_id=ours.id)
    phone = await make_devices.phone(cast, device)
    seen = []
    for session in (ours, theirs, None):
        guest = await make.guest(event, f"Tamu {session.title if session else 'lain'}")
        await make.in_state(guest, GuestState.waitlisted)
        scan = make.scan(guest.short_code) | {"session_id": str(session.id) if session else None}
        await sent(alice, event, scan)
        path = f"/api/v1/events/{event.id}/scans/{scan['id']}/override"
        headers = {"x-csrf": phone.client.cookies["csrf"]}
        answer = await phone.client.post(path, json=WHY, headers=headers)
        seen.append((answer.status_code, answer.json().get("code")))
    assert seen == [(200, None), (409, "other_session"), (409, "other_session")]
    rows = await Attendance.select(Attendance.session).order_by(Attendance.session).output(as_list=True)
    assert rows == [ours.id, None], "one guest, in the event and in the phone's own session"


@pytest.mark.parametrize("reason", ["", "ya", "x" * 301])
async def test_wants_a_reason_of_some_length(reason: str, alice: Somebody, city: Organisation) -> None:
    event, _guest, scan = await refused(alice, city, "cancelled")
    answer = await alice.api.post(f"/events/{event.id}/scans/{scan['id']}/override", json={"reason": reason})
    assert [fault["field"] for fault in answer.json()["errors"]] == ["reason"]
    assert await Attendance.count() == 0


async def test_only_planners_admit_anyway(
    alice: Somebody, bob: Somebody, charlie: Somebody, dewi: Somebody, city: Organisation
) -> None:
    event, _guest, scan = await refused(alice, city, "cancelled")
    await make_events.door_staff(event, bob.user.id)
    path = f"/events/{event.id}/scans/{scan['id']}/override"
    answers = [(await who.api.post(path, json=WHY)).status_code for who in (bob, charlie, dewi)]
    assert answers == [403, 404, 403]
    page = f"/events/{event.id}/attendance/scans/{scan['id']}/override"
    assert [(await who.web.post(page, WHY)).status_code for who in (bob, charlie)] == [403, 404]
    assert await Attendance.count() == 0


async def test_the_door_offers_it_only_where_somebody_can_be_admitted(
    alice: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    waiting, elsewhere = await make.guest(event), await make.guest(await make.today(city))
    await make.in_state(waiting, GuestState.waitlisted)
    for code, hidden in ((waiting.short_code, False), ("nobody", True), (make.token(elsewhere), True)):
        shown = (await alice.web.post(f"/door/{event.id}", {"code": code})).text
        [button] = re.findall("<button[^>]*verdict-override[^>]*>", shown)
        assert (" hidden" in button) == hidden, code


async def test_the_page_of_scans_admits_anyway_without_scripts(alice: Somebody, city: Organisation) -> None:
    event, _guest, scan = await refused(alice, city, "cancelled")
    base = f"/events/{event.id}/attendance/scans"
    assert "Admit anyway" in (await alice.web.get(base)).text
    short = await alice.web.post(f"{base}/{scan['id']}/override", {"reason": "ya"})
    assert short.status_code == 422
    assert 'value="ya"' in short.text
    await alice.web.post(f"{base}/{scan['id']}/override", WHY)
    shown = (await alice.web.get(base)).text
    assert "Admitted anyway: Diizinkan ketua panitia" in shown
    assert await Attendance.count() == 1


async def test_the_page_of_scans_takes_one_back(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    guest = await make.guest(event)
    scan = make.scan(guest.short_code)
    await sent(alice, event, scan)
    base = f"/events/{event.id}/attendance/scans"
    assert f"{base}/{scan['id']}/undo" in (await alice.web.get(base)).text
    await alice.web.post(f"{base}/{scan['id']}/undo")
    assert await Attendance.count() == 0
    assert f"{base}/{scan['id']}/undo" not in (await alice.web.get(base)).text


async def test_the_page_of_scans_costs_the_same_for_many(alice: Somebody, city: Organisation) -> None:
    event, counts = await make.today(city), []
    for n in (2, 12):
        await alice.api.post(f"/events/{event.id}/scans", json=make.scans(*["nobody"] * n))
        with counting_queries() as kept:
            await alice.web.get(f"/events/{event.id}/attendance/scans")
        counts.append(kept.count)
    assert counts[0] == counts[1]


async def test_the_exports_tell_why(alice: Somebody, city: Organisation) -> None:
    event, _guest, scan = await refused(alice, city, "cancelled")
    await alice.api.post(f"/events/{event.id}/scans/{scan['id']}/override", json=WHY)
    for name in ("scans", "attendance"):
        told = await alice.api.get(f"/events/{event.id}/exports/{name}.csv")
        assert WHY["reason"] in told.text
