"""Pages and API of webhooks: an owner's alone, with what is wrong beside its field."""

from typing import Any

import pytest

from events_app.accounts.tables import Organisation
from events_app.database import counting_queries, execute, fetch_value
from events_app.ids import new_id
from tests.people import Somebody

GOOD = {"url": "https://api.example/hooks", "kinds": ["action.verified"], "description": "Dasbor"}


async def made(owner: Somebody, **more: Any) -> dict[str, Any]:
    answer = await owner.api.post("/webhooks", json=GOOD | more)
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def test_secret_is_shown_once_and_sealed(owner: Somebody) -> None:
    body = await made(owner)
    secret = body.pop("secret")
    assert secret.startswith("whsec_")
    assert (await owner.api.get(f"/webhooks/{body['id']}")).json() == body
    assert (await owner.api.get("/webhooks")).json()["items"] == [body]
    rows = (
        "SELECT string_agg(e::text, '') || coalesce((SELECT string_agg(a::text, '') FROM audit_entry a), '')"
    )
    kept = await fetch_value(rows + " FROM webhook_endpoint e")
    assert secret not in kept
    assert secret.removeprefix("whsec_").encode().hex() not in kept
    again = (await owner.api.post(f"/webhooks/{body['id']}/rotation")).json()
    assert again["secret"] != secret
    assert again["previous_until"] is not None


@pytest.mark.parametrize(
    ("wrong", "field", "code"),
    [
        ({"url": "ftp://api.example/"}, "url", "not_https"),
        ({"url": "http://api.example/"}, "url", "not_https"),
        ({"url": "https://user:pass@api.example/"}, "url", "webhook_url"),
        ({"url": "https://api.example/#x"}, "url", "webhook_url"),
        ({"url": "https://api .example/"}, "url", "webhook_url"),
        ({"url": "https:///x"}, "url", "webhook_url"),
        ({"url": "https://api.example:99999/"}, "url", "webhook_url"),
        ({"url": "https://169.254.169.254/latest"}, "url", "private_address"),
        ({"url": "https://[::1]/"}, "url", "private_address"),
        ({"kinds": ["action.verified", "x"]}, "kinds", "unknown_kind"),
        ({"colour": "red"}, "colour", "extra_forbidden"),
    ],
)
async def test_bad_input_is_named(owner: Somebody, wrong: dict[str, Any], field: str, code: str) -> None:
    answer = await owner.api.post("/webhooks", json=GOOD | wrong)
    assert answer.status_code == 422
    assert [(one["field"], one["code"]) for one in answer.json()["errors"]] == [(field, code)]


async def test_doors_are_an_owners_alone(
    city: Organisation, owner: Somebody, alice: Somebody, chair: Somebody, charlie: Somebody
) -> None:
    body = await made(owner)
    paths = ("", "/deliveries", f"/deliveries/{new_id()}")
    for path in paths:
        assert (await charlie.api.get(f"/webhooks/{body['id']}{path}")).status_code == 404
        for colleague in (alice, chair):
            assert (await colleague.api.get(f"/webhooks/{body['id']}{path}")).status_code == 403
    for verb in ("rotation", "pause", "resumption", "test"):
        assert (await charlie.api.post(f"/webhooks/{body['id']}/{verb}")).status_code == 404
        assert (await alice.api.post(f"/webhooks/{body['id']}/{verb}")).status_code == 403
    assert (await alice.web.get("/settings/webhooks")).status_code == 403
    other = await made(charlie)
    assert (await owner.web.get(f"/settings/webhooks/{other['id']}")).status_code == 404


async def test_log_tells_each_try_and_sends_again(owner: Somebody) -> None:
    body = await made(owner)
    sent = (await owner.api.post(f"/webhooks/{body['id']}/test")).json()
    assert (sent["kind"], sent["state"], sent["data"]) == ("test", "waiting", {"test": True})
    [listed] = (await owner.api.get(f"/webhooks/{body['id']}/deliveries?state=waiting")).json()["items"]
    assert listed == sent
    assert (await owner.api.get(f"/webhooks/{body['id']}/deliveries?state=failed")).json()["items"] == []
    whole = (await owner.api.get(f"/webhooks/{body['id']}/deliveries/{sent['id']}")).json()
    assert whole == sent | {"tries": []}
    again = await owner.api.post(f"/webhooks/{body['id']}/deliveries/{sent['id']}/replay")
    assert (again.status_code, again.json()) == (200, {"count": 1})
    many = await owner.api.post(f"/webhooks/{body['id']}/replays", json={"state": "waiting"})
    assert many.json() == {"count": 1}
    for since in ("0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"):
        slip = await owner.api.post(f"/webhooks/{body['id']}/replays", json={"since": since})
        assert (slip.status_code, slip.json()["errors"][0]["field"]) == (422, "since")
    await owner.api.post(f"/webhooks/{body['id']}/pause")
    refused = await owner.api.post(f"/webhooks/{body['id']}/test")
    assert (refused.status_code, refused.json()["code"]) == (409, "webhook_paused")


