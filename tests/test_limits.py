"""A form that holds far more than it asks for is refused while it comes in; nobody else notices the limits."""

from collections.abc import AsyncIterator

import pytest

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
