"""What every answer carries, whatever it is."""

import pytest

from tests.people import Browser, Somebody

EVERY = (
    "content-security-policy",
    "x-content-type-options",
    "referrer-policy",
    "x-request-id",
    "x-frame-options",
)


@pytest.mark.parametrize(
    "path", ["/login", "/nowhere", "/api/v1/me", "/api/v1/nowhere", "/health/live", "/e/none.ics"]
)
async def test_every_answer_carries_the_security_headers(public: Browser, path: str) -> None:
    answer = await public.get(path)
    for name in EVERY:
        assert name in answer.headers, name
    policy = answer.headers["content-security-policy"]
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy
    assert "frame-ancestors 'none'" in policy


async def test_a_wrong_method_carries_them_too_and_is_named(alice: Somebody) -> None:
    answer = await alice.api.delete("/me")
    assert answer.status_code == 405
    assert answer.json()["code"] == "method_not_allowed"
    assert "content-security-policy" in answer.headers


async def test_wasm_may_run_at_the_door_alone(alice: Somebody) -> None:
    door = await alice.web.get("/door/00000000-0000-7000-8000-000000000000")
    assert "'wasm-unsafe-eval'" in door.headers["content-security-policy"]


async def test_a_form_without_its_secret_is_refused(alice: Somebody) -> None:
    answer = await alice.web.client.post("/account/sessions/end", data={})
    assert answer.status_code == 403
    assert (await alice.web.get("/account")).status_code == 200


async def test_a_form_from_another_site_is_refused_even_with_a_secret(alice: Somebody) -> None:
    headers = {"sec-fetch-site": "cross-site"}
    assert (await alice.web.post("/account/sessions/end", headers=headers)).status_code == 403


async def test_the_api_takes_no_write_from_a_cookie_without_the_secret(alice: Somebody) -> None:
    answer = await alice.web.client.post("/api/v1/institutions", json={"name": "X", "kind": "ngo"})
    assert answer.status_code == 403
    assert answer.json()["code"] == "forged_request"


async def test_pages_speak_indonesian_unless_asked_otherwise(cast) -> None:  # type: ignore[no-untyped-def]
    client = await cast.client()
    indonesian = await client.get("/login", headers={"accept-language": "fr"})
    english = await client.get("/login", headers={"accept-language": "en-GB,id;q=0.5"})
    assert '<html lang="id"' in indonesian.text
    assert '<html lang="en"' in english.text


async def test_language_is_remembered(public: Browser) -> None:
    answer = await public.post("/language", {"language": "id", "next": "/login"})
    assert answer.headers["location"] == "/login"
    assert '<html lang="id"' in (await public.get("/login")).text


async def test_health_tells_alive_from_ready(public: Browser, db: str) -> None:
    assert (await public.get("/health/live")).json() == {"status": "live"}
    assert (await public.get("/health/ready")).json() == {"status": "ready"}


async def test_not_ready_while_migrations_wait(public: Browser, db: str) -> None:
    from events_app.database import execute

    await execute("DELETE FROM migration WHERE name = (SELECT max(name) FROM migration)")
    assert (await public.get("/health/ready")).status_code == 503


async def test_static_files_may_be_kept_for_ever(public: Browser) -> None:
    from events_app.assets import asset

    answer = await public.get(asset("css/app.css"))
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-type"].startswith("text/css")


@pytest.mark.parametrize("name", ["%00", "a" * 300, "css/app.css/more", "css", "..%2f..%2fpyproject.toml"])
async def test_a_name_that_no_static_file_has_is_not_found(public: Browser, name: str) -> None:
    from events_app.assets import asset

    folder = asset("css/app.css").removesuffix("css/app.css")
    assert (await public.get(f"{folder}{name}")).status_code == 404


async def test_the_api_is_described_for_programs_and_people(public: Browser) -> None:
    document = (await public.get("/api/openapi.json")).json()
    assert document["openapi"].startswith("3.1")
    assert "/api/v1/me" in document["paths"]
    assert "swagger-ui-bundle.js" in (await public.get("/api/docs")).text
