"""Self check-in as a hall does it: a changing code on a screen, phones that read it, a tablet at the entrance."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

from tests.browser.axe import faults
from tests.browser.camera import write_camera
from tests.browser.house import House, chromium
from tests.browser.phones import all_scans, ask, at_the_door, expected_guest

Cookies = list[Any]
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def desk(house: House, browser: Browser, organiser: Cookies) -> Iterator[tuple[Page, str, dict[str, Any]]]:
    """The organiser's page, the event under way, and its code that changes on a screen."""
    with at_the_door(browser, house, organiser) as (_context, page, event):
        found = ask(page, "GET", f"/events/{event}/room-codes")["items"]
        yield page, event, next(one for one in found if one["mode"] == "rotating")


def a_phone(house: House, browser: Browser) -> tuple[BrowserContext, Page]:
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    context.add_cookies([{"name": "lang", "value": "en", "url": house.url}])
    return context, context.new_page()


def here(house: House, link: str) -> str:
    """A link of the product on the address that this test uses, so that one browser keeps one set of cookies."""
    return house.url + urlsplit(link).path


def shown_on(screen: Page) -> str:
    """The six characters, as somebody in the last row reads them."""
    return re.sub("[^0-9A-Z]", "", screen.locator(".room-characters").inner_text().rpartition(":")[2])


def wait_for_another(screen: Page, code: str) -> str:
    """The next code, which comes by itself within a quarter minute."""
    spaced = re.compile(rf"{code[:3]}\s*{code[3:]}")
    expect(screen.locator(".room-characters")).not_to_have_text(spaced, timeout=20_000)
    return shown_on(screen)


@pytest.mark.browser
def test_a_slow_typist_is_taken_after_the_code_has_changed_and_an_old_code_is_refused(
    house: House, browser: Browser, desk: tuple[Page, str, dict[str, Any]]
) -> None:
    page, event, room = desk
    guest = expected_guest(page, event, "Wati Mengetik Pelan")
    projector = browser.new_context(viewport={"width": 1280, "height": 800})
    screen = projector.new_page()
    screen.goto(here(house, room["screen_url"]))
    first = wait_for_another(screen, shown_on(screen))
    slow_context, slow = a_phone(house, browser)
    slow.goto(f"{house.url}/R/{room['address'][-6:]}/{first}")
    expect(slow.locator("h1")).to_have_text("Confirm that you are here")
    assert first not in slow.url
    assert faults(slow) == []
    wait_for_another(screen, wait_for_another(screen, first))
    late_context, late = a_phone(house, browser)
    late.goto(f"{house.url}/R/{room['address'][-6:]}/{first}")
    expect(late.locator(".field-error")).to_contain_text("has been replaced by a newer one")
    assert faults(late) == []
    late.locator("[name=code]").fill(shown_on(screen).lower())
    late.get_by_role("button", name="Continue").click()
    expect(late.locator("h1")).to_have_text("Confirm that you are here")
    slow.locator("[name=short_code]").fill(guest["short_code"])
    slow.locator("form[action$='/short-code'] button").click()
    expect(slow.locator(".verdict-word")).to_have_text("You are marked present")
    expect(slow.locator(".verdict-name")).to_have_text("Wati Mengetik Pelan")
    assert faults(slow) == []
    items = all_scans(page, event)
    mine = [one for one in items if one["guest"] and one["guest"]["id"] == guest["id"]]
    assert [(one["outcome"], one["method"]) for one in mine] == [("admitted", "self")]
    for context in (projector, slow_context, late_context, page.context):
        context.close()


@pytest.mark.browser
def test_the_pass_on_the_phone_confirms_and_looking_at_pages_marks_nobody(
    house: House, browser: Browser, desk: tuple[Page, str, dict[str, Any]]
) -> None:
    page, event, room = desk
    guest = expected_guest(page, event, "Yani Punya Kartu")
    context, phone = a_phone(house, browser)
    phone.goto(here(house, guest["pass_url"]))
    phone.get_by_role("link", name="I am in the room").click()
    screen = browser.new_page()
    screen.goto(here(house, room["screen_url"]))
    phone.locator("[name=code]").fill(shown_on(screen))
    phone.get_by_role("button", name="Continue").click()
    expect(phone.locator(".self-held")).to_contain_text("Yani Punya Kartu")
    attended = all_scans(page, event)
    assert not [one for one in attended if one["guest"] and one["guest"]["id"] == guest["id"]]
    phone.locator(".self-held button").click()
    expect(phone.locator(".verdict-word")).to_have_text("You are marked present")
    for one in (context, screen.context, page.context):
        one.close()


@pytest.mark.browser
def test_a_screen_that_loses_the_server_says_so_and_comes_back(
    house: House, browser: Browser, desk: tuple[Page, str, dict[str, Any]]
) -> None:
    page, _event, room = desk
    context = browser.new_context()
    screen = context.new_page()
    screen.goto(here(house, room["screen_url"]))
    expect(screen.locator(".room-lost")).to_be_hidden()
    context.set_offline(True)
    expect(screen.locator(".room-lost")).to_be_visible(timeout=20_000)
    context.set_offline(False)
    expect(screen.locator(".room-lost")).to_be_hidden(timeout=10_000)
    for one in (context, page.context):
        one.close()


@pytest.mark.browser
@pytest.mark.parametrize("size", [(1280, 720), (1366, 650), (1920, 1080)])
def test_a_projector_shows_all_of_the_screen_without_scrolling(
    house: House, browser: Browser, desk: tuple[Page, str, dict[str, Any]], size: tuple[int, int]
) -> None:
    page, _event, room = desk
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    screen = context.new_page()
    screen.goto(here(house, room["screen_url"]))
    expect(screen.locator(".room-characters")).to_be_visible()
    over = "() => [document.documentElement.scrollHeight - innerHeight, document.documentElement.scrollWidth - innerWidth]"
    assert max(screen.evaluate(over)) <= 0
    for one in (context, page.context):
        one.close()


