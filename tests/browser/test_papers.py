"""Papers across events in a browser: columns by keys and without script, a long one that waits on the start page."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import faults
from tests.browser.house import House

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
ADDRESS = "secretariat@lembayung.example"


def _opened(browser: Browser, house: House, cookies: list[Any], size: Any, **more: Any) -> Page:
    context = browser.new_context(viewport=size, reduced_motion="reduce", **more)
    context.add_cookies(cookies)
    return context.new_page()


@pytest.fixture
def page(browser: Browser, house: House, secretariat: list[Any]) -> Iterator[Page]:
    """The secretariat at a desk, reading English."""
    one = _opened(browser, house, secretariat, DESK)
    yield one
    one.context.close()


def _names(page: Page) -> list[str]:
    return page.locator(".arranged label").all_inner_texts()


@pytest.mark.browser
def test_columns_are_chosen_and_moved_by_keys_and_the_next_press_is_at_hand(page: Page, house: House) -> None:
    page.goto(f"{house.url}/reports/papers")
    assert faults(page) == []
    page.get_by_role("link", name="Choose the columns: Follow-up matrix").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Columns")
    assert faults(page) == []
    before = _names(page)
    page.get_by_role("button", name=f"Down: {before[0]}").press("Enter")
    expect(page.locator(".arranged label").nth(1)).to_have_text(before[0])
    expect(page.get_by_role("button", name=f"Down: {before[0]}")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".arranged label").nth(2)).to_have_text(before[0])
    page.get_by_role("checkbox", name=before[1]).press("Space")
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.get_by_text("Your columns are kept.")).to_be_visible()
    expect(page.locator("#f-columns")).to_contain_text(
        f"Follow-up matrix: {before[2]}, {before[0]}, {before[3]}"
    )
    page.get_by_role("link", name="Choose the columns: Follow-up matrix").click()
    page.get_by_role("button", name="The usual columns again").click()
    expect(page.get_by_text("The usual columns are back.")).to_be_visible()
    assert _names(page) == before


@pytest.mark.browser
def test_columns_move_without_script_on_a_phone_and_none_at_all_is_said_beside_them(
    browser: Browser, house: House, secretariat: list[Any]
) -> None:
    page = _opened(browser, house, secretariat, PHONE, java_script_enabled=False)
    page.goto(f"{house.url}/reports/papers/columns/overdue")
    before = _names(page)
    page.get_by_role("button", name=f"Up: {before[1]}").click()
    expect(page.locator(".arranged label").first).to_have_text(before[1])
    for box in page.get_by_role("checkbox").all():
        box.uncheck()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#f-columns-error")).to_have_text("Please choose at least one column.")
    assert _names(page)[0] == before[1], "the order that was sent is kept"
    page.get_by_role("button", name="The usual columns again").click()
    expect(page.locator(".arranged label").first).to_have_text(before[0])
    page.context.close()


@pytest.mark.browser
def test_a_paper_that_was_made_meanwhile_lies_ready_on_the_start_page(
    browser: Browser, house: House, secretariat: list[Any]
) -> None:
    with house.api(ADDRESS) as api:
        asked = api.post("reports/papers/runs", json={"paper": "quarter", "language": "en"})
        assert asked.status_code == 202, asked.text
    page = _opened(browser, house, secretariat, PHONE)
    page.goto(f"{house.url}/paper-runs/{asked.json()['id']}")
    expect(page.get_by_text("The paper is ready.")).to_be_visible()
    assert faults(page) == []
    page.goto(house.url)
    expect(page.get_by_role("heading", name="Ready for you")).to_be_visible()
    assert faults(page) == []
    with page.expect_download() as saved:
        page.get_by_role("link", name="Download: Quarterly report for the mayor").first.click()
    assert saved.value.suggested_filename.startswith("quarter-")
    page.context.close()
