"""Odd marks are flagged, never blocked; people decide, once, with a reason where a mark is taken back."""

from datetime import timedelta

import pytest

from events_app import clock
from events_app.accounts.tables import AuditEntry, Organisation
from events_app.checkin.self_checkin.tables import SelfDevice, SelfFlag
from events_app.checkin.tables import Attendance, Scan
from events_app.database import counting_queries
from events_app.events.tables import Event
from tests import make_checkin as make
from tests import make_self_checkin as selfmade
from tests.people import Browser, Cast, Somebody


async def marked(phone: Browser, event: Event, *names: str) -> None:
    """One phone marks them all, one after the other."""
    room = await selfmade.room(event)
    await selfmade.entered(phone, room)
    for name in names:
        guest = await make.guest(event, name)
        shown = await phone.post(f"/R/{room.ref}/short-code", {"short_code": guest.short_code})
        assert "You are marked present" in shown.text


async def test_one_phone_that_marks_many_is_flagged_and_nobody_is_stopped(
    phone: Browser, city: Organisation, alice: Somebody
) -> None:
    event = await make.today(city)
    await marked(phone, event, "Ani Satu", "Budi Dua", "Citra Tiga", "Dedi Empat")
    assert await Attendance.count() == 4
    flags = (await alice.api.get(f"/events/{event.id}/self-check-in-flags")).json()["items"]
    assert [flag["name"] for flag in flags] == ["Dedi Empat", "Citra Tiga", "Budi Dua"]
    assert [flag["reasons"] for flag in flags] == [["many_marks", "too_fast"], ["too_fast"], ["too_fast"]]
    assert {flag["device"] for flag in flags} == {(await SelfDevice.objects().first()).label}  # type: ignore[union-attr]
    shown = (await alice.web.get(f"/events/{event.id}/self-check-in/review")).text
    for said in ("Dedi Empat", "One phone marked several people", flags[0]["device"], "To be decided"):
        assert said in shown, said
    assert "Odd marks to look at (3)" in (await alice.web.get(f"/events/{event.id}/self-check-in")).text


async def test_many_phones_are_not_odd(cast: Cast, city: Organisation) -> None:
    event = await make.today(city)
    room = await selfmade.room(event)
    for name in ("Ani Satu", "Budi Dua", "Citra Tiga", "Dedi Empat", "Eka Lima"):
        phone, guest = await selfmade.phone(cast), await make.guest(event, name)
        await selfmade.entered(phone, room)
        await phone.post(f"/R/{room.ref}/short-code", {"short_code": guest.short_code})
    assert (await Attendance.count(), await SelfFlag.count()) == (5, 0)