@pytest.mark.browser
def test_a_tablet_that_lost_its_camera_looks_for_it_by_itself(
    house: House, playwright: Playwright, organiser: Cookies, desk: tuple[Page, str, dict[str, Any]]
) -> None:
    page, event, _room = desk
    arguments = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")
    with chromium(playwright, *arguments) as watching:
        tablet = watching.new_context(viewport={"width": 1024, "height": 768})
        tablet.add_cookies(organiser)
        kiosk = tablet.new_page()
        kiosk.goto(f"{house.url}/door/{event}/kiosk")
        kiosk.locator("[data-camera]").evaluate("button => button.hidden || button.click()")
        kiosk.wait_for_function("() => document.querySelector('video').srcObject")
        kiosk.locator("video").evaluate(
            "({ srcObject }) => srcObject.getVideoTracks()[0].dispatchEvent(new Event('ended'))"
        )
        expect(kiosk.locator(".kiosk-says")).to_have_text("The camera is not available. Type the short code.")
        expect(kiosk.locator("video")).to_be_hidden()
        expect(kiosk.locator("video")).to_be_visible(timeout=20_000)
        expect(kiosk.locator(".kiosk-says")).to_have_text("")
    page.context.close()


@pytest.mark.browser
def test_the_tablet_shows_one_guest_and_forgets_them_by_itself(
    house: House, browser: Browser, organiser: Cookies, desk: tuple[Page, str, dict[str, Any]]
) -> None:
    page, event, _room = desk
    guest = expected_guest(page, event, "Zaenal Lewat Tablet")
    tablet = browser.new_context(viewport={"width": 1024, "height": 768})
    tablet.add_cookies(organiser)
    kiosk = tablet.new_page()
    kiosk.clock.install()
    kiosk.goto(f"{house.url}/door/{event}/kiosk")
    kiosk.locator("[name=code]").fill(guest["short_code"].lower())
    kiosk.locator("[name=code]").press("Enter")
    expect(kiosk.locator(".verdict-name")).to_have_text("Zaenal Lewat Tablet")
    expect(kiosk.locator(".verdict-word")).to_have_text("You are marked present")
    expect(kiosk.locator("[name=code]")).to_have_value("")
    kiosk.clock.run_for(3_500)
    expect(kiosk.locator(".verdict-name")).to_be_visible()
    kiosk.clock.run_for(1_000)
    expect(kiosk.locator("[data-verdict] [data-idle]")).to_be_visible()
    assert "Zaenal" not in kiosk.content()
    kiosk.locator("[name=code]").fill("HALF")
    kiosk.clock.run_for(21_000)
    expect(kiosk.locator("[name=code]")).to_have_value("")
    for one in (tablet, page.context):
        one.close()


@pytest.mark.browser
def test_the_tablet_is_left_only_by_holding_and_speaks_both_languages(
    house: House, browser: Browser, organiser: Cookies, desk: tuple[Page, str, dict[str, Any]]
) -> None:
    page, event, _room = desk
    tablet = browser.new_context(viewport={"width": 1024, "height": 768})
    tablet.add_cookies(organiser)
    kiosk = tablet.new_page()
    kiosk.goto(f"{house.url}/door/{event}/kiosk")
    kiosk.get_by_role("button", name="Bahasa Indonesia").click()
    expect(kiosk.locator("h1")).to_have_text("Presensi di sini")
    ways = [one.get_attribute("href") for one in kiosk.locator("a").all()]
    assert ways == ["#content", f"/door/{event}"]
    way_out = kiosk.locator("hold-link a")
    way_out.click()
    expect(kiosk.locator("hold-link [role=status]")).to_have_text("Tahan selama dua detik")
    assert kiosk.url.endswith("/kiosk")
    way_out.focus()
    kiosk.keyboard.down("Enter")
    kiosk.wait_for_url(f"{house.url}/door/{event}", timeout=8_000)
    for one in (tablet, page.context):
        one.close()


@pytest.mark.browser
def test_the_tablets_camera_reads_a_pass(
    house: House,
    playwright: Playwright,
    organiser: Cookies,
    desk: tuple[Page, str, dict[str, Any]],
    tmp_path: Path,
) -> None:
    page, event, _room = desk
    guest = expected_guest(page, event, "Ayu Lewat Kamera")
    film = write_camera(tmp_path / "pass.mjpeg", guest["pass_url"].upper())
    arguments = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")
    with chromium(playwright, *arguments, f"--use-file-for-fake-video-capture={film}") as watching:
        tablet = watching.new_context(viewport={"width": 1024, "height": 768})
        tablet.add_cookies(organiser)
        kiosk = tablet.new_page()
        kiosk.goto(f"{house.url}/door/{event}/kiosk")
        # It may start by itself, and hide the button between a look and a click.
        kiosk.locator("[data-camera]").evaluate("button => button.hidden || button.click()")
        expect(kiosk.locator(".verdict-name")).to_have_text("Ayu Lewat Kamera", timeout=15_000)
        expect(kiosk.locator(".verdict-word")).to_have_text("You are marked present")
        assert faults(kiosk) == []
        expect(kiosk.locator("[data-verdict] [data-idle]")).to_be_visible(timeout=8_000)
    scans = all_scans(page, event)
    methods = [one["method"] for one in scans if one["guest"] and one["guest"]["id"] == guest["id"]]
    assert methods[0] == "camera"
    page.context.close()
