"""Choosing whom to invite on a phone: the count follows each tick, and ticks stay from page to page, without a script too."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from tests.browser.axe import faults
from tests.browser.house import House
from tests.browser.test_every_page import SIZES


def _chooser(browser: Browser, house: House, cookies: list[Any], **more: Any) -> Page:
    context = browser.new_context(viewport=SIZES["phone"], **more)  # type: ignore[arg-type]
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(f"{house.url}/events")
    page.get_by_role("main").get_by_role("link", name="Rapat Koordinasi").first.click()
    page.goto(page.url + "/invitations/new")
    expect(page.get_by_role("heading", level=1)).to_have_text("Whom do you invite?")
    return page


def _tick(page: Page, place: int) -> str:
    box = page.locator("fieldset .choice input").nth(place)
    box.check()
    return box.get_attribute("value") or ""


def _turn(page: Page, button: str, shown: str) -> None:
    page.locator(button).first.click()
    expect(page.locator("fieldset legend").first).to_have_text(shown)


@pytest.mark.browser
@pytest.mark.parametrize("script", [True, False])
def test_ticks_are_counted_and_stay_from_page_to_page(
    house: House, browser: Browser, organiser: list[Any], script: bool
) -> None:
    page = _chooser(browser, house, organiser, java_script_enabled=script)
    count = page.locator("tick-count")
    chosen = {_tick(page, 0), _tick(page, 2)}
    expect(count).to_have_text("2 chosen" if script else "0 chosen")
    _turn(page, "button[name=of][value=people]", "People")
    expect(count).to_have_text("2 chosen")
    chosen.add(_tick(page, 1))
    _turn(page, "button[name=of][value=chosen]", "Chosen")
    boxes = page.locator("fieldset .choice input:checked")
    expect(boxes).to_have_count(3)
    assert {one.get_attribute("value") for one in boxes.all()} == chosen
    expect(count).to_have_text("3 chosen")
    boxes.first.uncheck()
    _turn(page, "button[name=of][value=institutions]", "Institutions")
    expect(count).to_have_text("2 chosen")
    if script:
        assert faults(page) == []
    page.context.close()


@pytest.mark.browser
def test_ticks_are_not_lost_by_the_language_nor_without_a_word(
    house: House, browser: Browser, organiser: list[Any]
) -> None:
    page = _chooser(browser, house, organiser)
    ticked = _tick(page, 0)
    asked: list[str] = []

    def heard(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", heard)
    page.get_by_text("Menu", exact=True).click()
    page.get_by_role("button", name="Bahasa Indonesia").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Siapa yang diundang?")
    expect(page.locator(f'input[value="{ticked}"]')).to_be_checked()
    assert asked == []
    assert faults(page) == []
    page.get_by_role("link", name="Tempel atau unggah daftar").click()
    expect(page).to_have_url(re.compile("/imports/"))
    assert asked == ["beforeunload"]
