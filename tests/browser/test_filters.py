"""On a phone filters fold away until they are wanted or in force; at a desk, and without a script, they stand open."""

from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.axe import faults
from tests.browser.house import House

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}


@pytest.mark.browser
def test_filters_fold_on_a_phone_and_open_by_key_and_when_one_is_in_force(
    house: House, browser: Browser, secretariat: list[Any]
) -> None:
    context = browser.new_context(viewport=PHONE, reduced_motion="reduce")  # type: ignore[arg-type]
    context.add_cookies(secretariat)
    page = context.new_page()
    page.goto(f"{house.url}/actions")
    late = page.locator("#f-late")
    expect(late).to_be_hidden()
    assert faults(page) == []
    page.locator(".filter-fold > summary").press("Enter")
    expect(late).to_be_visible()
    assert faults(page) == []
    late.select_option("1")
    page.wait_for_url("**/actions?*late=1*")
    expect(page.locator("#f-late")).to_be_visible()
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    expect(page.locator(".filter-fold > summary")).to_be_hidden()
    expect(page.locator("#f-late")).to_be_visible()
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("size", [DESK, PHONE])
def test_filters_stand_open_without_a_script(
    house: House, browser: Browser, secretariat: list[Any], size: dict[str, int]
) -> None:
    context = browser.new_context(viewport=size, java_script_enabled=False)  # type: ignore[arg-type]
    context.add_cookies(secretariat)
    page = context.new_page()
    page.goto(f"{house.url}/actions")
    expect(page.locator("#f-late")).to_be_visible()
    expect(page.locator(".filter-submit")).to_be_visible()
    context.close()
