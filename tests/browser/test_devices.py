"""A phone is paired by the code on the organiser's screen, works the door without an account, and is revoked."""

import io
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.browser.house import House
from tests.browser.phones import ask, expected_guest, type_code
from tests.browser.test_every_page import SIZES

TURNED_AWAY = re.compile("This phone was revoked|may not work this door now")
PULSE = """async (event) => {
  const headers = {"content-type": "application/json", "x-csrf": document.querySelector("meta[name=csrf]").content}
  const body = JSON.stringify({unsent: 3, battery: 15})
  return (await fetch(`/door/${event}/pulse`, {method: "POST", headers, body})).status
}"""


@pytest.fixture
def desk(house: House, browser: Browser, organiser: list[Any]) -> Page:
    """The organiser's screen."""
    context = browser.new_context(viewport=SIZES["desktop"])  # type: ignore[arg-type]
    context.add_cookies(organiser)
    page = context.new_page()
    page.goto(f"{house.url}/events")
    return page


@pytest.fixture
def event(desk: Page) -> str:
    """The event that is running."""
    running: str = ask(desk, "GET", "/events?state=in_progress")["items"][0]["id"]
    return running


def make(
    desk: Page,
    house: House,
    event: str,
    name: str,
    level: str = "Scan passes and add walk-ins",
    session: str = "",
) -> str:
    """Makes a device as the organiser does; the address that its code says."""
    desk.goto(f"{house.url}/events/{event}/devices")
    if not desk.get_by_label("Name of the device").is_visible():  # an event's first stands unfolded
        desk.get_by_text("Pair a phone", exact=True).click()
    desk.get_by_label("Name of the device").fill(name)
    desk.get_by_label("Gate").fill("North gate")
    desk.get_by_label(level, exact=True).check()
    if session:
        desk.get_by_label("Session").select_option(label=session)
    desk.get_by_role("button", name="Show the code").click()
    drawn = Image.open(io.BytesIO(desk.locator(".qr svg").screenshot()))
    [code] = zxingcpp.read_barcodes(drawn)
    return house.url + urlsplit(code.text).path  # the code names the public address, which is this one


def phone(house: House, browser: Browser) -> Page:
    """A phone on which nobody has ever signed in."""
    context = browser.new_context(viewport=SIZES["phone"])  # type: ignore[arg-type]
    context.add_cookies([{"name": "lang", "value": "en", "url": house.url}])
    return context.new_page()