async def test_log_on_the_page_is_narrowed_in_words_and_says_when_nothing_fits(owner: Somebody) -> None:
    body = await made(owner)
    await owner.api.post(f"/webhooks/{body['id']}/test")
    here = f"/settings/webhooks/{body['id']}"
    owner.web.client.cookies.set("lang", "id")
    assert "Uji sambungan" in (await owner.web.get(f"{here}?state=waiting")).text
    nothing = (await owner.web.get(f"{here}?state=failed&kind=event.published")).text
    for said in ("Tidak ada yang seperti itu", "Status: Tidak sampai", "Yang berubah: Kegiatan diterbitkan"):
        assert said in nothing
    assert f'href="{here}?kind=event.published"' in nothing
    for odd in ("state=x", "kind=x", f"state={'x' * 30}"):
        answer = await owner.web.get(f"{here}?{odd}")
        assert (answer.status_code, "Uji sambungan" in answer.text) == (200, True), odd


async def test_an_organisation_has_twenty_at_most(owner: Somebody) -> None:
    for _number in range(20):
        await made(owner)
    refused = await owner.api.post("/webhooks", json=GOOD)
    assert (refused.status_code, refused.json()["code"]) == (409, "too_many_webhooks")
    page = await owner.web.post("/settings/webhooks", GOOD)
    assert page.status_code == 422
    assert "as many webhooks" in page.text


async def test_page_makes_changes_pauses_and_removes(owner: Somebody) -> None:
    assert "No webhooks yet" in (await owner.web.get("/settings/webhooks")).text
    wrong = await owner.web.post(
        "/settings/webhooks", {"url": "http://api.example/", "description": "Dasbor"}
    )
    assert (wrong.status_code, "must begin with https" in wrong.text, "Dasbor" in wrong.text) == (
        422,
        True,
        True,
    )
    shown = await owner.web.post("/settings/webhooks", GOOD)
    assert "whsec_" in shown.text
    [row] = (await owner.api.get("/webhooks")).json()["items"]
    here = f"/settings/webhooks/{row['id']}"
    fresh = await owner.web.get(here)
    assert "whsec_" not in fresh.text
    assert "Nothing was sent yet" in fresh.text
    await owner.web.post(here, GOOD | {"description": "Lain", "kinds": []})
    assert (await owner.api.get(f"/webhooks/{row['id']}")).json()["kinds"] == []
    await owner.web.post(f"{here}/test")
    log = (await owner.web.get(here)).text
    assert "Test of the connection" in log
    nothing = await owner.web.post(f"{here}/again", {})
    assert (nothing.status_code, "Choose at least one delivery." in nothing.text) == (422, True)
    assert "Nothing of this sort" in (await owner.web.get(f"{here}?state=failed")).text
    await owner.web.post(f"{here}/pause")
    assert "Somebody paused it" in (await owner.web.get(here)).text
    refused = await owner.web.post(f"{here}/test")
    assert (refused.status_code, "This webhook is paused" in refused.text) == (409, True)
    await owner.web.post(f"{here}/resume")
    assert "whsec_" in (await owner.web.post(f"{here}/rotate")).text
    await owner.web.post(f"{here}/remove")
    assert "No webhooks yet" in (await owner.web.get("/settings/webhooks")).text


async def test_long_log_costs_no_more_queries_than_a_short_one(city: Organisation, owner: Somebody) -> None:
    body, counts = await made(owner, kinds=[]), list[int]()
    told = "SELECT webhook_tell($1, 'event.published', false, '{}') FROM generate_series(1, $2)"
    for many in (10, 90):
        await execute(told, city.id, many)
        with counting_queries() as asked:
            await owner.web.get(f"/settings/webhooks/{body['id']}")
        counts.append(asked.count)
    assert counts[0] == counts[1]
