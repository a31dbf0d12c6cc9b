import httpx

from tests.people import Somebody


async def test_asks_who_you_are(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/v1/me")
    assert answer.status_code == 401
    assert answer.json()["code"] == "not_signed_in"
    assert answer.headers["content-type"].startswith("application/problem+json")


async def test_tells_who_the_token_is(alice: Somebody) -> None:
    answer = await alice.api.get("/me")
    assert answer.json()["name"] == "Alice"
    assert "plan_events" in answer.json()["rights"]
