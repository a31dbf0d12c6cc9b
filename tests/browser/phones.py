"""A phone at the door: opened on the event that is running, and what the server knows of it."""

import contextlib
from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from tests.browser.house import House

ASK = """async ([method, path, body]) => {
  const headers = {"content-type": "application/json", "x-csrf": document.querySelector("meta[name=csrf]").content}
  const answer = await fetch(path, {method, headers, body: body ? JSON.stringify(body) : undefined})
  return answer.json()
}"""
LISTED = "() => document.querySelector('door-page').renewList()"
WORKER = "() => navigator.serviceWorker.ready.then(() => true)"
Cookies = list[Any]


def ask(page: Page, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
    """The API, with the page's own session."""
    return page.evaluate(ASK, [method, f"/api/v1{path}", body])


def phone(browser: Browser, cookies: Cookies, **more: Any) -> BrowserContext:
    """A small screen with somebody's session."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, **more)
    context.add_cookies(cookies)
    return context


def open_door(context: BrowserContext, house: House, event: str = "") -> tuple[Page, str]:
    """A new tab with the door of an event, else of the one that is running."""
    page = context.new_page()
    if not event:
        page.goto(f"{house.url}/events")
        event = ask(page, "GET", "/events?state=in_progress")["items"][0]["id"]
    page.goto(f"{house.url}/door/{event}")
    expect(page.locator("door-page[data-ready]")).to_be_visible()
    return page, event


@contextlib.contextmanager
def at_the_door(
    browser: Browser, house: House, cookies: Cookies, **more: Any
) -> Iterator[tuple[BrowserContext, Page, str]]:
    """A phone, its page and the event's id; gone at the end."""
    context = phone(browser, cookies, **more)
    try:
        page, event = open_door(context, house)
        yield context, page, event
    finally:
        with contextlib.suppress(Error):  # the test may have closed it
            context.set_offline(False)
        context.close()


def ready_for_no_network(page: Page) -> None:
    """The worker has its files, and the guest list is as new as the guests."""
    page.evaluate(WORKER)
    page.evaluate(LISTED)


def expected_guest(page: Page, event: str, name: str) -> dict[str, Any]:
    guest: dict[str, Any] = ask(page, "POST", f"/events/{event}/guests", {"full_name": name})
    return guest


def all_scans(page: Page, event: str) -> list[dict[str, Any]]:
    """Every scan that the server has, in the order it came."""
    found: list[dict[str, Any]] = []
    more = f"/events/{event}/scans?limit=500"
    while more:
        part = ask(page, "GET", more)
        found += part["items"]
        more = part["next"] and f"/events/{event}/scans?limit=500&cursor={part['next']}"
    return found


def scans_of(page: Page, event: str, guest: dict[str, Any]) -> list[str]:
    """What every scan of a guest was answered, in order."""
    items = all_scans(page, event)
    return [item["outcome"] for item in items if item["guest"] and item["guest"]["id"] == guest["id"]]


def type_code(page: Page, code: str) -> None:
    page.locator("[name=code]").fill(code)
    page.locator("[name=code]").press("Enter")
