"""Whatever a code says, whatever a clock shows, however often: an answer, a row, and nothing leaks."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events_app import clock, tokens
from events_app.accounts.tables import Organisation
from events_app.checkin.tables import Attendance, Scan
from events_app.events.tables import Event
from tests import make_checkin as make
from tests import make_events
from tests.people import Somebody


async def sent(who: Somebody, event: Event, *scans: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
    answer = await who.api.post(f"/events/{event.id}/scans", json={"scans": list(scans)} | more)
    assert answer.status_code == 200, answer.text
    results: list[dict[str, Any]] = answer.json()["results"]
    return results


@given(st.lists(st.text(max_size=300), min_size=1, max_size=8))
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
async def test_any_text_is_answered_and_kept_short(
    alice: Somebody, city: Organisation, texts: list[str]
) -> None:
    event = await make.today(city)
    codes = [text.encode("utf-8", "ignore").decode() for text in texts]
    verdicts = await sent(alice, event, *[make.scan(code) for code in codes])
    assert {v["reason"] for v in verdicts} == {"unknown_code"}
    raw = await Scan.select(Scan.raw_code).where(Scan.event == event.id).output(as_list=True)
    assert all(len(text) <= 200 for text in raw)


HOSTS = [
    "https://elsewhere.example/T/{}",
    "HTTPS://ELSEWHERE.EXAMPLE:8443/T/{}",
    "http://localhost/T/{}?utm=1#top",
    "geo:/{}",
    " {}\r\n",
]


@pytest.mark.parametrize("form", HOSTS)
async def test_the_token_counts_whatever_the_address_around_it(
    form: str, alice: Somebody, city: Organisation
) -> None:
    """Passes outlive a change of address; a token that nobody gave opens nothing at any host."""
    event = await make.today(city)
    guest = await make.guest(event)
    good, bad = await sent(
        alice, event, make.scan(form.format(make.token(guest))), make.scan(form.format("7" * 26))
    )
    assert (good["outcome"], bad["reason"]) == ("admitted", "unknown_code")


async def test_ten_kilobytes_and_more_are_an_unknown_code(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    guest = await make.guest(event)
    payloads = ["x" * 10_240, "😀" * 5_000, make.token(guest) * 390, "/" * 10_240, "-" * 10_240]
    verdicts = await sent(alice, event, *[make.scan(text) for text in payloads])
    assert {v["reason"] for v in verdicts} == {"unknown_code"}
    too_long = await alice.api.post(f"/events/{event.id}/scans", json={"scans": [make.scan("x" * 20_001)]})
    assert [fault["field"] for fault in too_long.json()["errors"]] == ["scans.0.code"]


async def test_a_pass_of_another_event_tells_no_name(alice: Somebody, city: Organisation) -> None:
    event, other = await make.today(city), await make.today(city)
    guest = await make.guest(other, "Hj. Siti Aminah", institution_name="Kelurahan Kenanga")
    scan = make.scan(make.token(guest))
    answer = await alice.api.post(f"/events/{event.id}/scans", json={"scans": [scan]})
    listed = await alice.api.get(f"/events/{event.id}/scans")
    shown = await alice.web.get(f"/events/{event.id}/attendance/scans")
    assert answer.json()["results"][0]["reason"] == "wrong_event"
    for told in (answer, listed, shown):
        assert ("Siti" in told.text, "Kenanga" in told.text) == (False, False)
    by_code = (await sent(alice, event, make.scan(guest.short_code)))[0]
    assert by_code["reason"] == "unknown_code"


async def test_another_organisations_pass_is_like_no_pass(
    alice: Somebody, charlie: Somebody, city: Organisation
) -> None:
    event, theirs = await make.today(city), await make_events.published(charlie.actor.organisation)
    stranger = await make.guest(theirs)
    foreign, nothing = await sent(alice, event, make.scan(make.token(stranger)), make.scan("7" * 26))
    assert foreign | {"id": ""} == nothing | {"id": ""}
    kept = await Scan.select(Scan.raw_code).output(as_list=True)
    assert all(make.token(stranger) not in text for text in kept)


@pytest.mark.parametrize(("days", "reason"), [(-365, "not_open_yet"), (1, "closed"), (300, "closed")])
async def test_last_year_and_tomorrow_are_judged_by_the_doors_hours(
    days: int, reason: str, alice: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    guest = await make.guest(event)
    at = (clock.now() + timedelta(days=days)).isoformat()
    (verdict,) = await sent(alice, event, make.scan(make.token(guest), scanned_at=at))
    assert (verdict["reason"], await Attendance.count()) == (reason, 0)


async def test_a_scan_from_the_future_within_the_hours_is_marked(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    guest = await make.guest(event)
    at = (clock.now() + timedelta(hours=1)).isoformat()
    await sent(alice, event, make.scan(make.token(guest), scanned_at=at))
    shown = await alice.web.get(f"/events/{event.id}/attendance/scans")
    assert "clock is ahead" in shown.text


async def test_five_hundred_scans_of_one_id_are_one(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    ani, budi = [await make.guest(event, name) for name in ("Ani Satu", "Budi Dua")]
    first = make.scan(ani.short_code)
    later = [first | {"code": budi.short_code, "direction": "out"} for _ in range(499)]
    verdicts = await sent(alice, event, first, *later)
    assert {v["outcome"] for v in verdicts} == {"admitted"}
    assert (await Scan.count(), await Attendance.count()) == (1, 1)
    assert await sent(alice, event, *later) == verdicts[1:]


async def test_a_clock_that_jumps_between_scans_loses_none(alice: Somebody, city: Organisation) -> None:
    """An hour ahead, then set right, then two hours behind: each flush is measured by itself."""
    event, now = await make.today(city), clock.now()
    guests = [await make.guest(event, name) for name in ("Ani Satu", "Budi Dua", "Citra Tiga")]
    for guest, ahead in zip(guests, (60, 0, -120), strict=True):
        off = timedelta(minutes=ahead)
        scan = make.scan(guest.short_code, scanned_at=(now - timedelta(minutes=3) + off).isoformat())
        (verdict,) = await sent(alice, event, scan, sent_at=(clock.now() + off).isoformat())
        assert verdict["outcome"] == "admitted"
    rows: list[Any] = await Attendance.objects()
    assert all(abs(row.first_in_at - (now - timedelta(minutes=3))) < timedelta(minutes=1) for row in rows)
    assert {row.guest for row in rows} == {guest.id for guest in guests}


async def test_a_repeat_with_another_clock_keeps_the_first_answer(
    alice: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    guest = await make.guest(event)
    scan = make.scan(guest.short_code)
    (first,) = await sent(alice, event, scan)
    (again,) = await sent(alice, event, scan, sent_at=(clock.now() + timedelta(hours=5)).isoformat())
    assert again == first


@pytest.mark.parametrize(
    "text", ["", " ", "0" * 8, "ABCDEFGH", "\u202e7H2K", "７Ｈ２Ｋ９ＱＸＭ", "NULL", "'; --"]
)
async def test_the_typed_field_answers_any_text(text: str, alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    shown = await alice.web.post(f"/door/{event.id}", {"code": text, "device": "Pintu <b>utara</b>"})
    assert shown.status_code in (200, 422)
    assert "<b>utara</b>" not in shown.text
    assert await Attendance.count() == 0


def test_look_alikes_and_case_are_one_code() -> None:
    assert tokens.normalise("o1l-iu 7h") == tokens.normalise("O11IV7H")
    assert tokens.normalise(f"HTTPS://HOST/T/{'A' * 26}/") == "A" * 26


@pytest.mark.parametrize("body", [{"reason": None}, {}, {"reason": "cukup", "force": True}, []])
async def test_an_override_without_a_proper_body_is_refused(
    body: Any, alice: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    answer = await alice.api.post(f"/events/{event.id}/scans/{uuid4()}/override", json=body)
    assert answer.status_code in (400, 404, 422)


@pytest.mark.parametrize("shown", ["1970-01-01T00:00:00Z", "2999-12-31T23:59:59Z", "3900-01-01T00:00:00Z"])
async def test_however_wrong_a_clock_is_its_scans_are_answered(
    shown: str, alice: Somebody, city: Organisation
) -> None:
    """What was scanned by a clock that jumped since then, too: setting it right never runs out of the calendar."""
    event = await make.today(city)
    guest = await make.guest(event)
    old, new = make.scan(guest.short_code), make.scan(guest.short_code)
    old["scanned_at"], new["scanned_at"] = "1970-01-01T00:00:00Z", "3900-01-01T00:00:00Z"
    assert len(await sent(alice, event, old, new, sent_at=shown)) == 2
