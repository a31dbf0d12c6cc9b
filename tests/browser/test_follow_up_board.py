"""The board by mouse and by keys: filter, keep the view, act on several after a look, undo; axe on each page, on a phone, too."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import faults
from tests.browser.house import House

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}


@pytest.fixture
def page(browser: Browser, house: House, head: list[Any]) -> Iterator[Page]:
    """The chair at a desk, reading English."""
    context = browser.new_context(viewport=DESK, reduced_motion="reduce")  # type: ignore[arg-type]
    language = {"name": "lang", "value": "en", "url": house.url}
    context.add_cookies([one for one in head if one["name"] != "lang"] + [language])
    yield context.new_page()
    context.close()


def _boxes(page: Page) -> Any:
    return page.locator('[data-card] input[name="chosen"]')


def _later() -> str:
    return (datetime.now(UTC) + timedelta(days=200)).date().isoformat()


def _filled_and_confirmed(page: Page, number: int) -> None:
    """The words of moving a due date, the look, the act, and what became of it."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Move the due date")
    page.get_by_role("button", name="Look at what would be done").click()
    expect(page.locator("#f-due-error")).to_be_visible()
    assert faults(page) == []
    page.locator("#f-due").fill(_later())
    page.locator("#f-reason").fill("Anggaran perubahan baru cair")
    page.get_by_role("button", name="Look at what would be done").click()
    expect(page.get_by_text(re.compile(rf"of {number} can be done"))).to_be_visible()
    assert faults(page) == []
    page.get_by_role("button", name=re.compile("Do it for")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Due date moved")
    assert faults(page) == []


def _undone(page: Page) -> None:
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#flashes")).to_contain_text("It is taken back")
    expect(page.get_by_role("cell", name="Taken back").first).to_be_visible()
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)
    assert faults(page) == []


@pytest.mark.browser
def test_filter_view_bulk_and_undo_by_mouse(page: Page, house: House) -> None:
    page.goto(f"{house.url}/commitments")
    page.get_by_role("link", name="Board", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Board of follow-up actions")
    assert faults(page) == []
    page.wait_for_function("customElements.get('auto-submit') !== undefined")
    page.locator("#f-standing").select_option("open")
    expect(page).to_have_url(re.compile("standing=open"))
    expect(page.locator("[data-column]")).to_have_count(1)
    page.get_by_text("Keep this view").click()
    page.get_by_label("Name of the view").fill("Belum dimulai")
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Belum dimulai")
    expect(page.locator(".board-views [aria-current]")).to_have_text("Belum dimulai")
    _boxes(page).nth(0).click()
    _boxes(page).nth(1).click(modifiers=["Shift"])
    expect(page.locator("[data-chosen]")).to_have_text("Chosen: 2")
    page.locator("#f-verb").select_option("due")
    page.get_by_role("button", name="Continue").click()
    _filled_and_confirmed(page, 2)
    _undone(page)
    page.goto(f"{house.url}/commitments/board/views")
    assert faults(page) == []
    page.get_by_role("button", name=re.compile(r"Delete\s*: Belum dimulai")).click()
    expect(page.locator("#flashes")).to_contain_text("is deleted")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#flashes")).to_contain_text("The view is back")


@pytest.mark.browser
def test_bulk_and_undo_by_keys_alone(page: Page, house: House) -> None:
    page.goto(f"{house.url}/commitments/board?by=state&standing=in_progress")
    page.wait_for_function("customElements.get('board-keys') !== undefined")
    first, second = _boxes(page).nth(0), _boxes(page).nth(1)
    first.focus()
    page.keyboard.press("j")
    expect(second).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(first).to_be_focused()
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("Shift+X")
    expect(page.locator("[data-chosen]")).to_have_text("Chosen: 2")
    page.keyboard.press("?")
    expect(page.get_by_text("They work while a card has the focus.")).to_be_visible()
    assert faults(page) == []
    second.focus()
    page.keyboard.press("b")
    expect(page.locator("#f-verb")).to_be_focused()
    page.keyboard.press("M")  # Move the due date
    expect(page.locator("#f-verb")).to_have_value("due")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    _filled_and_confirmed(page, 2)
    _undone(page)


@pytest.mark.browser
@pytest.mark.parametrize("grouping", ["state", "institution", "month"])
def test_board_holds_on_a_phone(page: Page, house: House, grouping: str) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(f"{house.url}/commitments/board?by={grouping}")
    expect(page.locator("[data-column] h2").first).to_be_visible()
    assert faults(page) == []


@pytest.mark.browser
def test_phone_goes_to_a_column_and_has_the_acts_at_hand_once_a_card_is_chosen(
    page: Page, house: House
) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(f"{house.url}/commitments/board?by=state")
    acts = page.locator(".board-bar")
    expect(acts).not_to_be_in_viewport()
    page.get_by_role("navigation", name="Go to a column").get_by_role(
        "link", name=re.compile("In progress")
    ).click()
    expect(page.get_by_role("heading", name="In progress", exact=True)).to_be_in_viewport()
    page.locator("[data-column]", has=page.get_by_role("heading", name="In progress", exact=True)).locator(
        'input[name="chosen"]'
    ).first.check()
    expect(acts).to_be_in_viewport()
    assert faults(page) == []


@pytest.mark.browser
def test_open_filters_are_taken_away_one_by_one_on_a_phone(page: Page, house: House) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(f"{house.url}/commitments/board?by=month&late=1&q=tiada&due_from=2026-01-01")
    expect(page.get_by_role("heading", name="Nothing found")).to_be_visible()
    open_ones = page.get_by_role("navigation", name="Open filters").get_by_role("link")
    expect(open_ones).to_have_count(3)
    assert faults(page) == []
    for left in (["Only overdue", "Due from"], ["Due from"]):
        open_ones.filter(has_text=re.compile("Search|Only overdue")).first.click()
        expect(open_ones).to_have_text([re.compile(one) for one in left])
        expect(page).to_have_url(re.compile("by=month"))
    expect(page.locator("[data-card]").first).to_be_visible()


@pytest.mark.browser
def test_paper_shows_every_column_of_the_board_in_black(
    browser: Browser, head: list[Any], house: House
) -> None:
    context = browser.new_context(viewport={"width": 1000, "height": 700}, color_scheme="dark")
    context.add_cookies([*head, {"name": "theme", "value": "dark", "url": house.url}])
    page = context.new_page()
    page.goto(f"{house.url}/commitments/board?by=state")
    expect(page.locator("[data-column]")).to_have_count(8)
    page.emulate_media(media="print")
    expect(page.locator("form.filter-bar")).to_be_hidden()
    wide = page.locator(".kanban").evaluate("one => one.scrollWidth - one.clientWidth")
    ink = page.locator("[data-column] h2").first.evaluate("one => getComputedStyle(one).color")
    assert (wide, ink) == (0, "rgb(0, 0, 0)")
    context.close()
