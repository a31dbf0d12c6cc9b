"""The live board in a browser: it follows the door by itself, by a stream or by asking, and stops when it should."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.house import House
from tests.browser.phones import Cookies, ask, at_the_door, expected_guest

Door = tuple[BrowserContext, Page, str]
PRESENT = ".board-figures .stat-value >> nth=0"


@pytest.fixture
def at_door(house: House, browser: Browser, organiser: Cookies) -> Iterator[Door]:
    """A phone at the door of the event that is running."""
    with at_the_door(browser, house, organiser) as found:
        yield found


def scan(page: Page, event: str, guest: dict[str, Any]) -> None:
    at = page.evaluate("() => new Date().toISOString()")
    made = {"id": page.evaluate("() => crypto.randomUUID()"), "code": guest["short_code"], "scanned_at": at}
    answer = ask(page, "POST", f"/events/{event}/scans", {"scans": [made]})
    assert answer["results"][0]["outcome"] == "admitted", answer


def present(page: Page) -> int:
    return int(re.match(r"\d+", page.locator(PRESENT).inner_text()).group())  # type: ignore[union-attr]


@pytest.mark.browser
def test_a_scan_changes_the_board_before_it_would_ask_and_without_a_reload(
    house: House, browser: Browser, organiser: Cookies, at_door: Door
) -> None:
    context, door, event = at_door
    guest = expected_guest(door, event, "Wulan Papan")
    board = context.new_page()
    board.goto(f"{house.url}/events/{event}/board")
    expect(board.locator("[data-state]")).to_have_text("Live")
    before = present(board)
    board.evaluate("() => { window.same = true }")
    board.locator(".board-arrivals summary").click()
    scan(door, event, guest)
    expect(board.locator(PRESENT)).to_have_text(re.compile(rf"^{before + 1}\b"), timeout=4_500)
    assert board.evaluate("() => window.same")
    assert board.locator(".board-arrivals details").evaluate("one => one.open")


@pytest.mark.browser
def test_where_no_stream_gets_through_the_board_asks_by_itself(
    house: House, browser: Browser, organiser: Cookies, at_door: Door
) -> None:
    context, door, event = at_door
    guest = expected_guest(door, event, "Xena Tanpa Aliran")
    board = context.new_page()

    def no_stream(route: Route) -> None:
        wanted = "text/event-stream" in (route.request.headers.get("accept") or "")
        route.abort() if wanted else route.continue_()

    board.route("**/board/live**", no_stream)
    board.goto(f"{house.url}/events/{event}/board/stage")
    expect(board.locator("[data-state]")).to_have_text("Renewed every five seconds")
    before = present(board)
    scan(door, event, guest)
    expect(board.locator(PRESENT)).to_have_text(re.compile(rf"^{before + 1}\b"), timeout=20_000)
    board.unroute("**/board/live**")
    board.route("**/board/live**", lambda route: route.abort())
    expect(board.locator("[data-state]")).to_contain_text("The server does not answer.", timeout=20_000)


@pytest.mark.browser
def test_a_screen_needs_no_login_and_says_when_it_is_revoked(
    house: House, browser: Browser, organiser: Cookies, at_door: Door
) -> None:
    _context, door, event = at_door
    made = ask(door, "POST", f"/events/{event}/screens", {"name": "Panggung uji"})
    nobody = browser.new_context(viewport={"width": 1920, "height": 1080}, color_scheme="light")
    screen = nobody.new_page()
    screen.goto(house.url + "/screen/" + made["url"].rpartition("/")[2])
    expect(screen.locator("[data-state]")).to_have_text("Langsung")
    assert screen.evaluate("() => document.documentElement.scrollHeight") <= 1080
    screen.get_by_role("link", name="Gelap").click()
    expect(screen.locator("html")).to_have_attribute("data-bs-theme", "dark")
    guest = expected_guest(door, event, "Yuni Panggung")
    before = present(screen)
    scan(door, event, guest)
    expect(screen.locator(PRESENT)).to_have_text(re.compile(rf"^{before + 1}\b"), timeout=4_500)
    expect(screen.locator("body")).not_to_contain_text("Yuni Panggung")
    door.goto(f"{house.url}/events/{event}/screens")
    door.get_by_role("button", name="Revoke: Panggung uji").click()
    door.get_by_role("dialog").get_by_role("button", name="Yes, continue").click()
    expect(screen.locator("[data-state]")).to_contain_text("Papan ini berakhir", timeout=10_000)
    nobody.close()


@pytest.mark.browser
def test_the_board_can_be_read_and_its_session_chosen_without_scripts(
    house: House, browser: Browser, organiser: Cookies, at_door: Door
) -> None:
    _context, _door, event = at_door
    plain = browser.new_context(java_script_enabled=False)
    plain.add_cookies(organiser)
    page = plain.new_page()
    page.goto(f"{house.url}/events/{event}/board")
    expect(page.get_by_role("link", name="Load again")).to_be_visible()
    page.get_by_label("Session", exact=True).select_option(index=1)
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("session_id="))
    expect(page.locator(PRESENT)).to_have_text(re.compile(r"^0\b"))
    plain.close()
