"""`Idempotency-Key`: a creating request sent twice is carried out once, whatever happens in between."""

import asyncio
from typing import Any
from uuid import uuid4

import httpx
import pytest

from events_app.app import create_app
from events_app.database import fetch_value
from tests.people import Somebody

BODY = {"name": "Balai Kota"}


async def _venues(who: Somebody) -> int:
    return int(
        await fetch_value("SELECT count(*) FROM venue WHERE organisation = $1", who.actor.organisation)
    )


async def _keys() -> int:
    return int(await fetch_value("SELECT count(*) FROM idempotency_key"))


async def _post(who: Somebody, key: str, body: Any = BODY, path: str = "/venues") -> httpx.Response:
    return await who.api.post(path, json=body, headers={"idempotency-key": key})


async def test_the_same_request_is_answered_the_same_and_done_once(alice: Somebody) -> None:
    first, second = await _post(alice, "a"), await _post(alice, "a")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert first.headers["content-type"] == second.headers["content-type"]
    assert await _venues(alice) == 1
    assert (await _post(alice, "b")).json()["id"] != first.json()["id"]


async def test_what_is_kept_for_a_repeat_does_not_rest_in_clear(owner: Somebody) -> None:
    wanted = {"url": "https://api.example/hooks"}
    made = await _post(owner, "a", wanted, "/webhooks")
    assert made.status_code == 201, made.text
    assert made.json()["secret"] not in await fetch_value("SELECT idempotency_key::text FROM idempotency_key")
    assert (await _post(owner, "a", wanted, "/webhooks")).json() == made.json()


async def test_another_body_or_door_under_the_key_is_a_mismatch(alice: Somebody) -> None:
    await _post(alice, "a")
    for answer in (await _post(alice, "a", {"name": "Lain"}), await _post(alice, "a", path="/rooms")):
        assert (answer.status_code, answer.json()["code"]) == (409, "idempotency_mismatch")
        assert answer.headers["content-type"] == "application/problem+json"
    assert await _venues(alice) == 1


async def test_twenty_at_once_make_one_row(alice: Somebody) -> None:
    answers = await asyncio.gather(*(_post(alice, "a") for _ in range(20)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert (await _venues(alice), await _keys()) == (1, 1)


async def test_a_refused_request_may_be_corrected_under_its_key(alice: Somebody) -> None:
    for wrong in ({}, {"name": ""}, {"name": "X", "colour": 1}):
        assert (await _post(alice, "a", wrong)).status_code == 422
    assert (await alice.api.post("/institutions", json={"name": "X", "kind": "ngo"})).status_code == 201
    twice = await _post(alice, "a", {"name": "X", "kind": "ngo"}, "/institutions")
    assert (twice.status_code, twice.json()["code"]) == (409, "institution_exists")
    assert await _keys() == 0
    assert (await _post(alice, "a")).status_code == 201


async def test_a_file_sent_again_with_another_boundary_is_the_same(alice: Somebody) -> None:
    file = b"Nama;Instansi\nAni Lestari;Dinas Sosial\n"

    async def send(content: bytes) -> httpx.Response:
        return await alice.api.post(
            "/imports/people?commit=true",
            files={"file": ("a.csv", content, "text/csv")},
            headers={"idempotency-key": "a"},
        )

    first, second = await send(file), await send(file)
    assert first.request.headers["content-type"] != second.request.headers["content-type"]
    assert first.json() == second.json()
    assert second.json()["counts"]["create"] == 1
    other = await send(file.replace(b"Ani", b"Ina"))
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_mismatch")


async def test_a_crash_leaves_nothing_behind(alice: Somebody, monkeypatch: pytest.MonkeyPatch) -> None:
    async def crash(*_given: Any, **_named: Any) -> None:
        raise RuntimeError("in the middle")

    body = {"name": "Dinas Sosial", "kind": "regional_agency"}
    before = await fetch_value("SELECT count(*) FROM audit_entry")
    with monkeypatch.context() as patch:
        patch.setattr("events_app.stakeholders.queries.institution", crash)  # after the row is written
        broken = await _post(alice, "a", body, "/institutions")
    assert (broken.status_code, broken.json()["code"]) == (500, "internal_error")
    assert await fetch_value("SELECT count(*) FROM institution") == 0
    assert (await fetch_value("SELECT count(*) FROM audit_entry"), await _keys()) == (before, 0)
    assert (await _post(alice, "a", body, "/institutions")).status_code == 201


async def test_a_commit_that_fails_is_told_and_leaves_nothing(
    alice: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def lost(*_given: Any) -> None:
        raise OSError("the database went away")

    with monkeypatch.context() as patch:
        patch.setattr("events_app.accounts.idempotency.execute", lost)  # after the answer is made
        broken = await _post(alice, "a")
    assert (broken.status_code, broken.json()["code"]) == (500, "internal_error")
    assert (await _venues(alice), await _keys()) == (0, 0)


async def test_a_long_answer_is_kept_for_readers_of_every_encoding(alice: Somebody) -> None:
    body = {"name": "Dinas Sosial", "kind": "regional_agency", "address": "Jl. Mawar, " * 150}
    texts = set()
    for encoding in ("br", "gzip", "identity", "br"):
        headers = {"idempotency-key": "a", "accept-encoding": encoding}
        answer = await alice.api.post("/institutions", json=body, headers=headers)
        assert answer.status_code == 201, answer.text
        texts.add(answer.text)
    assert len(texts) == 1


async def test_a_key_belongs_to_its_user(alice: Somebody, owner: Somebody, charlie: Somebody) -> None:
    ids = {(await _post(who, "a")).json()["id"] for who in (alice, owner, charlie)}
    assert len(ids) == 3
    assert (await _venues(alice), await _venues(charlie)) == (2, 1)


async def test_a_key_has_a_length(alice: Somebody) -> None:
    assert (await _post(alice, "k" * 200)).status_code == 201
    long = await _post(alice, "k" * 201)
    assert (long.status_code, long.json()["code"]) == (422, "key_too_long")
    assert long.headers["content-type"] == "application/problem+json"
    assert await _venues(alice) == 1


async def test_an_empty_or_odd_key_is_only_a_key(alice: Somebody) -> None:
    for key in ("", "ÿ", "' OR 1=1", " spaced "):
        answers = [
            await alice.api.post("/venues", json=BODY, headers=[(b"idempotency-key", key.encode("latin-1"))])
            for _ in range(2)
        ]
        assert {answer.status_code for answer in answers} == {201}
        assert len({answer.text for answer in answers}) == (2 if key == "" else 1), key


async def test_reading_and_changing_pass_untouched(alice: Somebody) -> None:
    made = (await _post(alice, "a")).json()
    headers = {"idempotency-key": str(uuid4())}
    assert (await alice.api.get(f"/venues/{made['id']}", headers=headers)).json() == made
    assert await _keys() == 1


async def test_a_key_alone_opens_no_door(alice: Somebody, bob: Somebody) -> None:
    await _post(alice, "a")
    refused = await _post(bob, "a")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")


def test_no_door_looks_up_two_rows_side_by_side() -> None:
    """The framework would do it in tasks of their own: out of the key's transaction, and the quicker refusal would win."""
    beside = []
    for route in create_app().litestar.routes:
        for handler, *_ in getattr(route, "route_handler_map", {}).values():
            batches = handler.create_kwargs_model(path_parameters=route.path_parameters).dependency_batches
            beside += [(route.path, sorted(one.key for one in batch)) for batch in batches if len(batch) > 1]
    assert beside == []
