"""Scans are answered once and for good, whatever repeats, races or comes late."""

import asyncio
import hashlib
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from events_app import clock, tokens
from events_app.accounts.tables import Organisation
from events_app.checkin import actions
from events_app.checkin.forms import ScanIn
from events_app.checkin.tables import Attendance, Scan, ScanConflict
from events_app.database import counting_queries, execute
from events_app.events.tables import Event
from tests import make_checkin as make
from tests import make_events
from tests.people import Somebody


async def post(who: Somebody, event: Event, *scans: dict[str, Any], **more: Any) -> list[Any]:
    answer = await who.api.post(f"/events/{event.id}/scans", json={"scans": list(scans)} | more)
    assert answer.status_code == 200, answer.text
    results: list[Any] = answer.json()["results"]
    return results


async def test_answers_an_id_again_as_it_was_first_answered(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    one, two = await make.guest(event, "Ani Satu"), await make.guest(event, "Budi Dua")
    admitted, refused = make.scan(one.short_code), make.scan("nobody")
    first = await post(alice, event, admitted, refused)
    other = [admitted | {"code": "nobody"}, refused | {"code": two.short_code}]
    assert await post(alice, event, *other) == first
    assert await Attendance.count() == 1


async def test_keeps_answers_when_the_guest_changed_since(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    guest = await make.guest(event)
    scan = make.scan(guest.short_code)
    (first,) = await post(alice, event, scan)
    await post(alice, event, make.scan(guest.short_code))
    await execute("UPDATE guest SET state = 'cancelled'")
    assert await post(alice, event, scan) == [first]


async def test_answers_in_the_order_sent_with_repeats_in_one_batch(
    alice: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    one, two = await make.guest(event, "Ani Satu"), await make.guest(event, "Budi Dua")
    a, b = make.scan(one.short_code), make.scan(two.short_code)
    results = await post(alice, event, b, a, b | {"code": "nobody"}, make.scan(one.short_code), a)
    assert [r["id"] for r in results] == [b["id"], a["id"], b["id"], results[3]["id"], a["id"]]
    assert [r["outcome"] for r in results] == ["admitted", "admitted", "admitted", "already", "admitted"]


async def test_takes_five_hundred_scans_at_once(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    guest = await make.guest(event)
    results = await post(alice, event, *[make.scan(guest.short_code) for _ in range(40)], make.scan("x"))
    assert sorted(r["outcome"] for r in results) == ["admitted"] + ["already"] * 39 + ["refused"]
    many = [make.scan(f"nobody {n}") for n in range(500)]
    assert {r["reason"] for r in await post(alice, event, *many)} == {"unknown_code"}


async def test_admits_one_of_twenty_at_once(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    guest = await make.guest(event)
    results = await asyncio.gather(*[post(alice, event, make.scan(guest.short_code)) for _ in range(20)])
    assert sorted(r[0]["outcome"] for r in results) == ["admitted"] + ["already"] * 19


async def test_admits_one_of_twenty_that_share_no_statement(
    alice: Somebody, city: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As several web processes on one database would."""
    monkeypatch.setattr(actions, "SHARES_UP_TO", 0)
    event = await make.today(city)
    guest = await make.guest(event)
    results = await asyncio.gather(*[post(alice, event, make.scan(guest.short_code)) for _ in range(20)])
    assert sorted(r[0]["outcome"] for r in results) == ["admitted"] + ["already"] * 19


async def test_lets_the_first_of_racing_bodies_win(
    alice: Somebody, city: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "SHARES_UP_TO", 0)
    event = await make.today(city)
    guests = [await make.guest(event, f"Tamu {letter}") for letter in "ABCDEFGH"]
    same = str(uuid4())
    posts = [post(alice, event, make.scan(guest.short_code, id=same)) for guest in guests]
    results = await asyncio.gather(*posts)
    assert len({r[0]["guest"]["id"] for r in results}) == 1
    assert (await Attendance.count(), await Scan.count()) == (1, 1)


async def test_crossing_batches_end_without_a_deadlock(
    alice: Somebody, city: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "SHARES_UP_TO", 0)
    event = await make.today(city)
    codes = [(await make.guest(event, f"Tamu {letter}")).short_code for letter in "ABCDEFGHIJKL"]
    orders = [codes, codes[::-1], codes[6:] + codes[:6], codes]
    results = await asyncio.gather(*[post(alice, event, *map(make.scan, order)) for order in orders])
    outcomes = [r["outcome"] for result in results for r in result]
    assert (outcomes.count("admitted"), outcomes.count("already")) == (12, 36)


async def test_follows_scan_time_and_opens_a_conflict_for_an_earlier_entry(
    alice: Somebody, city: Organisation
) -> None:
    event, now = await make.today(city), clock.now().replace(microsecond=0)
    guest = await make.guest(event)
    earlier = (now - timedelta(minutes=7)).isoformat()
    late = make.scan(guest.short_code, scanned_at=earlier)
    await post(alice, event, make.scan(guest.short_code, scanned_at=now.isoformat()), device="Utara")
    assert await ScanConflict.count() == 0
    (verdict,) = await post(alice, event, late, device="Selatan")
    assert verdict["outcome"] == "already"
    row: Any = await Attendance.objects().first()
    assert (row.first_in_at, row.last_in_at, row.device) == (now - timedelta(minutes=7), now, "Selatan")
    conflict: Any = await ScanConflict.objects().first()
    assert (str(conflict.scan), conflict.open) == (late["id"], True)


async def test_keeps_no_pass_of_a_stranger_in_clear(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    await post(alice, event, make.scan("https://localhost/T/" + "7" * 26), make.scan("hello"))
    assert sorted(await Scan.select(Scan.raw_code).output(as_list=True)) == ["7777…", "hello"]


@pytest.mark.parametrize("form", ["{} Ani", "Pass: {}", "x={}&y", "{}\n{}", "BEGIN:VCARD;{};END", "{}…"])
async def test_keeps_no_pass_that_was_read_with_other_text_in_clear(
    form: str, alice: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    token = make.token(await make.guest(event))
    code = form.format(token, token)
    told = await alice.api.post(f"/events/{event.id}/scans", json={"scans": [make.scan(code)]})
    assert told.json()["results"][0]["reason"] == "unknown_code"
    [kept] = await Scan.select(Scan.raw_code).output(as_list=True)
    assert f"{token[:4]}…" in kept
    listed = await alice.api.get(f"/events/{event.id}/scans")
    exported = await alice.web.get(f"/events/{event.id}/exports/scans.csv")
    for shown in (kept, told.text, listed.text, exported.text):
        assert token[4:] not in shown.upper()


async def test_scans_can_be_neither_changed_nor_erased(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    await post(alice, event, make.scan("nobody"))
    for sql in ("DELETE FROM scan", "UPDATE scan SET reason = 'closed'"):
        with pytest.raises(Exception, match="append-only"):
            await execute(sql)


async def test_names_all_faults_of_a_batch(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    bad = [
        {"id": "7", "code": "x", "scanned_at": "2026-12-12T09:00:00"},
        make.scan("x", direction="up", colour="red"),
    ]
    answer = await alice.api.post(f"/events/{event.id}/scans", json={"scans": bad, "room": 1})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    faults = {(e["field"], e["code"]) for e in answer.json()["errors"]}
    assert faults == {
        ("scans.0.id", "uuid_parsing"),
        ("scans.0.scanned_at", "timezone_aware"),
        ("scans.1.direction", "enum"),
        ("scans.1.colour", "extra_forbidden"),
        ("room", "extra_forbidden"),
    }


@pytest.mark.parametrize("count", [0, 501])
async def test_refuses_an_empty_and_an_endless_batch(count: int, alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    body = {"scans": [make.scan("x") for _ in range(count)]}
    answer = await alice.api.post(f"/events/{event.id}/scans", json=body)
    assert [e["field"] for e in answer.json()["errors"]] == ["scans"]


async def test_lets_only_door_staff_scan(
    alice: Somebody, bob: Somebody, charlie: Somebody, dewi: Somebody, client: Any, city: Organisation
) -> None:
    event = await make.today(city)
    path, body = f"/events/{event.id}/scans", make.scans("nobody")
    answers = [(await who.api.post(path, json=body)).status_code for who in (bob, charlie, dewi)]
    answers.append((await client.post(f"/api/v1{path}", json=body)).status_code)
    assert answers == [404, 404, 403, 401]
    assert await Scan.count() == 0
    assert (await alice.api.post(path, json=body)).json()["results"][0]["outcome"] == "refused"


async def test_lets_the_assigned_door_scan(bob: Somebody, city: Organisation) -> None:
    event = await make.today(city, confidential=True)
    guest = await make.guest(event)
    await make_events.door_staff(event, bob.user.id)
    (verdict,) = await post(bob, event, make.scan(guest.short_code))
    assert verdict["outcome"] == "admitted"


async def test_an_idempotency_key_gives_the_first_answer(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    guest = await make.guest(event)
    body, key = make.scans(guest.short_code), {"Idempotency-Key": "door-1"}
    answers = [await alice.api.post(f"/events/{event.id}/scans", json=body, headers=key) for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    assert answers[0].json()["results"][0]["outcome"] == "admitted"


async def test_needs_as_many_queries_for_a_hundred_scans_as_for_ten(
    alice: Somebody, city: Organisation
) -> None:
    event, counts = await make.today(city), []
    for n in (10, 100):
        scans = [ScanIn(**make.scan(f"nobody {n} {i}")) for i in range(n)]
        with counting_queries() as kept:
            await actions.record_scans(alice.actor, event.id, "", scans)
        counts.append(kept.count)
    assert counts[0] == counts[1]


async def test_the_roster_knows_passes_by_their_digest(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    guest = await make.guest(event, "Hj. Siti Aminah", institution_name="Kelurahan Kenanga")
    (entry,) = (await alice.api.get(f"/events/{event.id}/roster")).json()["entries"]
    assert entry == {
        "hash": tokens.digest(make.token(guest))[:12].hex(),
        "guest_id": str(guest.id),
        "display_name": "Hj. Siti Aminah",
        "institution": "Kelurahan Kenanga",
        "state": "expected",
        "in_place_of": None,
        "notes": [],
        "short_hash": hashlib.sha256(f"{event.id}|{guest.short_code}".encode()).digest()[:12].hex(),
    }


async def test_lists_scans_in_parts_and_each_alone(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    sent = [make.scan(f"nobody {n}") for n in range(3)]
    for one in sent:
        await post(alice, event, one)
    path = f"/events/{event.id}/scans"
    first = (await alice.api.get(path, params={"limit": 2})).json()
    rest = (await alice.api.get(path, params={"limit": 2, "cursor": first["next"]})).json()
    assert [item["id"] for item in first["items"] + rest["items"]] == [one["id"] for one in sent]
    assert rest["next"] is None
    assert (await alice.api.get(f"{path}/{sent[0]['id']}")).json() == first["items"][0]


async def test_a_stranger_who_shares_the_statement_learns_nothing(
    alice: Somebody, charlie: Somebody, bob: Somebody, city: Organisation
) -> None:
    """Same event, same id, same moment: the right to the answer is each request's own."""
    event = await make.today(city)
    guest = await make.guest(event)
    scan, path = make.scan(guest.short_code), f"/events/{event.id}/scans"
    posts = [who.api.post(path, json={"scans": [scan]}) for who in (charlie, alice, bob, charlie, alice)]
    answers = await asyncio.gather(*posts)
    assert [answer.status_code for answer in answers] == [404, 200, 404, 404, 200]
    assert answers[1].json() == answers[4].json()


async def test_a_revoked_token_opens_nothing_beside_a_good_one(
    alice: Somebody, dewi: Somebody, city: Organisation
) -> None:
    await execute('UPDATE api_token SET revoked_at = now() WHERE "user" = $1', dewi.user.id)
    asked = [who.api.get("/me") for who in (alice, dewi, alice, dewi)]
    answers = await asyncio.gather(*asked)
    assert [answer.status_code for answer in answers] == [200, 401, 200, 401]
    assert answers[0].json()["name"] == "Alice"