def pair(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_role("button", name="Pair this phone").click()


@pytest.mark.browser
def test_a_paired_phone_scans_without_an_account_until_it_is_revoked(
    house: House, browser: Browser, desk: Page, event: str
) -> None:
    link = make(desk, house, event, "Phone of Wulan")
    expect(desk.get_by_role("timer")).to_contain_text("min")
    door = phone(house, browser)
    pair(door, link)
    expect(door).to_have_url(f"{house.url}/door/{event}")
    expect(desk.get_by_text("This phone is paired and may work the door.")).to_be_visible(timeout=15_000)
    expect(door.get_by_role("navigation", name="Main navigation")).to_have_count(0)

    first, second = (expected_guest(desk, event, f"Tamu Perangkat {one}") for one in ("Satu", "Dua"))
    type_code(door, first["short_code"])
    expect(door.locator(".verdict-word")).to_have_text("Welcome")
    expect(door.locator(".verdict-name")).to_have_text("Tamu Perangkat Satu")
    assert door.evaluate(PULSE, event) == 204

    desk.goto(f"{house.url}/events/{event}/devices")
    row = desk.get_by_role("row").filter(has_text="Phone of Wulan")
    expect(row).to_contain_text("3 scans not sent")
    expect(row).to_contain_text("15%, charge it soon")
    row.get_by_role("button", name="Revoke").click()
    desk.get_by_role("button", name="Yes, continue").click()
    expect(row).to_contain_text("Revoked")
    type_code(door, second["short_code"])
    expect(door.get_by_text(TURNED_AWAY).first).to_be_visible(timeout=15_000)
    door.goto(f"{house.url}/door/{event}")
    expect(door.locator("h1")).to_have_text("This phone is not paired any more")
    door.goto(f"{house.url}/events")
    expect(door).to_have_url(f"{house.url}/login?next=/events")


@pytest.mark.browser
def test_a_phone_that_only_scans_works_the_door_with_its_script(
    house: House, browser: Browser, desk: Page, event: str
) -> None:
    """It is shown no form for walk-ins; everything else is there, also without a network."""
    guest = expected_guest(desk, event, "Gita Hanya Pindai")
    door = phone(house, browser)
    pair(door, make(desk, house, event, "Phone that scans", "Scan passes"))
    expect(door.locator("door-page[data-ready]")).to_be_visible()
    expect(door.get_by_text("Walk-in without an invitation")).to_have_count(0)
    door.context.set_offline(True)
    type_code(door, guest["short_code"])
    expect(door.locator(".verdict-word")).to_have_text("Recorded")
    door.context.set_offline(False)
    expect(door.locator(".verdict-word")).to_have_text("Welcome")
    door.context.close()


@pytest.mark.browser
def test_a_link_that_was_used_pairs_nobody_else(
    house: House, browser: Browser, desk: Page, event: str
) -> None:
    link = make(desk, house, event, "Phone of Yoga")
    pair(phone(house, browser), link)
    late = phone(house, browser)
    late.goto(link)
    expect(late.get_by_text("This code was used")).to_be_visible()
    late.goto(f"{house.url}/door/{event}")
    expect(late).to_have_url(f"{house.url}/login?next=/door/{event}")


@pytest.mark.browser
def test_two_phones_without_a_network_are_a_question_that_the_office_settles(
    house: House, desk: Page, event: str
) -> None:
    guest = expected_guest(desk, event, "Tamu Dua Pintu")
    for n, (door, minute) in enumerate((("Gate A", "01"), ("Gate B", "04"))):
        scan = {"id": f"00000000-0000-4000-8000-00000000abc{n}", "code": guest["short_code"], "offline": True}
        moment = desk.evaluate("(ago) => new Date(Date.now() - ago * 60000).toISOString()", 10 - int(minute))
        ask(
            desk, "POST", f"/events/{event}/scans", {"device": door, "scans": [scan | {"scanned_at": moment}]}
        )
    desk.goto(f"{house.url}/events/{event}/attendance")
    desk.get_by_role("link", name="Scans to look at").click()
    desk.get_by_role("link", name="Decide: Tamu Dua Pintu").click()
    expect(desk.locator(".card").nth(0)).to_contain_text("Gate A")
    expect(desk.locator(".card").nth(1)).to_contain_text("Gate B")
    desk.get_by_role("button", name="Keep the decision").click()
    expect(desk.locator(".field-error")).to_be_visible()
    desk.get_by_label("Two persons with one pass").check()
    desk.get_by_label("Name of the second person").fill("Rina Ikut Masuk")
    desk.get_by_label("Note").fill("Came with her sister's pass")
    desk.get_by_role("button", name="Keep the decision").click()
    settled = desk.get_by_role("row").filter(has_text="Tamu Dua Pintu")
    expect(settled).to_contain_text("Two persons with one pass")
    expect(settled).to_contain_text("Came with her sister's pass")
    desk.goto(f"{house.url}/events/{event}/attendance")
    expect(desk.get_by_role("row").filter(has_text="Rina Ikut Masuk")).to_have_count(1)


@pytest.mark.browser
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_code_and_the_phones_yes_hold(
    house: House, browser: Browser, desk: Page, event: str, theme: str, size: str
) -> None:
    link = make(desk, house, event, f"Phone {theme} {size}")
    looked: list[tuple[str, Callable[[], Page]]] = [
        ("the code", lambda: desk),
        ("the yes", lambda: phone(house, browser)),
    ]
    for name, which in looked:
        page = which()
        page.context.add_cookies([{"name": "theme", "value": theme, "url": house.url}])
        page.set_viewport_size(SIZES[size])  # type: ignore[arg-type]
        page.reload() if name == "the code" else page.goto(link)
        found = violations(page)
        assert not found, f"{name}: {found[0]['id']} {found[0]['nodes'][0]['html'][:200]}"
        assert page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth") <= 0, name


@pytest.mark.browser
def test_a_phone_whose_session_was_cancelled_still_works_and_says_so(
    house: House, browser: Browser, desk: Page
) -> None:
    """Its script runs whole: the queue, the network, a verdict; and walk-ins are let in to the event."""
    now = datetime.now(UTC)
    times = {"starts_at": now.isoformat(), "ends_at": (now + timedelta(hours=2)).isoformat()}
    facts = {"title": "Rapat satu sesi", "kind": "outreach", "timezone": "Asia/Jakarta"}
    event = ask(desk, "POST", "/events", facts | times)["id"]
    ask(desk, "POST", f"/events/{event}/publication", {})
    session = ask(desk, "POST", f"/events/{event}/sessions", {"title": "Sesi yang batal"} | times)
    link = make(desk, house, event, "Phone of a room", session="Sesi yang batal")
    ask(desk, "DELETE", f"/events/{event}/sessions/{session['id']}")
    guest = expected_guest(desk, event, "Gita Sesi Batal")
    door = phone(house, browser)
    faults: list[str] = []
    door.on("pageerror", lambda fault: faults.append(str(fault)))
    pair(door, link)
    expect(door.locator("door-page[data-ready]")).to_be_visible()
    expect(door.locator("#way")).to_have_text("Coming in · Session cancelled")
    expect(door.locator("#door-warnings")).to_contain_text("The session of this phone was cancelled")
    type_code(door, guest["short_code"])
    expect(door.locator(".verdict-word")).to_have_text("Not admitted")
    door.locator("summary:has-text('Walk-in')").click()
    door.get_by_label("Name with titles").fill("Tamu Sesi Batal")
    door.get_by_role("button", name="Let in").click()
    expect(door.locator(".verdict-word")).to_have_text("Welcome")
    assert violations(door) == []
    assert faults == []
    door.context.close()
