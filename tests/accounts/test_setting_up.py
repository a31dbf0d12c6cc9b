"""The first link, the colleagues, the tokens, the trail."""

import re

import asyncpg
import httpx
import pytest

from events_app import clock
from events_app.accounts import actions
from events_app.accounts.tables import AuditEntry, Organisation, User
from events_app.database import execute, fetch_value
from tests.people import Browser, Somebody

FORM = {
    "organisation": "Pemerintah Kota Lembayung",
    "timezone": "Asia/Makassar",
    "language": "id",
    "name": "Sekar",
    "email": "Sekar@Lembayung.example",
    "password": "kebun raya yang teduh",
}


async def test_set_up_makes_an_organisation_and_its_owner_once(public: Browser) -> None:
    token = await actions.make_setup_link(clock.now())
    answer = await public.post(f"/setup/{token}", FORM)
    assert answer.status_code == 303
    organisation = await Organisation.objects().get(Organisation.slug == "pemerintah-kota-lembayung")
    assert organisation is not None
    assert organisation.timezone == "Asia/Makassar"
    user = await User.objects().get(User.organisation == organisation.id)
    assert user is not None
    assert (user.email, user.roles) == ("sekar@lembayung.example", ["owner"])
    assert (await public.post(f"/setup/{token}", FORM)).status_code == 410


async def test_set_up_says_everything_wrong_at_once_and_keeps_what_was_typed(public: Browser) -> None:
    token = await actions.make_setup_link(clock.now())
    answer = await public.post(
        f"/setup/{token}", FORM | {"email": "sekar", "password": "short", "timezone": "Mars/X"}
    )
    assert answer.status_code == 422
    for name in ("email", "password", "timezone"):
        assert f'id="f-{name}-error"' in answer.text
    assert "Pemerintah Kota Lembayung" in answer.text
    assert await Organisation.count() == 0
    assert (await public.get(f"/setup/{token}")).status_code == 200


async def test_owner_adds_a_colleague_and_gets_a_link_that_is_shown_once(
    owner: Somebody, public: Browser
) -> None:
    form = {"name": "Hadi", "email": "hadi@kota.example", "roles": ["organiser", "door"], "language": "id"}
    page = await owner.web.post("/settings/users", form)
    link = re.search(r"/login/([0-9A-Z]{32})", page.text)
    assert link is not None
    assert (await public.post(link.group(0))).status_code == 303
    assert link.group(1) not in (await owner.web.get("/settings/users")).text


async def test_the_same_address_twice_is_refused_beside_its_field(owner: Somebody, alice: Somebody) -> None:
    form = {"name": "Other", "email": alice.user.email, "roles": ["viewer"], "language": "id"}
    page = await owner.web.post("/settings/users", form)
    assert page.status_code == 422
    assert 'id="f-email-error"' in page.text


async def test_the_last_owner_stays_owner(owner: Somebody) -> None:
    form = {"name": "Gita", "email": owner.user.email, "roles": ["viewer"], "language": "id"}
    page = await owner.web.post(f"/settings/users/{owner.user.id}", form)
    assert page.status_code == 422
    assert (await owner.web.post(f"/settings/users/{owner.user.id}/deactivate")).status_code == 409
    kept = await User.objects().get(User.id == owner.user.id)
    assert kept is not None
    assert (kept.roles, kept.active) == (["owner"], True)


async def test_a_shut_account_is_out_at_once(owner: Somebody, alice: Somebody) -> None:
    assert (await alice.api.get("/me")).status_code == 200
    await owner.web.post(f"/settings/users/{alice.user.id}/deactivate")
    assert (await alice.api.get("/me")).status_code == 401
    assert (await alice.web.get("/account")).status_code == 303


async def test_settings_open_to_owners_alone(
    owner: Somebody, alice: Somebody, bob: Somebody, dewi: Somebody
) -> None:
    for page in ("users", "tokens", "audit", "organisation"):
        assert (await owner.web.get(f"/settings/{page}")).status_code == 200
        for other in (alice, bob, dewi):
            assert (await other.web.get(f"/settings/{page}")).status_code == 403


async def test_a_colleague_elsewhere_does_not_exist(charlie: Somebody, alice: Somebody) -> None:
    assert (await charlie.web.get(f"/settings/users/{alice.user.id}")).status_code == 404
    assert (await charlie.web.post(f"/settings/users/{alice.user.id}/deactivate")).status_code == 404


async def test_api_token_is_shown_once_and_stops_when_revoked(owner: Somebody, client) -> None:  # type: ignore[no-untyped-def]
    page = await owner.web.post("/settings/tokens", {"name": "dashboard"})
    found = re.search(r"<code>([0-9A-Z]{32})</code>", page.text)
    assert found is not None
    headers = {"authorization": f"Bearer {found.group(1)}"}
    assert (await client.get("/api/v1/me", headers=headers)).json()["name"] == "Gita"
    listing = (await owner.web.get("/settings/tokens")).text
    assert found.group(1) not in listing
    revoke = re.findall(r"/settings/tokens/[0-9a-f-]+/revoke", listing)[-1]
    await owner.web.post(revoke)
    assert (await client.get("/api/v1/me", headers=headers)).status_code == 401


async def test_a_token_says_when_it_was_last_used_and_not_at_every_request(
    owner: Somebody, client: httpx.AsyncClient
) -> None:
    made = await owner.web.post("/settings/tokens", {"name": "dashboard"})
    assert "Never" in made.text
    found = re.search(r"<code>([0-9A-Z]{32})</code>", made.text)
    assert found is not None
    headers = {"authorization": f"Bearer {found[1]}"}
    times = []
    for back in ("0 minutes", "4 minutes", "6 minutes"):
        await execute("UPDATE api_token SET used_at = used_at - $1::text::interval", back)
        before = await fetch_value("SELECT used_at FROM api_token WHERE name = 'dashboard'")
        assert (await client.get("/api/v1/me", headers=headers)).status_code == 200
        times.append(await fetch_value("SELECT used_at FROM api_token WHERE name = 'dashboard'") != before)
    assert times == [True, False, True]
    listing = (await owner.web.get("/settings/tokens")).text
    assert ("Last used" in listing, ">Never<" in listing) == (True, False)


async def test_the_audit_trail_cannot_be_changed_or_removed(owner: Somebody) -> None:
    assert await AuditEntry.count() > 0
    for sql in ("UPDATE audit_entry SET verb = 'x'", "DELETE FROM audit_entry"):
        with pytest.raises(asyncpg.IntegrityConstraintViolationError):
            await execute(sql)


async def test_the_audit_trail_shows_who_did_what(owner: Somebody) -> None:
    await owner.web.post(
        "/settings/users", {"name": "Hadi", "email": "hadi@kota.example", "roles": ["door"], "language": "id"}
    )
    page = (await owner.web.get("/settings/audit")).text
    assert "user.added" in page
    assert "Gita" in page
