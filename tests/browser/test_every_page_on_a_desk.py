"""Every page once more on a large screen; a file of its own, so that another process may look at the same time."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.house import House
from tests.browser.test_every_page import LOOKS, addresses, look_at_all

__all__ = ["addresses"]


@pytest.mark.browser
@pytest.mark.parametrize(("theme", "language"), LOOKS)
def test_every_page_holds_on_a_desk(
    house: House,
    browser: Browser,
    demo_owner: list[Any],
    addresses: list[str],
    theme: str,
    language: str,
) -> None:
    look_at_all(browser, house, demo_owner, addresses, (theme, language, "desktop"))
