"""A form that holds far more than it asks for is refused while it comes in; nobody else notices the limits."""

from collections.abc import AsyncIterator

import pytest
from litestar.routes import HTTPRoute
from litestar.types import Empty

from events_app.app import create_app
from events_app.invitations.forms import MOST_INVITEES
from events_app.web.limits import OF_STAFF, OF_STRANGERS
from tests.people import Browser, Somebody

FORM = {"content-type": "application/x-www-form-urlencoded"}
SAYS = "nothing of it was read or kept"


async def pieces(text: bytes, size: int = 60_000) -> AsyncIterator[bytes]:
    """A body whose length nobody says beforehand."""
    for start in range(0, len(text), size):
        yield text[start : start + size]


@pytest.mark.parametrize(
    "body",
    [b"email=" + b"x" * OF_STRANGERS.size, b"a=1" + b"&a=1" * OF_STRANGERS.fields],
    ids=["too long", "too many fields"],
)
@pytest.mark.parametrize("path", ["/login", "/rsvp/AAAA"])
async def test_a_stranger_is_refused_a_form_larger_than_any_of_ours(
    public: Browser, path: str, body: bytes
) -> None:
    for content in (body, pieces(body)):
        answer = await public.client.post(path, content=content, headers=FORM | {"accept-language": "en"})
        assert answer.status_code == 413
        assert SAYS in answer.text


@pytest.mark.parametrize(
    "path", ["/login", "/rsvp/AAAA", "/unsubscribe/AAAA", "/api/v1/rsvp/AAAA/fresh-link"]
)
@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "application/json", "image/png"])
async def test_a_door_without_files_takes_no_more_in_any_other_shape(
    public: Browser, path: str, kind: str
) -> None:
    piece = b'--x\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n' + b"x" * 60_000
    read = 0

    async def body() -> AsyncIterator[bytes]:
        nonlocal read
        for _number in range(400):
            read += len(piece)
            yield piece

    answer = await public.client.post(path, content=body(), headers={"content-type": kind})
    assert answer.status_code in (403, 404, 413)
    assert read <= OF_STRANGERS.size + 2 * len(piece)


def test_every_public_door_that_takes_more_says_so() -> None:
    """A new one is written down here, with the reason why strangers may send so much."""
    larger = {
        (door.opt.get("files") or door.request_max_body_size, path)
        for route in create_app().litestar.routes
        if isinstance(route, HTTPRoute)
        for door in route.route_handlers
        for path in [route.path]
        if door.opt.get("public") and (door.opt.get("files") or door.request_max_body_size is not Empty)
    }
    assert {path.replace(":str}", "}") for _most, path in larger} == {
        "/api/v1/inbound/mail", "/api/v1/inbound/whatsapp",
        "/verify/{code}", "/api/v1/verify/{code}",
        "/verify/list/{list_code}", "/api/v1/verify/list/{list_code}",
        "/p/{token}/submit", "/p/{token}/items/{action_id:uuid}/submit",
        "/p/{token}/infeasible-request", "/p/{token}/items/{action_id:uuid}/infeasible-request",
    }  # fmt: skip


async def test_a_stranger_s_form_of_a_common_size_is_read(public: Browser) -> None:
    much = {"email": "nobody@dinas.example"} | {f"more.{n}": "x" * 200 for n in range(1_500)}
    answer = await public.post("/login", much)
    assert answer.status_code == 422
    assert "nobody@dinas.example" in answer.text


async def test_staff_may_tick_ten_thousand_and_no_more_than_a_form_can_mean(alice: Somebody) -> None:
    assert OF_STAFF.fields > 2 * MOST_INVITEES
    ticked = {"chosen": [f"01980000-0000-7000-8000-{n:012x}" for n in range(MOST_INVITEES)]}
    assert (await alice.web.post("/groups/new", ticked)).status_code == 422
    over = await alice.web.post("/groups/new", {"chosen": ["x"] * OF_STAFF.fields})
    assert over.status_code == 413
