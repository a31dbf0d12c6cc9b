"""A phone becomes a device by a code: once, in time, by a yes, and the database holds no secret of it."""

import asyncio
from datetime import timedelta
from urllib.parse import urlsplit

import httpx
import pytest

from events_app import clock, settings, tokens
from events_app.accounts.tables import AuditEntry, LoginSession, Organisation
from events_app.checkin.devices import access, actions, pairing
from events_app.checkin.devices.refusals import CodeSpent
from events_app.checkin.devices.tables import Device
from events_app.database import fetch
from tests import make_checkin, make_devices, make_events
from tests.people import Browser, Cast, Somebody

COOKIE = "door_session"


async def test_pairing_lets_a_phone_without_an_account_stand_at_the_door(
    cast: Cast, city: Organisation
) -> None:
    event = await make_checkin.today(city)
    device = await make_devices.device(event, gate="Pintu utara")
    phone = Browser(await cast.client())
    assert (await phone.get(f"/door/{event.id}")).status_code == 303
    answer = await phone.post(make_devices.link(device))
    assert (answer.status_code, answer.headers["location"]) == (303, f"/door/{event.id}")
    assert "Ready to scan" in (await phone.get(f"/door/{event.id}")).text


async def test_a_paired_cookie_is_kept_from_scripts_and_other_sites(cast: Cast, city: Organisation) -> None:
    phone = Browser(await cast.client())
    device = await make_devices.device(await make_checkin.today(city))
    answer = await phone.post(make_devices.link(device))
    [cookie] = [one for one in answer.headers.get_list("set-cookie") if one.startswith(COOKIE)]
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= {part.strip() for part in cookie.split(";")}


async def test_who_may_not_work_the_door_is_signed_out_on_the_phone_that_may(
    alice: Somebody, bob: Somebody, dewi: Somebody, charlie: Somebody, city: Organisation
) -> None:
    """The gate would refuse them in the phone's place; who works that door stays who they are."""
    event = await make_checkin.today(city)
    await make_events.door_staff(event, bob.user.id)
    for somebody, stays in ((alice, True), (bob, True), (dewi, False), (charlie, False)):
        device = await make_devices.device(event)
        answer = await somebody.web.post(make_devices.link(device))
        assert (await somebody.web.get(f"/door/{event.id}")).status_code == 200
        assert any(one.startswith("session=") for one in answer.headers.get_list("set-cookie")) != stays
        assert await LoginSession.exists().where(LoginSession.user == somebody.user.id) == stays


async def test_looking_at_the_link_uses_nothing_up(
    cast: Cast, client: httpx.AsyncClient, city: Organisation
) -> None:
    event = await make_checkin.today(city)
    device = await make_devices.device(event)
    for _look in range(3):
        shown = await client.get(make_devices.link(device))
        assert device.name in shown.text
        assert event.ref in shown.text
    await make_devices.phone(cast, device)


async def test_a_confidential_event_is_named_by_its_reference(
    client: httpx.AsyncClient, city: Organisation
) -> None:
    event = await make_checkin.today(city, confidential=True, title="Rapat rahasia")
    shown = (await client.get(make_devices.link(await make_devices.device(event)))).text
    assert (event.ref in shown, "Rapat rahasia" in shown) == (True, False)


async def test_a_code_works_once(cast: Cast, client: httpx.AsyncClient, city: Organisation) -> None:
    device = await make_devices.device(await make_checkin.today(city))
    await make_devices.phone(cast, device)
    other = Browser(client)
    assert (await other.get(make_devices.link(device))).status_code == 410
    assert (await other.post(make_devices.link(device))).status_code == 410
    assert COOKIE not in client.cookies


async def test_of_many_phones_at_once_one_is_paired(city: Organisation) -> None:
    device = await make_devices.device(await make_checkin.today(city))
    code = make_devices.link(device).removeprefix("/pair/")
    tries = (pairing.pair(code, None, "127.0.0.1", "", clock.now()) for _n in range(6))
    done = await asyncio.gather(*tries, return_exceptions=True)
    assert sorted(type(one) is CodeSpent for one in done) == [False] + [True] * 5


async def test_a_code_ends_after_ten_minutes(client: httpx.AsyncClient, city: Organisation) -> None:
    event = await make_checkin.today(city)
    early = clock.now() - actions.CODE_LASTS
    device = await make_devices.device(event, now=early - timedelta(seconds=1))
    assert (await client.get(make_devices.link(device))).status_code == 410
    with pytest.raises(CodeSpent):
        await pairing.pair(make_devices.link(device)[6:], None, "", "", clock.now())


