"""People decide what a scan left in doubt: recorded, once, opened again, and attendance follows."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from events_app import clock
from events_app.accounts.tables import AuditEntry, Organisation
from events_app.checkin import actions
from events_app.checkin.conflicts import actions as settling
from events_app.checkin.conflicts.forms import ScanDecisionIn
from events_app.checkin.conflicts.refusals import AlreadySettled
from events_app.checkin.forms import ScanIn
from events_app.checkin.tables import Scan, ScanConflict
from events_app.database import counting_queries, fetch
from events_app.events.tables import Event
from events_app.ids import new_id
from events_app.invitations.tables import Guest
from tests import make_checkin, make_devices, make_events
from tests.people import Somebody


@pytest.fixture
async def event(city: Organisation) -> Event:
    return await make_checkin.today(city)


async def _doubt(event: Event, name: str = "Hj. Siti Aminah") -> tuple[Guest, ScanIn, ScanIn, UUID]:
    """A pass that two doors let in while neither had a network; the question about it."""
    guest = await make_checkin.guest(event, name)
    start = clock.now() - timedelta(minutes=20)
    scans = [
        ScanIn(id=new_id(), code=guest.short_code, scanned_at=start + timedelta(minutes=n), offline=True)
        for n in (0, 6)
    ]
    for door, scan in zip(("Pintu utara", "Pintu selatan"), scans, strict=True):
        await actions.record_scans(make_devices.organiser(event), event.id, door, [scan])
    row = await ScanConflict.objects().get(ScanConflict.scan == scans[1].id)
    assert row is not None
    return guest, scans[0], scans[1], row.id


async def _present(event: Event) -> dict[str, str]:
    """Who is there, and through which door they came."""
    sql = """SELECT p.full_name, a.device FROM attendance a JOIN guest g ON g.id = a.guest
    JOIN person p ON p.id = g.person WHERE a.event = $1 AND a.session IS NULL"""
    return {row["full_name"]: row["device"] for row in await fetch(sql, event.id)}


def _path(event: Event, conflict: UUID) -> str:
    return f"/events/{event.id}/scan-conflicts/{conflict}"


async def test_the_same_person_counts_once(alice: Somebody, event: Event) -> None:
    _guest, _first, _second, conflict = await _doubt(event)
    body = {"decision": "same_person", "note": "Keluar sebentar"}
    answer = (await alice.api.post(f"{_path(event, conflict)}/decision", json=body)).json()
    assert (answer["open"], answer["settled_by"], answer["note"]) == (False, "Alice", "Keluar sebentar")
    assert await _present(event) == {"Siti Aminah": "Pintu utara"}


async def test_a_second_person_is_counted_with_or_without_a_name(dewi: Somebody, event: Event) -> None:
    _guest, _first, second, conflict = await _doubt(event)
    answer = await dewi.api.post(f"{_path(event, conflict)}/decision", json={"decision": "two_persons"})
    assert answer.status_code == 200
    present = await _present(event)
    assert len(present) == 2
    [unknown] = [name for name in present if name != "Siti Aminah"]
    assert unknown.startswith("Tamu tak dikenal pukul ")
    assert unknown.endswith("Siti Aminah")
    added = await Scan.objects().get(Scan.scan_id == answer.json()["added_scan_id"])
    assert added is not None
    assert (added.scanned_at, added.device, added.actor) == (second.scanned_at, "Pintu selatan", dewi.user.id)
    walk_in = await Guest.objects().get(Guest.id == added.guest)
    assert walk_in is not None
    assert walk_in.walk_in

    _guest, _first, _second, other = await _doubt(event, "Budi")
    named = {"decision": "two_persons", "full_name": "Rina Wati", "institution_name": "Warga"}
    await dewi.web.post(_path(event, other), named)
    assert "Rina Wati" in await _present(event)


@pytest.mark.parametrize(("undo", "left"), [("scan", "Pintu utara"), ("other", "Pintu selatan")])
async def test_after_a_mistake_the_other_scan_stands(
    alice: Somebody, event: Event, undo: str, left: str
) -> None:
    _guest, first, second, conflict = await _doubt(event)
    answer = await alice.api.post(
        f"{_path(event, conflict)}/decision", json={"decision": "mistake", "undo": undo}
    )
    assert answer.json()["undone_scan_id"] == str(second.id if undo == "scan" else first.id)
    assert await _present(event) == {"Siti Aminah": left}
    assert await Scan.count().where(Scan.undone_at.is_not_null()) == 1


async def test_whom_the_server_refused_counts_once_somebody_says_so(alice: Somebody, event: Event) -> None:
    guest = await make_checkin.guest(event, "Budi")
    early = event.starts_at - timedelta(hours=4)
    scans = [
        ScanIn(id=new_id(), code=code, scanned_at=early, offline=True)
        for code in (guest.short_code, "ZZZZ9999")
    ]
    await actions.record_scans(make_devices.organiser(event), event.id, "Pintu utara", scans)
    known = await ScanConflict.objects().get(ScanConflict.scan == scans[0].id)
    nobody = await ScanConflict.objects().get(ScanConflict.scan == scans[1].id)
    assert known is not None
    assert nobody is not None
    await alice.api.post(f"{_path(event, known.id)}/decision", json={"decision": "let_in"})
    assert await _present(event) == {"Budi": "Pintu utara"}
    refused = await alice.api.post(f"{_path(event, nobody.id)}/decision", json={"decision": "let_in"})
    assert refused.json()["errors"][0]["field"] == "full_name"
    named = {"decision": "let_in", "full_name": "Rina Wati"}
    assert (await alice.api.post(f"{_path(event, nobody.id)}/decision", json=named)).status_code == 200
    assert set(await _present(event)) == {"Budi", "Rina Wati"}


async def test_a_decision_is_opened_again_and_made_otherwise(alice: Somebody, event: Event) -> None:
    _guest, _first, _second, conflict = await _doubt(event)
    path = _path(event, conflict)
    await alice.api.post(f"{path}/decision", json={"decision": "two_persons", "full_name": "Rina Wati"})
    again = await alice.api.post(f"{path}/decision", json={"decision": "same_person"})
    assert (again.status_code, again.json()["code"]) == (409, "already_settled")
    assert (await alice.web.post(f"{path}/reopen")).status_code == 303
    assert (await alice.api.post(f"{path}/reopening")).json()["code"] == "still_open"
    assert set(await _present(event)) == {"Siti Aminah", "Rina Wati"}
    await alice.api.post(f"{path}/decision", json={"decision": "same_person"})
    assert set(await _present(event)) == {"Siti Aminah"}
    trail = await AuditEntry.objects().where(AuditEntry.subject == conflict).order_by(AuditEntry.id)
    assert [one.verb for one in trail] == ["conflict.settled", "conflict.reopened", "conflict.settled"]


async def test_of_two_who_decide_at_once_one_is_heard(event: Event) -> None:
    _guest, _first, _second, conflict = await _doubt(event)
    said = ScanDecisionIn(decision="two_persons", full_name="Rina Wati")  # type: ignore[arg-type]
    who = make_devices.organiser(event)
    tries = (settling.settle(who, event, conflict, said, clock.now()) for _n in range(4))
    done = await asyncio.gather(*tries, return_exceptions=True)
    assert sorted(type(one) is AlreadySettled for one in done) == [False, True, True, True]
    assert len(await _present(event)) == 2


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"decision": "mistake"}, "undo"),
        ({"decision": "let_in"}, "decision"),
        ({"decision": "nothing"}, "decision"),
        ({}, "decision"),
        ({"decision": "same_person", "note": "x" * 501}, "note"),
    ],
)
async def test_a_decision_that_does_not_fit_changes_nothing(
    alice: Somebody, event: Event, body: dict[str, str], field: str
) -> None:
    *_rest, conflict = await _doubt(event)
    refused = await alice.api.post(f"{_path(event, conflict)}/decision", json=body)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, field)
    shown = await alice.web.post(_path(event, conflict), body | {"full_name": "Rina"})
    assert (shown.status_code, 'value="Rina"' in shown.text) == (422, True)
    assert await ScanConflict.count().where(ScanConflict.open.eq(True)) == 1


async def test_scans_to_look_at_are_for_who_keeps_attendance(
    alice: Somebody, bob: Somebody, charlie: Somebody, dewi: Somebody, event: Event
) -> None:
    await make_events.door_staff(event, bob.user.id)
    *_rest, conflict = await _doubt(event)
    for path in (f"/events/{event.id}/scan-conflicts", _path(event, conflict)):
        for client in ("web", "api"):
            seen = [(await getattr(who, client).get(path)).status_code for who in (alice, bob, charlie, dewi)]
            assert seen == [200, 403, 404, 200]
    other = await make_checkin.today(event.organisation)
    assert (await alice.web.get(_path(other, conflict))).status_code == 404
    assert (await alice.web.get(_path(event, uuid4()))).status_code == 404


async def test_both_scans_stand_side_by_side_and_are_counted_on_the_attendance_page(
    alice: Somebody, event: Event
) -> None:
    page = f"/events/{event.id}/scan-conflicts"
    assert "Nothing to look at" in (await alice.web.get(page)).text
    *_rest, conflict = await _doubt(event)
    assert "Scans to look at (1)" in (await alice.web.get(f"/events/{event.id}/attendance")).text
    shown = (await alice.web.get(_path(event, conflict))).text
    assert shown.index("Pintu utara") < shown.index("Pintu selatan")
    await alice.web.post(_path(event, conflict), {"decision": "same_person", "note": "Sudah ditanya"})
    settled = (await alice.web.get(page)).text
    assert ("Nothing to look at" in settled, "Sudah ditanya" in settled) == (True, True)
    assert "Open it again" in (await alice.web.get(_path(event, conflict))).text


async def test_the_list_costs_the_same_for_many_questions(alice: Somebody, event: Event) -> None:
    counts = []
    for n in (10, 90):
        for i in range(n):
            await _doubt(event, f"Tamu {n} {i}")
        for ask in (alice.web.get, alice.api.get):
            with counting_queries() as kept:
                assert (await ask(f"/events/{event.id}/scan-conflicts")).status_code == 200
            counts.append(kept.count)
    assert counts[:2] == counts[2:]
