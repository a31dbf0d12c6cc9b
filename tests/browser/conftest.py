"""One running product and one browser for all browser tests."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from tests.browser.house import House, chromium, open_house, signed_in

PATIENCE = 20_000
"""Milliseconds for what a page should show; a busy machine is slow, not wrong."""


@pytest.fixture(scope="package")
def house() -> Iterator[House]:
    with open_house() as running:
        yield running


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as one:
        yield one


@pytest.fixture(scope="package")
def browser(playwright: Playwright) -> Iterator[Browser]:
    with chromium(playwright) as one:
        yield one


@pytest.fixture(scope="package")
def organiser(house: House, browser: Browser) -> list[Any]:
    """The cookies of the demo's organiser."""
    return signed_in(house, browser, "organiser")


@pytest.fixture(scope="package")
def secretariat(house: House, browser: Browser) -> list[Any]:
    """The cookies of the demo's secretariat."""
    return signed_in(house, browser, "secretariat")


@pytest.fixture(scope="package")
def head(house: House, browser: Browser) -> list[Any]:
    """The cookies of the demo's chair."""
    return signed_in(house, browser, "chair")


@pytest.fixture(scope="package")
def demo_owner(house: House, browser: Browser) -> list[Any]:
    """The cookies of the demo's owner."""
    return signed_in(house, browser, "owner")


@pytest.fixture(scope="package")
def verifier(house: House, browser: Browser) -> list[Any]:
    """The cookies of the demo's first verifier."""
    return signed_in(house, browser, "verifier")