async def test_a_new_code_ends_the_older_one(client: httpx.AsyncClient, city: Organisation) -> None:
    event = await make_checkin.today(city)
    device = await make_devices.device(event)
    old = make_devices.link(device)
    await actions.give_code(make_devices.organiser(event), device, clock.now())
    assert (await client.get(old)).status_code == 404
    assert (await client.get(make_devices.link(device))).status_code == 200


async def test_unknown_codes_are_throttled_and_known_ones_never(
    cast: Cast, client: httpx.AsyncClient, city: Organisation
) -> None:
    device = await make_devices.device(await make_checkin.today(city))
    seen = [(await client.get(f"/pair/{'0' * 25}{n % 10}{n}")).status_code for n in range(22)]
    assert (seen[0], seen[-1]) == (404, 429)
    assert (await client.get(make_devices.link(device))).status_code == 200


async def test_the_database_holds_digests_only(cast: Cast, city: Organisation) -> None:
    device = await make_devices.device(await make_checkin.today(city))
    code = make_devices.link(device).removeprefix("/pair/")
    phone = await make_devices.phone(cast, device)
    token = phone.client.cookies[COOKIE]
    tables = ("door_device", "audit_entry", "idempotency_key")
    kept = str([[dict(row) for row in await fetch(f"SELECT * FROM {table}")] for table in tables])
    assert (token in kept, code in kept) == (False, False)
    row = await Device.objects().get(Device.id == device.id)
    assert row is not None
    assert row.token_hash == tokens.digest(token)


async def test_another_phone_takes_the_place_of_the_first(cast: Cast, city: Organisation) -> None:
    event = await make_checkin.today(city)
    device = await make_devices.device(event)
    first = await make_devices.phone(cast, device)
    paired = await Device.objects().get(Device.id == device.id)
    assert paired is not None
    fresh = await actions.give_code(make_devices.organiser(event), paired, clock.now())
    assert (await first.get(f"/door/{event.id}")).status_code == 200
    second = await make_devices.phone(cast, fresh)
    assert (await first.get(f"/door/{event.id}")).status_code == 401
    assert (await second.get(f"/door/{event.id}")).status_code == 200


async def test_a_phone_that_is_paired_anew_is_one_device(cast: Cast, city: Organisation) -> None:
    event = await make_checkin.today(city)
    old, new = await make_devices.device(event, "HP 1"), await make_devices.device(event, "HP 2")
    phone = await make_devices.phone(cast, old)
    await phone.post(make_devices.link(new))
    gone = await Device.objects().get(Device.id == old.id)
    assert gone is not None
    assert gone.revoked_at is not None


async def test_the_code_is_shown_to_who_made_it_alone(
    cast: Cast, alice: Somebody, owner: Somebody, city: Organisation
) -> None:
    event = await make_checkin.today(city)
    answer = await alice.web.post(f"/events/{event.id}/devices", {"name": "HP 1", "level": "scan"})
    page = answer.headers["location"]
    assert "/pair/" in (await alice.web.get(page)).text
    assert "/pair/" not in (await owner.web.get(page)).text
    path = page.removeprefix("/events")
    url = (await alice.api.get(f"/events{path}/code")).json()["pairing_url"]
    assert (await owner.api.get(f"/events{path}/code")).json()["code"] == "only_its_maker"
    assert "pairing_url" not in (await alice.api.get(f"/events{path}")).json()
    await Browser(await cast.client()).post(urlsplit(url).path)
    assert (await alice.api.get(f"/events{path}/code")).json()["code"] == "code_spent"
    assert "This phone is paired" in (await alice.web.get(page)).text


async def test_each_step_is_on_the_trail(cast: Cast, alice: Somebody, city: Organisation) -> None:
    event = await make_checkin.today(city)
    made = (await alice.api.post(f"/events/{event.id}/devices", json={"name": "HP 1"})).json()
    device = await Device.objects().get(Device.id == made["id"])
    assert device is not None
    await make_devices.phone(cast, device)
    await alice.api.post(f"/events/{event.id}/devices/{device.id}/revocation")
    trail = await AuditEntry.objects().where(AuditEntry.subject == device.id).order_by(AuditEntry.id)
    assert [(one.verb, one.via) for one in trail] == [
        ("device.made", "token"),
        ("device.paired", "device"),
        ("device.revoked", "token"),
    ]


def test_over_https_a_phones_cookie_is_sent_nowhere_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVENTS_PUBLIC_URL", "https://acara.example.go.id")
    settings.current.cache_clear()
    try:
        cookie = access.cookie_of("token")
    finally:
        monkeypatch.undo()
        settings.current.cache_clear()
    assert (cookie.key, cookie.secure, cookie.httponly) == ("__Host-door_session", True, True)
    assert cookie.key.endswith("session"), "or the check for forged requests would not see it"
