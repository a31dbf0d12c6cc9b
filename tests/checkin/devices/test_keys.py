"""A phone's `Idempotency-Key`: a request that is sent again is carried out once, and keys are each phone's own."""

from typing import Any

import httpx
import pytest

from events_app.accounts.tables import Organisation
from events_app.checkin.tables import Scan
from events_app.database import fetch_value
from events_app.events.tables import Event
from events_app.invitations.tables import Guest
from tests import make_checkin, make_devices
from tests.people import Browser, Cast, Somebody

API = "/api/v1/events"
TINI = {"full_name": "Tini Datang", "walk_in": True}


@pytest.fixture
async def event(city: Organisation) -> Event:
    return await make_checkin.today(city)


async def _phone(cast: Cast, event: Event, name: str = "HP 1") -> Browser:
    return await make_devices.phone(cast, await make_devices.device(event, name, level="admit_anyway"))


async def _post(phone: Browser, path: str, body: Any, key: str = "satu") -> httpx.Response:
    headers = {"x-csrf": phone.client.cookies["csrf"], "idempotency-key": key}
    return await phone.client.post(f"{API}/{path}", json=body, headers=headers)


async def test_a_walk_in_that_is_sent_again_comes_once(cast: Cast, event: Event) -> None:
    phone = await _phone(cast, event)
    first, again = [await _post(phone, f"{event.id}/guests", TINI) for _ in range(2)]
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert again.headers["idempotent-replayed"] == "true"
    assert await Guest.count().where(Guest.event == event.id) == 1
    other = await _post(phone, f"{event.id}/guests", TINI | {"full_name": "Joko Datang"}, "dua")
    assert (other.status_code, "idempotent-replayed" in other.headers) == (201, False)


async def test_another_body_under_a_phones_key_is_a_mismatch(cast: Cast, event: Event) -> None:
    phone = await _phone(cast, event)
    await _post(phone, f"{event.id}/guests", TINI)
    other = await _post(phone, f"{event.id}/guests", TINI | {"full_name": "Joko Datang"})
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_mismatch")
    assert await Guest.count().where(Guest.event == event.id) == 1


async def test_scans_under_a_key_get_their_first_answer(cast: Cast, event: Event) -> None:
    phone, guest = await _phone(cast, event), await make_checkin.guest(event)
    scans = make_checkin.scans(guest.short_code)
    first, again = [await _post(phone, f"{event.id}/scans", scans) for _ in range(2)]
    assert first.json()["results"][0]["outcome"] == "admitted"
    assert (again.json(), again.headers.get("idempotent-replayed")) == (first.json(), "true")
    assert await Scan.count() == 1


async def test_one_key_of_two_phones_and_a_user_are_three(cast: Cast, alice: Somebody, event: Event) -> None:
    for name in ("HP 1", "HP 2"):
        said = TINI | {"full_name": f"Tamu {name}"}
        answer = await _post(await _phone(cast, event, name), f"{event.id}/guests", said)
        assert answer.status_code == 201
        assert "idempotent-replayed" not in answer.headers
    by_user = await alice.api.post(
        f"/events/{event.id}/guests", json=TINI, headers={"idempotency-key": "satu"}
    )
    assert by_user.status_code == 201
    assert await fetch_value("SELECT count(*) FROM idempotency_key WHERE device IS NOT NULL") == 2
    assert await Guest.count().where(Guest.event == event.id) == 3


async def test_a_refused_request_of_a_phone_may_be_corrected_under_its_key(cast: Cast, event: Event) -> None:
    phone = await _phone(cast, event)
    assert (await _post(phone, f"{event.id}/guests", {"full_name": ""})).status_code == 422
    assert (await _post(phone, f"{event.id}/guests", TINI)).status_code == 201
