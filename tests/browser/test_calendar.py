"""The month and the week by hand: an entry is dragged, a clash is refused, a notice leads back, the keyboard does it too."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.axe import violations
from tests.browser.house import House

MONDAY = date(2033, 6, 6)
SMALLER = """least => [...document.querySelectorAll("calendar-drag a")].filter((link) => {
  const box = link.getBoundingClientRect()
  return box.width > 1 && box.height > 1 && (box.width < least || box.height < least)
}).map((link) => link.outerHTML)"""


@pytest.fixture(scope="module")
def api(house: House) -> Iterator[httpx.Client]:
    """A program of the demo's owner, which makes what is to be moved."""
    with house.api("owner@lembayung.example") as client:
        yield client


def planned(api: httpx.Client, title: str, day: date, **more: Any) -> dict[str, Any]:
    body = {"title": title, "kind": "workshop", "timezone": "Asia/Jakarta"} | times(day, 9, 11) | more
    made: dict[str, Any] = api.post("/events", json=body).raise_for_status().json()
    return made


def times(day: date, start: int, end: int) -> dict[str, str]:
    return {"starts_at": f"{day}T{start:02}:00:00+07:00", "ends_at": f"{day}T{end:02}:00:00+07:00"}


def opened(browser: Browser, house: House, cookies: list[Any], path: str, **more: Any) -> Page:
    size = {"width": 1280, "height": 900}
    context = browser.new_context(**{"viewport": size, "reduced_motion": "reduce"} | more)
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(house.url + path)
    return page


def entry(page: Page, title: str) -> Locator:
    return page.locator(".cal-entry", has_text=title).first


def drag(page: Page, from_: Locator, to: Locator, down: float = 0.5) -> None:
    """With the mouse, to a share of the target's height."""
    from_.hover(position={"x": 20, "y": 10})
    page.mouse.down()
    to.scroll_into_view_if_needed()
    box = to.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] * down, steps=6)
    expect(page.locator(".cal-ghost")).to_be_visible()
    page.mouse.up()


def _from(one: Locator) -> float:
    box = one.bounding_box()
    assert box is not None
    return box["y"]


def _height(one: Locator) -> float:
    box = one.bounding_box()
    assert box is not None
    return box["height"]


def holds(page: Page) -> None:
    assert not violations(page)
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.browser
def test_drag_in_the_month_and_undo(
    house: House, browser: Browser, organiser: list[Any], api: httpx.Client
) -> None:
    planned(api, "Geser bulan", MONDAY)
    page = opened(browser, house, organiser, f"/calendar/month?month={MONDAY:%Y-%m}")
    holds(page)
    target = MONDAY + timedelta(days=2)
    drag(page, entry(page, "Geser bulan"), page.locator(f"[data-day='{target}']"))
    expect(page.get_by_label("New start")).to_have_value(f"{target}T09:00")
    expect(page.get_by_text("Monday, 6 June 2033, at 09:00–11:00 WIB")).to_be_visible()
    expect(page.get_by_text("Wednesday, 8 June 2033, at 09:00–11:00 WIB")).to_be_visible()
    holds(page)
    page.get_by_role("button", name="Move").click()
    expect(page.locator(f"[data-day='{target}']")).to_contain_text("Geser bulan")
    holds(page)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(f"[data-day='{MONDAY}']")).to_contain_text("Geser bulan")
    page.context.close()


@pytest.mark.browser
def test_drag_a_session_in_the_week_to_a_quarter(
    house: House, browser: Browser, organiser: list[Any], api: httpx.Client
) -> None:
    day = MONDAY + timedelta(days=7)
    event = planned(api, "Geser minggu", day)
    body = {"title": "Bagian pertama"} | times(day, 9, 10)
    api.post(f"/events/{event['id']}/sessions", json=body).raise_for_status()
    page = opened(browser, house, organiser, f"/calendar/week?week={day}")
    holds(page)
    hour = page.locator(f"[data-day='{day + timedelta(days=1)}'] [data-hour='13:00']")
    drag(page, entry(page, "Bagian pertama"), hour, 0.6)
    expect(page.get_by_label("New start")).to_have_value(f"{day + timedelta(days=1)}T13:30")
    page.get_by_role("button", name="Move").click()
    moved = page.locator(f"[data-day='{day + timedelta(days=1)}'] .cal-timed .cal-entry")
    expect(moved).to_contain_text("13:30–14:30 Bagian pertama")
    assert _from(hour) + 0.25 * _height(hour) < _from(moved) < _from(hour) + 0.55 * _height(hour)
    expect(page.locator(f"[data-day='{day}']")).to_contain_text("Geser minggu")
    page.context.close()


