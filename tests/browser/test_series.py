"""A season in an afternoon: a template, a series of it, one occurrence changed, then those that follow."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.browser.house import House
from tests.browser.test_every_page import SIZES


def holds(page: Page) -> None:
    assert not violations(page)
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")


def rename(page: Page, row: int, title: str, scope: str) -> None:
    """Gives an occurrence of the series that is shown another title."""
    page.locator("tbody tr").nth(row).get_by_role("link").click()
    page.get_by_role("link", name="Edit", exact=True).click()
    page.get_by_label("Title").fill(title)
    page.get_by_label(scope).check()
    page.get_by_role("button", name="Save").click()


@pytest.mark.browser
@pytest.mark.parametrize("size", SIZES)
def test_template_series_one_and_those_that_follow(
    house: House, browser: Browser, organiser: list[Any], size: str
) -> None:
    context = browser.new_context(viewport=SIZES[size], reduced_motion="reduce")  # type: ignore[arg-type]
    context.add_cookies(organiser)
    page = context.new_page()
    page.goto(f"{house.url}/events?tab=drafts")
    page.get_by_role("link", name="Lokakarya Penyusunan Rencana Aksi Daerah").click()
    page.get_by_role("link", name="Do it again").click()
    page.get_by_label("Name of the template").fill(f"Lokakarya {size}")
    page.get_by_role("button", name="Keep as a template").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Lokakarya {size}")
    page.get_by_role("link", name="Make a series").click()
    page.get_by_label("First start").fill("2031-01-07T09:00" if size == "phone" else "2032-01-06T09:00")
    page.get_by_label("How many").fill("4")
    page.get_by_role("button", name="Show the dates").click()
    expect(page.locator("input[name=keep]")).to_have_count(4)
    holds(page)
    page.locator("input[name=keep]").nth(3).uncheck()
    page.get_by_role("button", name="Make the series").click()
    expect(page.locator("tbody tr")).to_have_count(3)
    holds(page)
    series = page.url
    rename(page, 1, "Lokakarya khusus", "Only this occurrence")
    page.goto(series)
    rename(page, 0, "Lokakarya baru", "This and the following")
    expect(page.get_by_text("2 occurrences are changed.")).to_be_visible()
    expect(page.get_by_text("was changed by itself")).to_be_visible()
    page.goto(series)
    expect(page.get_by_role("heading", level=1)).to_have_text("Lokakarya baru")
    expect(page.locator("tbody tr").nth(1)).to_contain_text("Lokakarya khusus")
    holds(page)
    context.close()
