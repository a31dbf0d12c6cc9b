"""The search box: reached by a key from anywhere, and out of the way while somebody is typing."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.browser.house import House
from tests.browser.test_every_page import SIZES


def start_page(browser: Browser, house: House, cookies: list[Any], size: str) -> Page:
    """The start page of somebody who is signed in."""
    context = browser.new_context(viewport=SIZES[size])  # type: ignore[arg-type]
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(house.url)
    return page


@pytest.mark.browser
def test_a_key_leads_to_the_box_and_enter_to_the_hits(
    house: House, browser: Browser, organiser: list[Any]
) -> None:
    page = start_page(browser, house, organiser, "desktop")
    box = page.locator(".topbar .search-box input:visible")
    for key in ("/", "Control+k"):
        page.locator("body").press(key)
        expect(box).to_be_focused()
        page.locator("h1").click()
    box.fill("perdagangan orang")
    box.press("Enter")
    expect(page.get_by_role("heading", name="Events")).to_be_visible()
    assert not violations(page)
    page.locator("#search-all").fill("a/b")
    expect(page.locator("#search-all")).to_have_value("a/b")
    page.context.close()


@pytest.mark.browser
def test_the_phone_finds_it_in_the_menu(house: House, browser: Browser, organiser: list[Any]) -> None:
    page = start_page(browser, house, organiser, "phone")
    page.locator("summary", has_text="Menu").click()
    box = page.locator(".phone-menu .search-box input")
    box.fill("rumah aman")
    box.press("Enter")
    expect(page.get_by_role("heading", name="Follow-up actions")).to_be_visible()
    assert not violations(page)
    page.context.close()