@pytest.mark.browser
def test_a_clash_is_said_and_nothing_moves(
    house: House, browser: Browser, organiser: list[Any], api: httpx.Client
) -> None:
    day = MONDAY + timedelta(days=14)
    room = api.post("/rooms", json={"name": "Ruang Bentrok"}).raise_for_status().json()["id"]
    planned(api, "Sudah ada", day, room_id=room)
    planned(api, "Datang kemudian", day + timedelta(days=1), room_id=room)
    page = opened(browser, house, organiser, f"/calendar/month?month={day:%Y-%m}")
    drag(page, entry(page, "Datang kemudian"), page.locator(f"[data-day='{day}']"))
    page.get_by_role("button", name="Move").click()
    expect(page.get_by_role("alert")).to_contain_text("The room is taken then by “Sudah ada”.")
    page.get_by_role("link", name="Back").click()
    expect(page.locator(f"[data-day='{day + timedelta(days=1)}']")).to_contain_text("Datang kemudian")
    page.context.close()


@pytest.mark.browser
def test_the_keyboard_moves_too_and_needs_no_script(
    house: House, browser: Browser, organiser: list[Any], api: httpx.Client
) -> None:
    day = MONDAY + timedelta(days=21)
    planned(api, "Dengan papan ketik", day)
    path = f"/calendar/week?week={day}"
    page = opened(browser, house, organiser, path, java_script_enabled=False)
    entry(page, "Dengan papan ketik").get_by_role("link").first.focus()
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Move: Dengan papan ketik")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.get_by_label("New start").fill(f"{day}T15:45")
    page.get_by_role("button", name="Move").press("Enter")
    moved = page.locator(f"[data-day='{day}'] .cal-timed .cal-entry")
    expect(moved).to_contain_text("15:45–17:45 Dengan papan ketik")
    page.context.close()


@pytest.mark.browser
def test_a_long_press_drags_on_a_phone(
    house: House, browser: Browser, organiser: list[Any], api: httpx.Client
) -> None:
    day = MONDAY + timedelta(days=28)
    planned(api, "Dengan jari", day)
    planned(api, "Tetap di sini", day + timedelta(days=1))
    size = {"width": 360, "height": 740}
    path = f"/calendar/month?month={day:%Y-%m}"
    page = opened(browser, house, organiser, path, viewport=size, has_touch=True, is_mobile=True)
    holds(page)
    start = entry(page, "Dengan jari")
    start.evaluate("one => one.scrollIntoView({ block: 'center' })")
    a = start.bounding_box()
    assert a is not None
    hand = page.context.new_cdp_session(page)

    def touch(kind: str, *points: dict[str, float]) -> None:
        hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    touch("touchStart", {"x": a["x"] + 30, "y": a["y"] + 15})
    page.wait_for_selector(".cal-ghost")
    free = page.locator(f"[data-day='{day + timedelta(days=2)}']")
    for step in range(1, 6):
        end = free.bounding_box()
        assert end is not None, "days on which nothing is on can be dropped on, too"
        middle = end["y"] + end["height"] / 2
        touch("touchMove", {"x": a["x"] + 60, "y": a["y"] + (middle - a["y"]) * step / 5})
    touch("touchEnd")
    expect(page.get_by_label("New start")).to_have_value(f"{day + timedelta(days=2)}T09:00")
    page.context.close()


@pytest.mark.browser
def test_length_and_overlap_are_seen_in_the_week(
    house: House, browser: Browser, organiser: list[Any], api: httpx.Client
) -> None:
    day = MONDAY + timedelta(days=35)
    for title, start, end in (("Panjang", 9, 13), ("Bersamaan", 10, 11), ("Kemudian", 13, 14)):
        planned(api, title, day, **times(day, start, end))
    page = opened(browser, house, organiser, f"/calendar/week?week={day}")
    titles = ("Panjang", "Bersamaan", "Kemudian")
    boxes: dict[str, Any] = {title: entry(page, title).bounding_box() for title in titles}
    assert boxes["Panjang"]["height"] > 2 * boxes["Bersamaan"]["height"]
    assert boxes["Bersamaan"]["x"] >= boxes["Panjang"]["x"] + boxes["Panjang"]["width"]
    assert (
        boxes["Panjang"]["y"] < boxes["Bersamaan"]["y"] < boxes["Panjang"]["y"] + boxes["Panjang"]["height"]
    )
    assert boxes["Kemudian"]["y"] >= boxes["Panjang"]["y"] + boxes["Panjang"]["height"] - 1
    holds(page)
    page.context.close()


@pytest.mark.browser
@pytest.mark.parametrize(("width", "least"), [(1280, 24), (360, 44)])
def test_what_can_be_pressed_is_large_enough(
    house: House, browser: Browser, organiser: list[Any], api: httpx.Client, width: int, least: int
) -> None:
    day = MONDAY + timedelta(days=42)
    for number in range(4):
        planned(api, f"R{number}", day)
    size = {"width": width, "height": 900}
    for view in (f"month?month={day:%Y-%m}", f"week?week={day}"):
        page = opened(browser, house, organiser, f"/calendar/{view}", viewport=size)
        page.locator(".cal-entry:visible").first.hover()
        small = page.evaluate(SMALLER, least)
        assert not small, (view, small)
        page.context.close()
