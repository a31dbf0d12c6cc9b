"""A stranger registers on a phone: form, mailbox, seat, pass."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.browser.house import House, open_house
from tests.browser.test_every_page import SIZES


def a_public_event(house: House) -> str:
    """The address of an event of the day after tomorrow that anybody may register for."""
    house.here.must("user", "add", "--email", "gita@kota.example", "--name", "Gita", "--role", "owner")
    start = (datetime.now(UTC) + timedelta(days=2)).replace(microsecond=0)
    times = {"starts_at": start.isoformat(), "ends_at": (start + timedelta(hours=2)).isoformat()}
    facts: dict[str, Any] = {"title": "Sosialisasi", "kind": "outreach", "timezone": "Asia/Jakarta"}
    with house.api("gita@kota.example") as api:
        made = json_of(
            api.post("/events", json=facts | times | {"visibility": "public", "registration": True})
        )
        json_of(api.post(f"/events/{made['id']}/publication"))
    return f"{house.url}/e/{made['slug']}"


def json_of(answer: httpx.Response) -> Any:
    assert answer.is_success, answer.text
    return answer.json()


def holds(page: Page) -> None:
    assert not violations(page)
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.browser
def test_a_stranger_registers_and_shows_a_pass(browser: Browser) -> None:
    with open_house(demo="0") as house:
        context = browser.new_context(viewport=SIZES["phone"], color_scheme="dark")  # type: ignore[arg-type]
        context.add_cookies([{"name": "lang", "value": "en", "url": house.url}])
        page = context.new_page()
        page.goto(a_public_event(house))
        page.get_by_role("link", name="Register").click()
        expect(page.get_by_label("Name, with titles")).to_be_editable()
        holds(page)
        page.get_by_label("Name, with titles").fill("Dra. Siti Maryam")
        page.get_by_role("button", name="Register").click()
        expect(page.get_by_text("We may only register you if you agree.").first).to_be_visible()
        expect(page.get_by_label("Name, with titles")).to_have_value("Dra. Siti Maryam")
        holds(page)
        page.get_by_label("Mail address").fill("siti@warga.example")
        page.locator("#f-consent").check()
        page.get_by_role("button", name="Register").click()
        expect(page.get_by_role("heading", name="Look into your mailbox")).to_be_visible()
        holds(page)
        link = house.url + house.mail.wait_for("siti@warga.example", r"/registrations/\w+").group()
        page.goto(link)
        holds(page)
        page.get_by_role("button", name="Yes, I come").click()
        expect(page.get_by_text("You are registered.").first).to_be_visible()
        holds(page)
        shown = page.get_by_role("link", name="Open the pass").get_attribute("href")
        assert shown is not None
        page.goto(house.url + shown[shown.index("/T/") :])
        expect(page.get_by_role("heading", name="Dra. Siti Maryam")).to_be_visible()
        expect(page.locator("svg[role=img]").first).to_be_visible()
        house.mail.wait_for("siti@warga.example", r"/T/\w+")
        page.goto(link)
        page.get_by_text("I cannot come").click()
        page.get_by_role("button", name="Give my seat back").click()
        expect(page.get_by_text("Your registration is taken back.").first).to_be_visible()
        context.close()
