"""The door page when things go wrong: lost answers, no network, no camera, a hasty finger."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Route, expect

from events_app import qr
from tests.browser.house import House, chromium

ASK = """async ([method, path, body]) => {
  const headers = {"content-type": "application/json", "x-csrf": document.querySelector("meta[name=csrf]").content}
  const answer = await fetch(path, {method, headers, body: body ? JSON.stringify(body) : undefined})
  return answer.json()
}"""
Cookies = list[Any]


def ask(page: Page, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
    """The API, with the page's own session."""
    return page.evaluate(ASK, [method, f"/api/v1{path}", body])


def at_the_door(browser: Browser, house: House, organiser: Cookies) -> tuple[BrowserContext, Page, str]:
    """A phone at the door of the event that is running, and the event's id."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    context.add_cookies(organiser)
    page = context.new_page()
    page.goto(f"{house.url}/events")
    running = ask(page, "GET", "/events?state=in_progress")["items"][0]["id"]
    page.goto(f"{house.url}/door/{running}")
    return context, page, running


def expected_guest(page: Page, event: str, name: str) -> dict[str, Any]:
    guest: dict[str, Any] = ask(page, "POST", f"/events/{event}/guests", {"full_name": name})
    return guest


def scans_of(page: Page, event: str, guest: dict[str, Any]) -> list[str]:
    items = ask(page, "GET", f"/events/{event}/scans?limit=500")["items"]
    return [item["outcome"] for item in items if item["guest"] and item["guest"]["id"] == guest["id"]]


def type_code(page: Page, code: str) -> None:
    page.locator("[name=code]").fill(code)
    page.locator("[name=code]").press("Enter")


@pytest.mark.browser
def test_a_scan_without_network_waits_visibly_and_is_sent_once(
    house: House, browser: Browser, organiser: Cookies
) -> None:
    context, page, event = at_the_door(browser, house, organiser)
    guest = expected_guest(page, event, "Rini Tanpa Sinyal")
    context.set_offline(True)
    type_code(page, guest["short_code"])
    expect(page.locator("#unsent")).to_be_visible()
    expect(page.locator(".verdict-word")).to_have_text("Not sent yet")
    expect(page.locator("#verdict")).not_to_have_class(re.compile("tone-ok"))
    context.set_offline(False)
    expect(page.locator(".verdict-word")).to_have_text("Welcome", timeout=10_000)
    expect(page.locator("#unsent")).to_be_hidden()
    assert scans_of(page, event, guest) == ["admitted"]
    context.close()


@pytest.mark.browser
def test_a_lost_answer_is_asked_for_again_under_the_same_id(
    house: House, browser: Browser, organiser: Cookies
) -> None:
    context, page, event = at_the_door(browser, house, organiser)
    guest = expected_guest(page, event, "Sari Jawaban Hilang")
    lost: list[int] = []

    def lose_the_first(route: Route) -> None:
        if route.request.method != "POST" or lost:
            route.continue_()
            return
        lost.append(route.fetch().status)
        route.abort()

    page.route("**/api/v1/events/*/scans", lose_the_first)
    type_code(page, guest["short_code"])
    expect(page.locator(".verdict-word")).to_have_text("Welcome", timeout=10_000)
    assert lost == [200]
    assert scans_of(page, event, guest) == ["admitted"]
    context.close()


@pytest.mark.browser
def test_undo_takes_a_scan_back_without_leaving_the_page(
    house: House, browser: Browser, organiser: Cookies
) -> None:
    context, page, event = at_the_door(browser, house, organiser)
    guest = expected_guest(page, event, "Tono Salah Pindai")
    before = int(page.locator("#present").inner_text())
    type_code(page, guest["short_code"])
    expect(page.locator("#present")).to_have_text(str(before + 1))
    page.evaluate("() => { window.same = true }")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".verdict-why")).to_contain_text("Taken back")
    expect(page.locator("#present")).to_have_text(str(before))
    expect(page.locator("#latest li").first).to_contain_text("undone")
    assert page.evaluate("() => window.same")
    type_code(page, guest["short_code"])
    expect(page.locator(".verdict-word")).to_have_text("Welcome")
    context.close()


@pytest.mark.browser
def test_a_refused_camera_says_what_still_works_and_a_photo_is_read(
    house: House, playwright: Playwright, organiser: Cookies, tmp_path: Path
) -> None:
    with chromium(playwright, "--use-fake-device-for-media-stream") as browser:
        _context, page, event = at_the_door(browser, house, organiser)
        page.locator("[data-camera]").click()
        expect(page.locator(".door-camera-says")).to_contain_text("type the code")
        guest = expected_guest(page, event, "Umi Lewat Foto")
        photo = tmp_path / "pass.png"
        photo.write_bytes(qr.png(guest["pass_url"].upper()))
        page.locator("[data-photo]").set_input_files(photo)
        expect(page.locator(".verdict-name")).to_have_text("Umi Lewat Foto", timeout=15_000)
        expect(page.locator(".verdict-word")).to_have_text("Welcome")


@pytest.mark.browser
def test_the_door_works_without_scripts(house: House, browser: Browser, organiser: Cookies) -> None:
    context, page, event = at_the_door(browser, house, organiser)
    guest = expected_guest(page, event, "Vina Tanpa Skrip")
    plain = browser.new_context(java_script_enabled=False)
    plain.add_cookies(organiser)
    bare = plain.new_page()
    bare.goto(f"{house.url}/door/{event}")
    type_code(bare, guest["short_code"])
    expect(bare.locator(".verdict-word")).to_have_text("Welcome")
    expect(bare.locator(".verdict-name")).to_have_text("Vina Tanpa Skrip")
    plain.close()
    context.close()
