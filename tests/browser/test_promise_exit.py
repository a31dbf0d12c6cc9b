"""At the exit with a phone: the screen's code and one's pass, a promise, a correction; then the secretariat's inbox."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.house import House
from tests.browser.phones import ask, expected_guest, phone

Cookies = list[Any]


def scan(page: Page, event: str, code: str) -> None:
    at = page.evaluate("() => new Date().toISOString()")
    made = {"id": page.evaluate("() => crypto.randomUUID()"), "code": code, "scanned_at": at}
    answer = ask(page, "POST", f"/events/{event}/scans", {"scans": [made]})
    assert answer["results"][0]["outcome"] == "admitted", answer


@pytest.mark.browser
def test_a_promise_goes_from_a_phone_at_the_exit_into_the_inbox(
    house: House, browser: Browser, organiser: Cookies, secretariat: Cookies
) -> None:
    office = browser.new_context()
    office.add_cookies(organiser)
    page = office.new_page()
    page.goto(f"{house.url}/events")
    event = ask(page, "GET", "/events?state=in_progress")["items"][0]["id"]
    guest = expected_guest(page, event, "Nadia Keluar")
    scan(page, event, guest["short_code"])
    office.clear_cookies()
    office.add_cookies(secretariat)
    page.goto(f"{house.url}/events/{event}/promise-exit/screen")
    code = re.sub(r"\s", "", page.locator(".room-characters").inner_text().split(":")[-1])
    address = page.locator(".room-address").inner_text()

    walker = phone(browser, [])
    hand = walker.new_page()
    hand.goto(f"{house.url}/X/{address.rpartition('/')[2]}/{code}")
    expect(hand).to_have_url(re.compile(r"/X/\w{6}$"))
    assert hand.evaluate("() => document.documentElement.scrollWidth") <= 360
    hand.locator("[name=text]").fill("Kami menjaga pintu terminal.")
    hand.locator("[name=due]").fill("besok lusa")
    hand.locator("[name=short_code]").fill(guest["short_code"].lower())
    hand.get_by_role("button", name="Kirim komitmen").click()
    expect(hand.locator("#f-due-error")).to_be_visible()
    expect(hand.locator("[name=text]")).to_have_value("Kami menjaga pintu terminal.")
    hand.locator("[name=due]").fill("31/12")
    hand.get_by_role("button", name="Kirim komitmen").click()
    sent = hand.locator(".exit-sent")
    expect(sent).to_contain_text("Kami menjaga pintu terminal.")
    sent.locator("summary").click()
    sent.locator("[name=text]").fill("Kami menjaga dua pintu terminal.")
    sent.get_by_role("button", name="Simpan").click()
    expect(sent).to_contain_text("dua pintu")
    assert hand.evaluate("() => document.documentElement.scrollWidth") <= 360

    page.goto(f"{house.url}/events/{event}/promise-exit")
    line = page.locator(".captured-line", has_text="Kami menjaga dua pintu terminal.")
    expect(line).to_contain_text("Nadia Keluar")
    expect(line).to_contain_text("From the exit")
    line.locator("[name=institution_id]").select_option(index=1)
    line.get_by_role("button", name="Accept as a draft").click()
    expect(page).to_have_url(re.compile("/commitments/[0-9a-f-]+$"))
    expect(page.get_by_role("main")).to_contain_text("Kami menjaga dua pintu terminal.")
    hand.reload()
    expect(sent).to_contain_text("Sekretariat sudah membacanya.")
    office.close()
    walker.close()
