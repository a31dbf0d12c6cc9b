"""What every test of the contract does: call, insist on an answer, or read a refusal."""

from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx

NOW = datetime.now(UTC).replace(microsecond=0)
NOBODY = "01980000-0000-7000-8000-0000000000ff"
Call = Awaitable[httpx.Response]


async def must(call: Call, status: int = 201) -> Any:
    """The JSON of an answer with this status."""
    answer = await call
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("application/json")
    return answer.json()


async def ok(call: Call) -> Any:
    return await must(call, 200)


async def refused(call: Call, status: int, code: str) -> Any:
    """The members of a problem with this status and code."""
    answer = await call
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["status"], problem["code"]) == (status, code), problem
    assert {"type", "title"} <= problem.keys()
    assert problem["title"]
    return problem


async def faults(call: Call) -> dict[str, str]:
    """The code of each field that is wrong."""
    problem = await refused(call, 422, "invalid")
    for fault in problem["errors"]:
        assert fault.keys() == {"field", "code", "message"}
        assert fault["message"]
    return {fault["field"]: fault["code"] for fault in problem["errors"]}


async def walked(client: httpx.AsyncClient, path: str, limit: int) -> list[Any]:
    """Every item of a list, a few at a time."""
    items: list[Any] = []
    cursor: str | None = None
    for _ in range(100):
        at = {"limit": limit} | ({"cursor": cursor} if cursor else {})
        part = await ok(client.get(path, params=at))
        assert part.keys() == {"items", "next"}
        assert len(part["items"]) <= limit
        items, cursor = items + part["items"], part["next"]
        if cursor is None:
            return items
    raise AssertionError(f"{path} never ends")


def at(**later: float) -> str:
    """A moment from now, as RFC 3339."""
    return (NOW + timedelta(**later)).isoformat()


def day(later: int) -> str:
    return (NOW + timedelta(days=later)).date().isoformat()


def plan(**more: Any) -> dict[str, Any]:
    """What `POST /events` takes: an event that began half an hour ago."""
    return {
        "title": "Diskusi Tematik Pencegahan TPPO",
        "kind": "thematic_discussion",
        "timezone": "Asia/Jakarta",
        "starts_at": at(minutes=-30),
        "ends_at": at(hours=3),
    } | more


async def event(client: httpx.AsyncClient, *, published: bool = True, **more: Any) -> dict[str, Any]:
    made = await must(client.post("/events", json=plan(**more)))
    if published:
        made = await ok(client.post(f"/events/{made['id']}/publication"))
    return dict(made)


async def institution(client: httpx.AsyncClient, name: str = "", **more: Any) -> dict[str, Any]:
    body = {"name": name or f"Dinas {uuid4().hex[:8]}", "kind": "regional_agency"} | more
    return dict(await must(client.post("/institutions", json=body)))


async def person(client: httpx.AsyncClient, full_name: str = "", **more: Any) -> dict[str, Any]:
    name = full_name or f"Budi {uuid4().hex[:8].translate(str.maketrans('0123456789', 'ghijklmnop'))}"
    return dict(await must(client.post("/people", json={"full_name": name} | more)))
