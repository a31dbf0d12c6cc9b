"""Signing on the door's phone: mouse and finger, again only when that is said, a keyboard on paper, and never without network."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.house import House
from tests.browser.phones import Cookies, ask, at_the_door, expected_guest, type_code

Door = tuple[BrowserContext, Page, str]
FIELD = "verdict-extras .signature-field"


@pytest.fixture
def at_door(house: House, browser: Browser, organiser: Cookies) -> Iterator[Door]:
    """A phone at the door of the event that is running."""
    with at_the_door(browser, house, organiser) as found:
        yield found


def _admitted(page: Page, event: str, name: str) -> dict[str, Any]:
    """A guest whom the door has just let in."""
    guest = expected_guest(page, event, name)
    type_code(page, guest["short_code"])
    expect(page.locator(".verdict-name")).to_have_text(name)
    return guest


def _signature(page: Page, event: str, guest: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = ask(page, "GET", f"/events/{event}/guests/{guest['id']}/signature")
    return found


def _draw(page: Page, *, high: float) -> None:
    """A wave with the mouse, in a part of the field."""
    box = page.locator(FIELD).bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + box["height"] * high)
    page.mouse.down()
    for step in range(1, 13):
        wave = high + (0.15 if step % 2 else -0.15)
        page.mouse.move(box["x"] + box["width"] * (0.2 + step * 0.05), box["y"] + box["height"] * wave)
    page.mouse.up()


def _touch(page: Page) -> None:
    """A stroke with a finger, as the browser itself feels it."""
    box = page.locator(FIELD).bounding_box()
    assert box
    session = page.context.new_cdp_session(page)
    places = [
        (box["x"] + box["width"] * (0.1 + n * 0.1), box["y"] + box["height"] * (0.3 + n % 2 * 0.4))
        for n in range(8)
    ]
    session.send(
        "Input.dispatchTouchEvent",
        {"type": "touchStart", "touchPoints": [{"x": x, "y": y} for x, y in places[:1]]},
    )
    for x, y in places[1:]:
        session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": y}]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@pytest.mark.browser
def test_a_guest_signs_on_the_doors_phone(at_door: Door) -> None:
    _context, page, event = at_door
    expect(page.locator("[data-sign]")).to_be_hidden()
    guest = _admitted(page, event, "Rini Menandatangani")
    page.locator("[data-sign]").click()
    expect(page.locator("#signer")).to_have_text("Rini Menandatangani")
    page.locator("verdict-extras button[type=submit]").click()
    expect(page.locator("verdict-extras [data-fault]")).to_contain_text("Sign in the field")
    _draw(page, high=0.5)
    page.locator("[data-clear]").click()
    expect(page.locator(f"{FIELD} polyline")).to_have_count(0)
    _draw(page, high=0.4)
    _touch(page)
    expect(page.locator(f"{FIELD} polyline")).to_have_count(2)
    page.locator("verdict-extras button[type=submit]").click()
    expect(page.locator("[data-done]")).to_have_text("Signed. Thank you.")
    kept = _signature(page, event, guest)["strokes"]
    assert [len(line) >= 5 for line in kept] == [True, True]
    assert all(
        isinstance(number, int) and 0 <= number <= 1000 for line in kept for point in line for number in point
    )
    _again(page)
    assert _signature(page, event, guest)["strokes"] != kept


def _again(page: Page) -> None:
    """A second signature is refused until the replacing of the first is ticked; what was drawn stays meanwhile."""
    page.locator("[data-sign]").click()
    expect(page.locator("[data-replace]")).to_be_hidden()
    _draw(page, high=0.7)
    page.locator("verdict-extras button[type=submit]").click()
    expect(page.locator("verdict-extras [data-fault]")).to_contain_text("has signed already")
    expect(page.locator(f"{FIELD} polyline")).to_have_count(1)
    page.get_by_label("Replace the signature that is there").check()
    page.locator("verdict-extras button[type=submit]").click()
    expect(page.locator("[data-done]")).to_have_text("Signed. Thank you.")


@pytest.mark.browser
def test_a_keyboard_says_that_it_was_signed_on_paper(at_door: Door) -> None:
    _context, page, event = at_door
    guest = _admitted(page, event, "Sari Di Kertas")
    page.locator("[data-sign]").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Signed on paper instead").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("[data-done]")).to_have_text("Signed. Thank you.")
    assert _signature(page, event, guest)["on_paper"] is True
    expect(page.locator("[data-badge]")).to_have_attribute("href", f"/door/{event}/badge/{guest['id']}.pdf")


@pytest.mark.browser
def test_without_network_nothing_is_called_signed(at_door: Door) -> None:
    context, page, event = at_door
    guest = _admitted(page, event, "Tono Tanpa Sinyal")
    page.locator("[data-sign]").click()
    _draw(page, high=0.5)
    context.set_offline(True)
    page.locator("verdict-extras button[type=submit]").click()
    expect(page.locator("verdict-extras [data-fault]")).to_contain_text("Nothing was signed")
    expect(page.locator(f"{FIELD} polyline")).to_have_count(1)
    context.set_offline(False)
    assert _signature(page, event, guest)["code"] == "not_found"
    page.locator("verdict-extras button[type=submit]").click()
    expect(page.locator("[data-done]")).to_have_text("Signed. Thank you.")
