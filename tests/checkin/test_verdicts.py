"""What the door says, and in which order it decides."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.events.tables import Event
from events_app.invitations.guest_actions import reissue_pass
from events_app.invitations.tables import GuestState
from tests import make_checkin as make
from tests import make_events
from tests.people import Somebody


async def said(who: Somebody, event: Event, *scans: dict[str, Any]) -> list[Any]:
    answer = await who.api.post(f"/events/{event.id}/scans", json={"scans": list(scans)})
    assert answer.status_code == 200, answer.text
    results: list[Any] = answer.json()["results"]
    return results


async def test_admits_a_guest_by_token_url_and_short_code(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    texts = []
    for n, name in enumerate(("Ani Satu", "Budi Dua", "Citra Tiga")):
        guest = await make.guest(event, name, institution_name="Kelurahan Kenanga", position="Lurah")
        token = make.token(guest)
        texts.append((token, f"https://localhost/T/{token}".lower(), guest.short_code.lower())[n])
    results = await said(alice, event, *[make.scan(text) for text in texts])
    assert [r["outcome"] for r in results] == ["admitted"] * 3
    assert results[0]["guest"] | {"id": None} == {
        "id": None,
        "display_name": "Ani Satu",
        "institution": "Kelurahan Kenanga",
        "position": "Lurah",
        "in_place_of": None,
        "note": None,
        "notes": [],
    }


async def test_says_since_when_and_through_which_door_on_a_repeat(
    alice: Somebody, city: Organisation
) -> None:
    event, at = await make.today(city), clock.now().replace(microsecond=0)
    guest = await make.guest(event)
    first = make.scan(make.token(guest), scanned_at=at.isoformat())
    await alice.api.post(f"/events/{event.id}/scans", json={"device": "Pintu utara", "scans": [first]})
    (again,) = await said(alice, event, make.scan(guest.short_code))
    assert (again["outcome"], again["first_in_device"]) == ("already", "Pintu utara")
    assert again["first_in_at"] == at.isoformat().replace("+00:00", "Z")


FAULTS = ["wrong_event", "revoked", "cancelled", "waitlisted", "not_open_yet", "wrong_session", "already"]


@pytest.mark.parametrize("first", FAULTS)
async def test_names_the_first_reason_that_holds(first: str, alice: Somebody, city: Organisation) -> None:
    """Every fault from this one on holds at once; the earliest in the order is the answer."""
    holds = FAULTS[FAULTS.index(first) :]
    event = await make.today(city)
    at = clock.now() - timedelta(days=2) if "not_open_yet" in holds else clock.now()
    guest = await make.guest(event)
    if "already" in holds:
        await said(alice, event, make.scan(guest.short_code))
    token = make.token(guest)
    if "revoked" in holds:
        await reissue_pass(alice.actor, guest, clock.now())
    if "waitlisted" in holds:
        await make.in_state(guest, GuestState.waitlisted)
    if "cancelled" in holds:
        await make.in_state(guest, GuestState.cancelled)
    where = await make.today(city) if "wrong_event" in holds else event
    session = str(uuid4()) if "wrong_session" in holds else None
    (verdict,) = await said(alice, where, make.scan(token, scanned_at=at.isoformat(), session_id=session))
    assert (verdict["reason"] or verdict["outcome"]) == first
    assert (verdict["guest"] is None) == (first == "wrong_event")


@pytest.mark.parametrize(
    "text", ["", "hello", "WIFI:S:hall;;", "x" * 10_000, "𝕊😀\x00", "A" * 26, "https://e.g/?"]
)
async def test_calls_any_other_text_an_unknown_code(text: str, alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    (verdict,) = await said(alice, event, make.scan(text))
    assert (verdict["outcome"], verdict["reason"], verdict["guest"]) == ("refused", "unknown_code", None)


async def test_calls_another_organisations_pass_an_unknown_code(
    alice: Somebody, charlie: Somebody, city: Organisation
) -> None:
    ours, elsewhere = await make.today(city), await make_events.published(charlie.actor.organisation)
    stranger = await make.guest(elsewhere)
    verdicts = await said(alice, ours, make.scan(make.token(stranger)), make.scan(stranger.short_code))
    assert [v["reason"] for v in verdicts] == ["unknown_code", "unknown_code"]


@pytest.mark.parametrize(
    ("minutes", "reason"), [(-31, "not_open_yet"), (-30, None), (190, None), (191, "closed")]
)
async def test_keeps_the_doors_hours_by_the_time_of_scanning(
    minutes: int, reason: str | None, alice: Somebody, city: Organisation
) -> None:
    event = await make.today(city, door_opens_minutes=30, door_closes_minutes=10)
    at = event.starts_at + timedelta(minutes=minutes if minutes < 0 else 0)
    if minutes > 0:
        at = event.ends_at + timedelta(minutes=minutes - 180)
    guest = await make.guest(event)
    (verdict,) = await said(alice, event, make.scan(make.token(guest), scanned_at=at.isoformat()))
    assert verdict["reason"] == reason


async def test_lets_out_and_in_again(alice: Somebody, city: Organisation) -> None:
    event, now = await make.today(city), clock.now()
    guest = await make.guest(event)
    steps = [("in", 0), ("in", 1), ("out", 2), ("in", 3), ("in", 4)]
    batch = [
        make.scan(guest.short_code, direction=way, scanned_at=(now + timedelta(minutes=m)).isoformat())
        for way, m in steps
    ]
    verdicts = await said(alice, event, *batch)
    assert [v["outcome"] for v in verdicts] == ["admitted", "already", "left", "admitted", "already"]


async def test_takes_an_exit_that_arrives_before_its_entry(alice: Somebody, city: Organisation) -> None:
    event, now = await make.today(city), clock.now()
    guest = await make.guest(event)
    later = (now + timedelta(minutes=9)).isoformat()
    await said(alice, event, make.scan(guest.short_code, direction="out", scanned_at=later))
    await said(alice, event, make.scan(guest.short_code, scanned_at=now.isoformat()))
    counted = (await alice.api.get(f"/events/{event.id}/attendance")).json()
    assert (counted["present"], counted["inside"]) == (1, 0)


async def test_counts_a_session_apart_from_the_event(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    session = await make_events.session(event, starts_at=event.starts_at, ends_at=event.ends_at)
    guest = await make.guest(event)
    inside = make.scan(guest.short_code, session_id=str(session.id))
    outcomes = [
        (await said(alice, event, make.scan(guest.short_code)))[0]["outcome"],
        (await said(alice, event, inside))[0]["outcome"],
        (await said(alice, event, inside | {"id": str(uuid4())}))[0]["outcome"],
    ]
    assert outcomes == ["admitted", "admitted", "already"]
    assert (await alice.api.get(f"/events/{event.id}/attendance")).json()["present"] == 1
