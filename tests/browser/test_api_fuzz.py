"""The whole API against its own document: one good answer for every operation, and never a fault of ours.

It runs on a server of its own: what it writes would stand in the way of those who look at the demo.
"""

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from events_app.app import create_app
from events_app.embedded import choose
from tests.browser.api_mail import SERVICE
from tests.browser.api_world import World, operations, walk, with_ids
from tests.browser.house import open_house
from tests.commands.running import Installation

CHECKS: list[Any] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
DOCUMENT: dict[str, Any] = create_app().litestar.openapi_schema.to_schema()
TRIES, TRIES_OF_FILES = 8, 2
NOTHING_TO_GET_WRONG = {
    "GET /me",
    "GET /mailbox",
    "GET /rsvp/{token}",
    "GET /my-consents/{own_link}",
    "GET /unsubscribe/{wish_link}",
    "DELETE /rsvp/{token}",
    "POST /rsvp/{token}/fresh-link",
    "GET /verify/{code}",
    "GET /verify/list/{list_code}",
    "GET /verify/certificate/{certificate_code}",
    "GET /letterhead",
    "GET /ratify/{head_link}",
    "DELETE /ratify/{head_link}",
    "GET /leadership-addresses",
    "GET /reports/plots",
    "GET /indicator-lists",
    "GET /reports/papers/columns/{listing}",
    "DELETE /reports/papers/columns/{listing}",
    "GET /retention",
    "GET /board/views",
    "GET /reminder-mutes",
    "GET /reminder-preview",
    "DELETE /letterhead/logo",
    "GET /message-words",
    "GET /message-words/{kind}/{language}",
    "DELETE /message-words/{kind}/{language}",
    "POST /inbound/mail",
    "POST /events/{event_id}/speakers/calendars",
    "GET /events/{event_id}/speakers/calendars",
} | {f"{method} /registrations/{{link}}" for method in ("GET", "POST", "DELETE")}
MODES = [
    pytest.param(name, mode, id=f"{mode.value} {name}")
    for mode in GenerationMode
    for name in operations(DOCUMENT)
    if mode is GenerationMode.POSITIVE or name not in NOTHING_TO_GET_WRONG
]


def _client(here: Installation, email: str, name: str, role: str) -> httpx.Client:
    here.must("user", "add", "--email", email, "--name", name, "--role", role)
    token = here.must("token", "add", "--email", email)
    headers = {"authorization": f"Bearer {token}", "accept-language": "en"}
    return httpx.Client(base_url=f"{here.url}/api/v1", headers=headers, timeout=60)


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """A running product in which every operation has answered well once."""
    with open_house(demo="0", **SERVICE) as house:
        here, server = house.here, house.server
        owner = _client(here, "gita@kota.example", "Gita", "owner")
        verifier = _client(here, "eko@kota.example", "Eko", "verifier,organiser")
        document = httpx.get(f"{server.url}/api/openapi.json", timeout=60).json()
        printed = here.must(
            "user", "add", "--email", "hana@kota.example", "--name", "Hana", "--role", "owner"
        )
        link = re.search(r"https?://\S+/login/\w+", printed)
        assert link, printed
        with owner, verifier:
            var = here.folder / "var"
            made = World(document, owner, verifier, house.mail, link.group(), choose(var).dsn, var)
            walk(made)
            yield made
            log = server.log.read_text()
            assert "Traceback" not in log, log[log.index("Traceback") :][:8_000]


@pytest.fixture(scope="module")
def schema(world: World) -> Any:
    return schemathesis.openapi.from_dict(world.document | {"security": []})  # else most tries are a 401


def test_every_operation_has_answered_well(world: World) -> None:
    assert set(operations(world.document)) - world.answered.keys() == set()
    assert operations(DOCUMENT) == operations(world.document)


@pytest.mark.parametrize("name", operations(DOCUMENT))
def test_good_answers_have_the_documented_shape(world: World, schema: Any, name: str) -> None:
    operation = _operation(schema, name)
    operation.validate_response(world.answered[name])


@pytest.mark.parametrize(("name", "mode"), MODES)
def test_whatever_is_sent_is_answered_as_documented(
    world: World, schema: Any, name: str, mode: GenerationMode
) -> None:
    operation = _operation(schema, name)
    slow = "/documents/" in name or "/exports/" in name
    only_path = not any(map(len, (operation.query, operation.headers, operation.body)))
    never_real = only_path and mode is GenerationMode.NEGATIVE  # else there is nothing to get wrong

    @settings(
        max_examples=TRIES_OF_FILES if slow else TRIES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def tried(data: st.DataObject) -> None:
        known = world.path_ids(name) if data.draw(st.integers(0, 3)) and not never_real else None
        case: Any = data.draw(operation.as_strategy(generation_mode=mode, path_parameters=known))
        case.body = with_ids(case.body, world.ids, lambda: data.draw(st.booleans()))
        case.headers["Authorization"] = world.owner.headers["authorization"]
        if data.draw(st.integers(0, 3)):
            case.headers.pop("Idempotency-Key", None)  # else most of what is sent would repeat a key
        answer = case.call(base_url=str(world.owner.base_url).split("/api/")[0], timeout=60)
        case.validate_response(answer, checks=CHECKS)

    tried()


def _operation(schema: Any, name: str) -> Any:
    method, path = name.split(" ", 1)
    return schema[f"/api/v1{path}"][method]
