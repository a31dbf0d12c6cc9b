"""Roster, scans and attendance."""

import hashlib
from typing import Any
from uuid import uuid4

import pytest

from tests.contract.calls import at, event, faults, must, ok, refused
from tests.people import Somebody


def _scan(code: str, **more: Any) -> dict[str, Any]:
    return {"id": str(uuid4()), "code": code, "scanned_at": at()} | more


async def _sent(who: Somebody, made: Any, *scans: dict[str, Any]) -> list[Any]:
    body = {"device": "pintu-1", "scans": list(scans)}
    answer = await ok(who.api.post(f"/events/{made['id']}/scans", json=body))
    assert answer.keys() == {"results"}
    assert [one["id"] for one in answer["results"]] == [one["id"] for one in scans]
    return list(answer["results"])


async def _guest(who: Somebody, made: Any, name: str = "Ani Lestari", **more: Any) -> Any:
    return await must(who.api.post(f"/events/{made['id']}/guests", json={"full_name": name} | more))


@pytest.fixture
async def made(alice: Somebody) -> dict[str, Any]:
    return await event(alice.api)


async def test_the_roster_knows_guests_by_the_digest_of_their_pass(
    alice: Somebody, made: dict[str, Any]
) -> None:
    guest = await _guest(alice, made, institution_name="Kelurahan Kenanga")
    roster = await ok(alice.api.get(f"/events/{made['id']}/roster"))
    assert roster.keys() == {"generated_at", "entries"}
    token = guest["pass_url"].rsplit("/", 1)[1].upper()
    assert roster["entries"] == [
        {
            "hash": hashlib.sha256(token.encode()).digest()[:12].hex(),
            "guest_id": guest["id"],
            "display_name": "Ani Lestari",
            "institution": "Kelurahan Kenanga",
            "state": "expected",
            "in_place_of": None,
            "notes": [],
            "short_hash": hashlib.sha256(f"{made['id']}|{guest['short_code']}".encode()).digest()[:12].hex(),
        }
    ]


async def test_only_the_doors_of_ones_own_events(
    alice: Somebody, bob: Somebody, made: dict[str, Any]
) -> None:
    body = {"scans": [_scan("X")]}
    for call in (
        bob.api.get(f"/events/{made['id']}/roster"),
        bob.api.post(f"/events/{made['id']}/scans", json=body),
        bob.api.post(f"/events/{made['id']}/guests", json={"full_name": "Ani"}),
    ):
        answer = await call
        assert answer.status_code in (403, 404), answer.text
    await alice.web.post(f"/events/{made['id']}/door-staff", {"user_id": str(bob.user.id)})
    await ok(bob.api.get(f"/events/{made['id']}/roster"))
    await must(bob.api.post(f"/events/{made['id']}/guests", json={"full_name": "Ani", "walk_in": True}))


async def test_a_pass_admits_once_however_it_is_written(alice: Somebody, made: dict[str, Any]) -> None:
    guest = await _guest(alice, made, institution_name="Kelurahan Kenanga", position="Lurah")
    token = guest["pass_url"].rsplit("/", 1)[1]
    first = (await _sent(alice, made, _scan(guest["pass_url"])))[0]
    assert first["outcome"] == "admitted"
    assert first["guest"] == {
        "id": guest["id"],
        "display_name": "Ani Lestari",
        "institution": "Kelurahan Kenanga",
        "position": "Lurah",
        "in_place_of": None,
        "note": None,
        "notes": [],
    }
    codes = (
        token,
        token.lower(),
        guest["pass_url"].upper(),
        guest["short_code"],
        guest["short_code"].lower(),
    )
    for again in await _sent(alice, made, *(_scan(code, scanned_at=at(minutes=1)) for code in codes)):
        assert (again["outcome"], again["first_in_at"]) == ("already", first["first_in_at"])


async def test_an_answer_is_frozen_when_it_is_first_given(alice: Somebody, made: dict[str, Any]) -> None:
    guest = await _guest(alice, made)
    right, wrong = _scan(guest["pass_url"]), _scan("NOTACODE")
    first = await _sent(alice, made, right, wrong)
    assert [one["outcome"] for one in first] == ["admitted", "refused"]
    assert first[1]["reason"] == "unknown_code"
    assert await _sent(alice, made, right, wrong) == first
    # the first body with an id wins, refusals too
    swapped = [right | {"code": "NOTACODE"}, wrong | {"code": guest["pass_url"]}]
    assert await _sent(alice, made, *swapped) == first
    other = await event(alice.api)
    assert (await _sent(alice, other, right))[0]["outcome"] == "refused"


