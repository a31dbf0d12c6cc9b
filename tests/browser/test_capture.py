"""Capturing in a browser: three keys a line, without a network, by two people at once, with what follows from it."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.house import House
from tests.browser.phones import ask

Cookies = list[Any]
LINES = "[data-lines] > [data-line]"


@pytest.fixture
def desk(browser: Browser, secretariat: Cookies) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_cookies(secretariat)
    yield context
    context.close()


def opened(context: BrowserContext, house: House) -> tuple[Page, str]:
    """The capture page of the event that is running."""
    page = context.new_page()
    page.goto(f"{house.url}/events")
    event = ask(page, "GET", "/events?state=in_progress")["items"][0]["id"]
    page.goto(f"{house.url}/events/{event}/capture")
    expect(page.locator("[data-state]")).to_have_text("Live")
    return page, event


@pytest.mark.browser
def test_a_line_takes_letters_and_three_keys_and_the_other_sees_it_within_two_seconds(
    house: House, desk: BrowserContext
) -> None:
    page, _event = opened(desk, house)
    other, _same = opened(desk, house)
    before = page.locator(LINES).count()
    page.bring_to_front()
    box = page.get_by_role("combobox", name="Who speaks")
    expect(box).to_be_focused()
    page.keyboard.type("dinas")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_label("What is promised")).to_be_focused()
    page.keyboard.type("Kami membuka posko <b>pengaduan</b>.")
    page.keyboard.press("Control+Enter")
    expect(other.locator(LINES).first).to_contain_text("posko <b>pengaduan</b>", timeout=2_000)
    expect(page.locator(LINES)).to_have_count(before + 1)
    doing = page.get_by_label("What will be there to see")
    expect(doing).to_be_focused()
    page.keyboard.type("SK posko")
    page.keyboard.press("Tab")
    page.keyboard.type("kapan")
    page.keyboard.press("Enter")
    expect(page.locator(".capture-inline [data-fault]")).to_contain_text("This is not a day")
    page.get_by_label("Due").fill("+30")
    page.keyboard.press("Enter")
    expect(page.locator(".capture-inline li")).to_contain_text("SK posko")
    page.keyboard.press("Escape")
    expect(page.locator(LINES).first).to_contain_text("SK posko")
    expect(other.locator(LINES).first).to_contain_text("SK posko", timeout=3_000)
    page.locator(LINES).first.get_by_role("link", name="Change or take back").click()
    page.get_by_role("button", name="Take back").first.click()
    expect(other.locator(LINES)).to_have_count(before, timeout=3_000)
    expect(page.get_by_label("What is promised")).to_have_value("Kami membuka posko <b>pengaduan</b>.")


@pytest.mark.browser
def test_nothing_typed_is_lost_without_a_network_or_by_a_reload(house: House, desk: BrowserContext) -> None:
    page, event = opened(desk, house)
    before = page.locator(LINES).count()
    box = page.get_by_role("combobox", name="Who speaks")
    box.fill("polres")
    page.keyboard.press("Enter")
    page.route("**/captured-lines", lambda route: route.abort())
    for text in ("Tanpa jaringan satu.", "Tanpa jaringan dua."):
        page.get_by_label("What is promised").fill(text)
        page.keyboard.press("Enter")
    expect(page.locator("li[data-unsent]")).to_have_count(2)
    page.get_by_label("What is promised").fill("Belum selesai diketik")
    page.reload()
    expect(page.locator("li[data-unsent]")).to_have_count(2)
    expect(page.get_by_label("What is promised")).to_have_value("Belum selesai diketik")
    page.unroute("**/captured-lines")
    expect(page.locator("li[data-unsent]")).to_have_count(0, timeout=20_000)
    expect(page.locator(LINES)).to_have_count(before + 2)
    lines = ask(page, "GET", f"/events/{event}/captured-lines")["items"]
    assert [one["text"] for one in lines[:2]] == ["Tanpa jaringan dua.", "Tanpa jaringan satu."]
    kept = page.evaluate("() => JSON.stringify({...localStorage})")
    assert "Tanpa jaringan" not in json.dumps(kept)


@pytest.mark.browser
def test_the_wall_follows_in_large_letters_without_names(
    house: House, browser: Browser, desk: BrowserContext
) -> None:
    page, event = opened(desk, house)
    wall = ask(page, "POST", f"/events/{event}/promise-walls", {"name": "Panggung"})
    nobody = browser.new_context(viewport={"width": 1920, "height": 1080}, color_scheme="light")
    screen = nobody.new_page()
    screen.goto(house.url + "/wall/" + wall["url"].rpartition("/")[2])
    expect(screen.locator("[data-state]")).to_have_text("Langsung")
    box = page.get_by_role("combobox", name="Who speaks")
    box.press("ArrowDown")
    box.press("Enter")
    speaker = box.input_value().split(",")[0]
    page.get_by_label("What is promised").fill("Kami melatih dua puluh petugas.")
    page.keyboard.press("Enter")
    expect(screen.locator(".wall-text").first).to_have_text("Kami melatih dua puluh petugas.", timeout=3_000)
    expect(screen.locator("body")).not_to_contain_text(speaker)
    screen.get_by_role("link", name="Gelap").click()
    expect(screen.locator("html")).to_have_attribute("data-bs-theme", "dark")
    nobody.close()


@pytest.mark.browser
def test_without_scripts_the_page_is_a_form(house: House, browser: Browser, secretariat: Cookies) -> None:
    plain = browser.new_context(java_script_enabled=False)
    plain.add_cookies(secretariat)
    page = plain.new_page()
    page.goto(f"{house.url}/events?state=in_progress")
    with_script = browser.new_context()
    with_script.add_cookies(secretariat)
    _page, event = opened(with_script, house)
    with_script.close()
    page.goto(f"{house.url}/events/{event}/capture")
    page.get_by_label("Who speaks").select_option(index=1)
    page.get_by_label("What is promised").fill("Tanpa skrip pun tersimpan.")
    page.get_by_role("button", name="Capture", exact=True).click()
    expect(page.locator(LINES).first).to_contain_text("Tanpa skrip pun tersimpan.")
    plain.close()
