"""Minutes in browsers: two who write the same note at once, a lost network, a reload."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.house import House
from tests.browser.phones import Cookies, ask

SEEN = 5_000
"""Milliseconds in which others see what was typed: two, and the machine's own slowness."""


@pytest.fixture
def minutes(house: House, browser: Browser, organiser: Cookies) -> str:
    """The minutes of an event of its own."""
    context = browser.new_context()
    context.add_cookies(organiser)
    page = context.new_page()
    page.goto(house.url)
    body = {
        "title": "Rapat yang ditulis berdua",
        "kind": "coordination_meeting",
        "timezone": "Asia/Jakarta",
        "starts_at": "2027-03-01T09:00:00+07:00",
        "ends_at": "2027-03-01T11:00:00+07:00",
    }
    event = ask(page, "POST", "/events", body)
    ask(page, "POST", f"/events/{event['id']}/agenda-items", {"title": "Posko", "minutes": 30})
    context.close()
    return f"{house.url}/events/{event['id']}/minutes"


@contextmanager
def opened(browser: Browser, cookies: Cookies, address: str) -> Iterator[Page]:
    context = browser.new_context()
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(address)
    expect(page.locator("[data-live]")).to_have_text("What others write appears here by itself.")
    yield page
    context.close()


@pytest.mark.browser
def test_two_write_the_same_note_at_once_and_no_word_is_lost(
    browser: Browser, minutes: str, secretariat: Cookies, head: Cookies
) -> None:
    with (
        opened(browser, secretariat, minutes) as dewi,
        opened(browser, head, minutes) as fitri,
    ):
        name = "Notes: Posko"
        dewi.get_by_role("textbox", name=name).fill("Awal rapat.\nAkhir rapat.")
        expect(fitri.get_by_role("textbox", name=name)).to_have_value(
            "Awal rapat.\nAkhir rapat.", timeout=SEEN
        )
        first, second = [f"satu{n}" for n in range(12)], [f"dua{n}" for n in range(12)]
        place(dewi.get_by_role("textbox", name=name), 11)
        fitri.get_by_role("textbox", name=name).press("Control+End")
        for mine, theirs in zip(first, second, strict=True):
            dewi.keyboard.type(f" {mine}", delay=15)
            fitri.keyboard.type(f" {theirs}", delay=15)
        expect(
            dewi.locator("shared-note[data-now=saved], shared-note[data-now=joined]").first
        ).to_be_visible()
        expect(fitri.get_by_role("textbox", name=name)).to_have_value(
            dewi_text := settled(dewi, name), timeout=SEEN
        )
        assert all(f"{word}" in dewi_text for word in (*first, *second))
        assert dewi_text.startswith("Awal rapat. satu0")


@pytest.mark.browser
def test_what_is_typed_without_a_network_survives_a_reload_and_arrives(
    browser: Browser, minutes: str, secretariat: Cookies, head: Cookies
) -> None:
    with (
        opened(browser, secretariat, minutes) as dewi,
        opened(browser, head, minutes) as fitri,
    ):
        note = dewi.get_by_role("textbox", name="How it was opened")
        dewi.route("**/minutes/texts", lambda route: route.abort())
        note.fill("Dibuka tanpa jaringan.")
        expect(dewi.get_by_text("What you typed is kept on this device")).to_be_visible()
        fitri.get_by_role("textbox", name="How it was opened").fill("Dibuka oleh wali kota.")
        expect(note).to_have_value("Dibuka tanpa jaringan.")
        dewi.reload()
        expect(note).to_have_value("Dibuka tanpa jaringan.")
        dewi.unroute("**/minutes/texts")
        for words in ("Dibuka tanpa jaringan.", "Dibuka oleh wali kota."):
            expect(fitri.get_by_role("textbox", name="How it was opened")).to_have_value(
                containing(words), timeout=20_000
            )
        assert (
            dewi.evaluate("() => Object.keys(localStorage).filter((key) => key.startsWith('minutes:'))") == []
        )


@pytest.mark.browser
def test_a_decision_of_one_appears_at_the_other(
    browser: Browser, minutes: str, secretariat: Cookies, head: Cookies
) -> None:
    with (
        opened(browser, secretariat, minutes) as dewi,
        opened(browser, head, minutes) as fitri,
    ):
        dewi.get_by_role("textbox", name="Add a decision").first.fill("Membuka posko.")
        dewi.get_by_role("button", name="Add a decision: Posko").click()
        expect(fitri.get_by_text("Membuka posko.")).to_be_visible(timeout=SEEN)
        expect(fitri.locator(".alert-danger")).to_have_count(0)


@pytest.mark.browser
def test_finalised_corrected_and_finalised_again(
    browser: Browser, minutes: str, secretariat: Cookies, head: Cookies
) -> None:
    with opened(browser, secretariat, minutes) as dewi, opened(browser, head, minutes) as fitri:
        dewi.get_by_role("textbox", name="How it was closed").fill("Ditutup pukul dua belas.")
        expect(fitri.get_by_role("textbox", name="How it was closed")).to_have_value(
            "Ditutup pukul dua belas."
        )
        fitri.get_by_role("link", name="Finalise the minutes").click()
        fitri.get_by_role("button", name="Finalise", exact=True).click()
        expect(fitri.get_by_role("heading", name="Minutes, version 1")).to_be_visible()
        dewi.get_by_role("textbox", name="How it was closed").fill("Ditutup pukul satu.")
        expect(dewi.get_by_text("The chair can begin a correction.")).to_be_visible()
        fitri.get_by_text("Begin a correction").click()
        fitri.get_by_label("What has to be corrected").fill("Jam keliru.")
        fitri.get_by_role("button", name="Write the minutes again").click()
        expect(fitri.get_by_text("Correction: Jam keliru.")).to_be_visible()
        dewi.get_by_role("button", name="Save: How it was closed").click()
        expect(fitri.get_by_role("textbox", name="How it was closed")).to_have_value("Ditutup pukul satu.")
        fitri.get_by_role("link", name="Finalise the minutes").click()
        fitri.get_by_role("button", name="Finalise", exact=True).click()
        expect(fitri.get_by_role("heading", name="Minutes, version 2")).to_be_visible()
        expect(fitri.locator(".minutes-diff .added")).to_contain_text("Ditutup pukul satu.")
        fitri.get_by_role("link", name="Version 1").click()
        expect(fitri.get_by_text("A newer version took its place")).to_be_visible()
        expect(fitri.get_by_text("Ditutup pukul dua belas.")).to_be_visible()


def place(area: Any, at: int) -> None:
    area.evaluate("(area, at) => { area.focus(); area.setSelectionRange(at, at) }", at)


def settled(page: Page, name: str) -> str:
    """The text once it stands still."""
    area = page.get_by_role("textbox", name=name)
    before = ""
    for _turn in range(20):
        page.wait_for_timeout(1_500)
        if (now := area.input_value()) == before:
            return now
        before = now
    raise AssertionError(f"never still: {before}")


def containing(words: str) -> Any:
    return re.compile(f"{re.escape(words)}")