async def test_the_door_is_open_from_before_until_after(alice: Somebody) -> None:
    made = await event(
        alice.api, starts_at=at(hours=-1), ends_at=at(hours=1), door_opens_minutes=30, door_closes_minutes=10
    )
    code = (await _guest(alice, made))["pass_url"]
    early, late = _scan(code, scanned_at=at(minutes=-91)), _scan(code, scanned_at=at(minutes=71))
    results = await _sent(alice, made, early, late, _scan(code, scanned_at=at(minutes=-89)))
    assert [(one["outcome"], one.get("reason")) for one in results] == [
        ("refused", "not_open_yet"),
        ("refused", "closed"),
        ("admitted", None),
    ]


async def test_times_follow_the_scan_and_not_the_upload(alice: Somebody, made: dict[str, Any]) -> None:
    code = (await _guest(alice, made))["pass_url"]
    await _sent(alice, made, _scan(code, scanned_at=at(minutes=20)))
    await _sent(alice, made, _scan(code, scanned_at=at(minutes=5)))
    latest = (await _sent(alice, made, _scan(code, scanned_at=at(minutes=30))))[0]
    assert latest["outcome"] == "already"
    first = latest["first_in_at"].replace("Z", "+00:00")
    assert first == at(minutes=5)


async def test_leaving_is_out_and_not_absent(alice: Somebody, made: dict[str, Any]) -> None:
    one, two = await _guest(alice, made, sex="female"), await _guest(alice, made, "Budi", sex="male")
    codes = [_scan(one["pass_url"]), _scan(two["pass_url"])]
    out = _scan(one["pass_url"], direction="out", scanned_at=at(minutes=2))
    assert [x["outcome"] for x in await _sent(alice, made, *codes, out)] == ["admitted", "admitted", "left"]
    numbers = await ok(alice.api.get(f"/events/{made['id']}/attendance"))
    assert numbers.keys() >= {
        *("invited", "accepted", "declined", "expected", "present", "inside", "walk_ins"),
        *("by_institution", "by_sex", "arrivals"),
    }
    assert (numbers["present"], numbers["inside"], numbers["walk_ins"]) == (2, 1, 0)
    assert (numbers["by_sex"]["female"], numbers["by_sex"]["male"]) == (1, 1)
    assert sum(one["count"] for one in numbers["arrivals"]) == 2


async def test_another_organisations_pass_is_an_unknown_code(
    alice: Somebody, charlie: Somebody, made: dict[str, Any]
) -> None:
    theirs = await event(charlie.api)
    guest = await _guest(charlie, theirs)
    results = await _sent(alice, made, _scan(guest["pass_url"]), _scan(guest["short_code"]))
    assert [one["reason"] for one in results] == ["unknown_code", "unknown_code"]
    assert all(one.get("guest") is None for one in results)
    elsewhere = {"scans": [_scan(guest["pass_url"])]}
    await refused(charlie.api.post(f"/events/{made['id']}/scans", json=elsewhere), 404, "not_found")


async def test_scans_with_faults_are_refused_as_a_whole(alice: Somebody, made: dict[str, Any]) -> None:
    path, guest = f"/events/{made['id']}/scans", await _guest(alice, made)
    good, naive = _scan(guest["pass_url"]), _scan("X", scanned_at="2026-12-12T09:00:00")
    found = await faults(alice.api.post(path, json={"scans": [good, naive, {"id": "x"}]}))
    assert found.keys() == {"scans.1.scanned_at", "scans.2.id", "scans.2.code", "scans.2.scanned_at"}
    many = {"scans": [_scan("X") for _ in range(501)]}
    assert await faults(alice.api.post(path, json=many)) == {"scans": "too_long"}
    assert (await ok(alice.api.get(path)))["items"] == []
    assert len(await _sent(alice, made, *(_scan("X") for _ in range(500)))) == 500
