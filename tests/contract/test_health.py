"""Outside `/api/v1`: what a supervisor asks, and the document itself."""

import httpx
import pytest

from events_app import database


async def test_alive_and_ready(client: httpx.AsyncClient) -> None:
    assert (await client.get("/health/live")).status_code == 200
    assert (await client.get("/health/ready")).status_code == 200


async def test_not_ready_without_a_database(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool = database.DB.pool
    monkeypatch.setattr(database.DB, "pool", None)
    assert (await client.get("/health/live")).status_code == 200
    assert (await client.get("/health/ready")).status_code == 503
    monkeypatch.setattr(database.DB, "pool", pool)


async def test_the_document_is_public_and_complete(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/openapi.json")
    document = answer.json()
    assert document["openapi"].startswith("3.1")
    assert all(path.startswith("/api/v1/") for path in document["paths"])
    for path, item in document["paths"].items():
        for method, operation in item.items():
            _complete(f"{method} {path}", path, operation)
    named = document["components"]["schemas"]
    assert [one for one in named if "__" in one or "." in one] == [], "two shapes have the same name"


def _complete(name: str, path: str, operation: dict[str, object]) -> None:
    assert operation["summary"], name
    assert operation["description"], name
    assert operation["tags"], name
    answers = operation["responses"]
    assert isinstance(answers, dict)
    assert any(status < "300" for status in answers), name
    if operation.get("security") != []:
        assert {"401", "403"} <= answers.keys(), name
    if "{" in path:
        assert "404" in answers, name
    body = operation.get("requestBody")
    if isinstance(body, dict):
        assert {"422", "409"} <= answers.keys(), name
        assert body["content"].get("application/json", {"example": {"": ""}})["example"], name
    for status in answers:
        if status >= "400":
            assert "application/problem+json" in answers[status]["content"], name
