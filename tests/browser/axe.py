"""What axe finds on an open page."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, Page

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": [
        "violations"
    ],  # nobody reads what it says of what is right, which takes a third of its time
}
TRIES = 5


def violations(page: Page) -> list[Any]:
    """The rules of WCAG 2.2 AA that the page breaks, as axe tells them.

    A click does not wait for the page it leads to. Where that page takes the place of the old one while axe
    reads, axe is asked again: the old page was not what the test meant.
    """
    for attempt in range(TRIES):
        page.wait_for_load_state()
        try:
            return list(Axe().run(page, options=RULES).response["violations"])
        except Error:
            if attempt == TRIES - 1:
                raise
    raise AssertionError("unreachable")


def faults(page: Page) -> list[str]:
    """What axe says of the page, each with the element, and by how much it is wider than the window."""
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in violations(page)] + too_wide(page)


def too_wide(page: Page) -> list[str]:
    """By how much the page is wider than the window; nothing where it fits."""
    wide = page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
    return [f"overflows by {wide} px"] if wide > 0 else []
