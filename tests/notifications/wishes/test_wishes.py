"""Who does not want to be written to says so with one click, and it is respected."""

from typing import Any

import pytest

from events_app import clock, tokens
from events_app.database import fetch, fetch_one, fetch_value
from events_app.notifications.compose import compose
from events_app.notifications.wishes.links import PURPOSE
from tests import make_events, make_invitations, make_stakeholders
from tests.notifications.conftest import set_smtp
from tests.people import Browser, Cast, Somebody

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture(autouse=True)
def served(monkeypatch: pytest.MonkeyPatch) -> None:
    set_smtp(monkeypatch, "smtp://127.0.0.1:1")


async def invited(alice: Somebody, name: str = "Kenanga") -> Any:
    event = await make_events.published(alice.actor.organisation)
    office = await make_stakeholders.institution(alice.actor, name, email="Kantor@kota.example")
    await make_invitations.invitation(event, office, send=True)
    return event


async def address() -> str:
    return f"/unsubscribe/{tokens.derive(PURPOSE, await fetch_value('SELECT id FROM mail_wish'))}"


async def wish() -> str:
    kept: str = await fetch_value("SELECT wish FROM mail_wish")
    return kept


async def test_one_click_needs_neither_cookie_nor_form_secret(alice: Somebody, cast: Cast) -> None:
    await invited(alice)
    client = await cast.client()
    for _time in range(2):
        answer = await client.post(await address(), data=ONE_CLICK)
        assert (answer.status_code, answer.text, await wish()) == (200, "", "no_letters")


async def test_looking_changes_nothing_and_the_page_lets_one_choose(alice: Somebody, public: Browser) -> None:
    await invited(alice)
    page = await public.get(await address())
    assert ("What we may write to you" in page.text, await wish()) == (True, "all")
    for said in ("no_mail", "all", "no_letters"):
        await public.post(await address(), {"wish": said})
        assert await wish() == said
    wrong = await public.post(await address(), {"wish": "nothing"})
    assert (wrong.status_code, await wish()) == (422, "no_letters")


async def test_one_click_never_loosens_a_stricter_wish(alice: Somebody, public: Browser) -> None:
    await invited(alice)
    await public.post(await address(), {"wish": "no_mail"})
    await public.client.post(await address(), data=ONE_CLICK)
    assert await wish() == "no_mail"


async def test_invitations_still_go_unless_no_mail_was_said(alice: Somebody, public: Browser) -> None:
    await invited(alice)
    await public.post(await address(), {"wish": "no_letters"})
    await invited(alice, "Melati")
    await public.post(await address(), {"wish": "no_mail"})
    await invited(alice, "Mawar")
    rows = await fetch(
        "SELECT state, held_because FROM message WHERE kind = 'invitations.invitation' ORDER BY id"
    )
    assert [tuple(row) for row in rows] == [("queued", None), ("queued", None), ("held", "no_mail")]


async def test_headers_lead_to_the_page_and_only_a_letter_takes_one_click(alice: Somebody) -> None:
    await invited(alice)
    row = await fetch_one("SELECT m.*, 'Kota' AS organisation_name FROM message m")
    assert row is not None
    mail = compose(row, clock.now()).decode()
    assert f"List-Unsubscribe: <http://acara.lembayung.example{await address()}>\r\n" in mail
    assert "List-Unsubscribe-Post" not in mail
    letter = compose(dict(row) | {"kind": "invitations.letter"}, clock.now()).decode()
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in letter
    assert "Auto-Submitted: auto-generated\r\n" in letter


async def test_unknown_links_are_nothing_and_the_database_holds_no_link(
    alice: Somebody, public: Browser
) -> None:
    await invited(alice)
    assert (await public.get("/unsubscribe/NOBODY")).status_code == 404
    kept = await fetch_value(
        "SELECT (SELECT string_agg(m::text, '') FROM message m) || (SELECT w::text FROM mail_wish w)"
    )
    assert (await address()).rsplit("/", 1)[1] not in kept