async def test_a_code_read_long_before_is_flagged(
    phone: Browser, city: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = await make.today(city)
    room, guest = await selfmade.room(event), await make.guest(event)
    await selfmade.entered(phone, room)
    later = clock.now() + timedelta(minutes=4)
    monkeypatch.setattr(clock, "now", lambda: later)
    await phone.post(f"/R/{room.ref}/short-code", {"short_code": guest.short_code})
    [flag] = await SelfFlag.objects()
    assert (flag.reasons, flag.way) == (["late"], "code")
    assert timedelta(minutes=3) < flag.marked_at - flag.code_at < timedelta(minutes=5)


async def test_a_mark_by_name_after_many_failures_is_flagged(phone: Browser, city: Organisation) -> None:
    event = await make.today(city)
    room = await selfmade.room(event)
    await make.guest(event, "Budi Santoso", phone="081234567890")
    await selfmade.entered(phone, room)
    for digits in ("0001", "0002", "0003", "7890"):
        await phone.post(f"/R/{room.ref}/name", {"full_name": "Budi Santoso", "digits": digits})
    [flag] = await SelfFlag.objects()
    assert (flag.reasons, flag.way) == (["many_failures"], "name")


async def test_nothing_odd_says_so(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    assert "Nothing odd" in (await alice.web.get(f"/events/{event.id}/self-check-in/review")).text


async def test_taking_a_mark_back_needs_a_reason_and_is_recorded_even_late(
    phone: Browser, city: Organisation, alice: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = await make.today(city)
    await marked(phone, event, "Ani Satu", "Budi Dua")
    [flag] = await SelfFlag.objects()
    later = clock.now() + timedelta(minutes=40)
    monkeypatch.setattr(clock, "now", lambda: later)
    path = f"/events/{event.id}/self-check-in/review/{flag.id}"
    silent = await alice.web.post(path, {"decision": "undone"})
    assert (silent.status_code, "Say why this mark is taken back" in silent.text) == (422, True)
    assert await Attendance.count() == 2
    await alice.web.post(path, {"decision": "undone", "note": "Bukan orangnya."})
    assert await Attendance.count() == 1
    scan = await Scan.objects().get(Scan.scan_id == flag.scan)
    assert scan is not None
    assert (scan.outcome, scan.undone_at) == ("admitted", later)
    shown = (await alice.web.get(f"/events/{event.id}/self-check-in/review")).text
    assert "Taken back" in shown
    assert "Bukan orangnya." in shown
    assert await AuditEntry.exists().where(AuditEntry.verb == "self_flag.decided")


async def test_a_decision_is_made_once(phone: Browser, city: Organisation, alice: Somebody) -> None:
    event = await make.today(city)
    await marked(phone, event, "Ani Satu", "Budi Dua")
    [flag] = await SelfFlag.objects()
    path = f"/events/{event.id}/self-check-in-flags/{flag.id}"
    fine = {"decision": "fine", "note": "Satu rombongan."}
    decided = (await alice.api.post(f"{path}/decision", json=fine)).json()
    assert (decided["decision"], decided["note"], decided["decided_by"]) == (
        "fine",
        "Satu rombongan.",
        "Alice",
    )
    assert (await alice.api.post(f"{path}/decision", json=fine)).status_code == 200
    other = await alice.api.post(f"{path}/decision", json={"decision": "undone", "note": "Ragu."})
    assert (other.status_code, other.json()["code"]) == (409, "already_decided")
    assert (await alice.api.get(path)).json()["decision"] == "fine"
    assert await Attendance.count() == 2


async def test_flags_are_for_who_plans_the_event(
    phone: Browser, city: Organisation, alice: Somebody, bob: Somebody, charlie: Somebody, dewi: Somebody
) -> None:
    event = await make.today(city)
    await marked(phone, event, "Ani Satu", "Budi Dua")
    [flag] = await SelfFlag.objects()
    path = f"/events/{event.id}/self-check-in-flags/{flag.id}"
    assert [(await who.api.get(path)).status_code for who in (alice, bob, charlie, dewi)] == [
        200,
        403,
        404,
        403,
    ]
    other = await make.today(city)
    elsewhere = f"/events/{other.id}/self-check-in-flags/{flag.id}"
    assert (await alice.api.get(elsewhere)).status_code == 404
    decision = {"decision": "fine"}
    seen = [
        (await who.api.post(f"{path}/decision", json=decision)).status_code for who in (bob, charlie, dewi)
    ]
    assert seen == [403, 404, 403]


async def test_the_review_costs_the_same_for_many_marks(
    phone: Browser, city: Organisation, alice: Somebody
) -> None:
    event, counts = await make.today(city), []
    room = await selfmade.room(event)
    await selfmade.entered(phone, room)
    for names in (["Ani", "Budi"], ["Citra", "Dedi", "Eka", "Fajar", "Gilang"]):
        for name in names:
            guest = await make.guest(event, name)
            await phone.post(f"/R/{room.ref}/short-code", {"short_code": guest.short_code})
        with counting_queries() as kept:
            shown = (await alice.web.get(f"/events/{event.id}/self-check-in/review")).text
        counts.append((kept.count, shown.count('id="flag-')))
    assert counts[0][0] == counts[1][0]
    assert [flags for _queries, flags in counts] == [1, 6]
