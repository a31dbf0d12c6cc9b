"""The short way and the long way to scans say the same, and only what is plainly right takes the short one."""

import json
from typing import Any
from uuid import uuid4

import httpx
import pytest

from events_app.accounts.rights import Role
from events_app.accounts.tables import Organisation
from events_app.checkin.devices.tables import Device
from events_app.checkin.quick import SMALL
from events_app.checkin.tables import Scan
from events_app.events.tables import Event
from tests import make_checkin as make
from tests import make_devices
from tests.people import Browser, Cast, Somebody

LONG = {"content-type": "application/json; charset=utf-8"}
QUICK = {"content-type": "application/json"}


@pytest.fixture
def ways(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every request that goes the long way leaves its path here."""
    taken: list[str] = []
    quick: Any = cast.app.app
    inner = quick.app

    async def long_way(scope: Any, receive: Any, send: Any) -> None:
        taken.append(scope["path"])
        await inner(scope, receive, send)

    monkeypatch.setattr(quick, "app", long_way)
    return taken


async def post(api: httpx.AsyncClient, event: Event, body: Any, headers: dict[str, str]) -> httpx.Response:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return await api.post(f"/events/{event.id}/scans", content=content, headers=headers)


async def test_a_plain_scan_takes_the_short_way_and_is_answered_like_any_other(
    alice: Somebody, city: Organisation, ways: list[str]
) -> None:
    event = await make.today(city)
    guest = await make.guest(event)
    body = {"scans": [make.scan(guest.short_code), make.scan("???"), make.scan(guest.short_code)]}
    quick = await post(alice.api, event, body, QUICK)
    assert ways == []
    assert [one["outcome"] for one in quick.json()["results"]] == ["admitted", "refused", "already"]
    long = await post(alice.api, event, body, LONG)
    assert len(ways) == 1
    assert (quick.status_code, quick.content) == (long.status_code, long.content)
    told = set(long.headers) - {"x-request-id", "vary", "content-encoding", "content-length"}
    assert {name: quick.headers.get(name) for name in told} == {name: long.headers[name] for name in told}


def _bodies(code: str) -> dict[str, Any]:
    good = make.scan(code)
    return {
        "no json": b"{",
        "no scans": {"scans": []},
        "unknown field": {"scans": [good], "more": 1},
        "time without a zone": {"scans": [good | {"scanned_at": "2026-08-12T09:03:11"}]},
        "time as a number": {"scans": [good | {"scanned_at": 1}]},
        "id that is none": {"scans": [good | {"id": "x"}]},
        "direction that is none": {"scans": [good | {"direction": "up"}]},
        "code that is no text": {"scans": [good | {"code": 7}]},
        "nul in the device": {"device": "a\x00b", "scans": [good]},
        "no object": [good],
        "nothing": b"",
    }


@pytest.mark.parametrize("wrong", sorted(_bodies("")))
async def test_what_is_wrong_is_told_the_long_way(
    wrong: str, alice: Somebody, city: Organisation, ways: list[str]
) -> None:
    event = await make.today(city)
    body = _bodies("ABCDEFGH")[wrong]
    quick, long = [await post(alice.api, event, body, kind) for kind in (QUICK, LONG)]
    assert len(ways) == 2
    assert (quick.status_code, quick.content) == (long.status_code, long.content)
    assert quick.status_code in {400, 422}
    assert await Scan.count() == 0


async def test_who_may_not_is_refused_as_before(
    cast: Cast, alice: Somebody, charlie: Somebody, city: Organisation, ways: list[str]
) -> None:
    event = await make.today(city)
    viewer = await cast.somebody(city, "Vina", Role.viewer)
    apart = await cast.somebody(city, "Beni", Role.door)
    nobody = await cast.client("/api/v1", authorization=f"Bearer {'0' * 32}")
    body = {"scans": [make.scan("ABCDEFGH")]}
    askers = {charlie.api: 404, viewer.api: 403, apart.api: 404, nobody: 401}
    for api, status in askers.items():
        quick, long = [await post(api, event, body, kind) for kind in (QUICK, LONG)]
        assert (quick.status_code, quick.content) == (long.status_code, long.content)
        assert quick.status_code == status
    missing = await alice.api.post(f"/events/{uuid4()}/scans", json=body)
    assert missing.status_code == 404
    assert len(ways) == 2 * len(askers) + 1
    assert await Scan.count() == 0


async def phone_posts(phone: Browser, event: Event, code: str, **headers: str) -> httpx.Response:
    secret = {"x-csrf": phone.client.cookies["csrf"]}
    return await phone.client.post(
        f"/api/v1/events/{event.id}/scans", json=make.scans(code), headers=secret | headers
    )


async def test_a_paired_phone_takes_the_short_way_until_it_is_let_go(
    cast: Cast, city: Organisation, ways: list[str]
) -> None:
    event = await make.today(city)
    guest = await make.guest(event)
    device = await make_devices.device(event, "HP pintu utara")
    phone = await make_devices.phone(cast, device)
    ways.clear()
    assert (await phone_posts(phone, event, guest.short_code)).status_code == 200
    assert ways == []
    written: Any = await Scan.objects().first()
    assert written.device == "HP pintu utara"
    await Device.update(revoked_at=device.created_at).where(Device.id == device.id)
    assert (await phone_posts(phone, event, guest.short_code)).status_code == 401
    assert len(ways) == 1


@pytest.mark.parametrize("forged", [{"x-csrf": "0" * 32}, {"sec-fetch-site": "cross-site"}, {"x-csrf": ""}])
async def test_a_cookie_without_its_secret_opens_nothing(
    forged: dict[str, str], cast: Cast, city: Organisation, ways: list[str]
) -> None:
    event = await make.today(city)
    phone = await make_devices.phone(cast, await make_devices.device(event))
    ways.clear()
    answer = await phone_posts(phone, event, "ABCDEFGH", **forged)
    assert (answer.status_code, len(ways)) == (403, 1)
    assert await Scan.count() == 0


async def test_long_lists_keyed_and_doubled_requests_take_the_long_way(
    alice: Somebody, city: Organisation, ways: list[str]
) -> None:
    event = await make.today(city)
    long_list = {"scans": [make.scan("ABCDEFGH") for _ in range(1 + SMALL // 100)]}
    assert (await post(alice.api, event, long_list, QUICK)).status_code == 200
    one = {"scans": [make.scan("ABCDEFGH")]}
    assert (await post(alice.api, event, one, QUICK | {"idempotency-key": "satu"})).status_code == 200
    twice = [("content-type", "application/json"), ("content-type", "application/json")]
    await alice.api.post(f"/events/{event.id}/scans", content=json.dumps(one).encode(), headers=twice)
    assert len(ways) == 3
