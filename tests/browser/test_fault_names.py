"""The summary above a refused form says of which field each fault is."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import axe
from tests.browser.house import House


@pytest.mark.browser
def test_each_fault_of_a_summary_is_named_by_its_label(
    house: House, browser: Browser, head: list[Any]
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 780})
    context.add_cookies(head)
    page = context.new_page()
    page.goto(f"{house.url}/actions?standing=open")
    page.locator("main a[href^='/actions/0']").first.click()
    page.get_by_role("link", name="Give it to somebody else").click()
    office = page.locator("#f-responsible_institution_id")
    office.select_option(index=1)
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("#f-reassign-reason")).to_be_visible()
    office.select_option(index=0)
    page.locator("form[action$='/reassign'] button").click()
    summary = page.locator(".form-errors")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link")).to_have_text(
        [re.compile("^Who answers for it from now on: ."), re.compile("^Reason: .")]
    )
    summary.get_by_role("link", name=re.compile("^Reason: ")).click()
    expect(page.locator("#f-reassign-reason")).to_be_focused()
    assert axe.violations(page) == []
    context.close()
