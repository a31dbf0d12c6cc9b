"""Evidence whose picture does not come: the page says so in words, and the file is still to be had."""

from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.house import House
from tests.browser.phones import ask, phone


@pytest.mark.browser
@pytest.mark.parametrize("comes", [True, False])
def test_words_stand_where_a_picture_does_not_come(
    comes: bool, house: House, browser: Browser, demo_owner: list[Any]
) -> None:
    page = phone(browser, demo_owner).new_page()
    page.goto(f"{house.url}/actions")
    handed_in = [
        one["id"]
        for row in ask(page, "GET", "/actions?limit=100")["items"]
        for sent in ask(page, "GET", f"/actions/{row['id']}/submissions")["items"]
        for one in sent["evidence"]
        if (one["filename"] or "").endswith(".pdf")
    ]
    if not comes:
        page.route("**/picture", lambda route: route.fulfill(status=503, content_type="text/html", body=""))
    page.goto(f"{house.url}/evidence/{handed_in[0]}/preview")
    expect(page.locator("figure.evidence-preview")).to_be_visible(visible=comes)
    expect(page.locator("shown-picture > p")).to_be_visible(visible=not comes)
    expect(page.locator(f"a[href='/evidence/{handed_in[0]}']")).to_be_visible()
    page.context.close()
