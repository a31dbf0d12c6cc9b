"""The head at a phone: the link out of a real mail, one tap, and what staff see; then the reason of one who says no."""

import re
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from events_app.database import execute
from tests.browser.house import House, on_database, open_house
from tests.browser.phones import phone
from tests.browser.stand_ins import at, post, stand_in


def promised_in_place(api: httpx.Client, head: str) -> str:
    """Somebody came and promised in place of the head: the commitment's id."""
    came = stand_in(api, head)
    action = {
        "title": "Menyusun jadwal jaga",
        "deliverable": "Jadwal",
        "responsible_institution_id": came.office,
    }
    promise = {
        "institution_id": came.office,
        "attendance_guest_id": came.guest["id"],
        "title": "Menjaga posko siang malam",
        "statement": "Kami menjaga posko siang dan malam.",
        "expected_result": "Posko selalu dijaga.",
        "actions": [action | {"due": at(days=60)[:10]}],
    }
    made = post(api, f"events/{came.event}/commitments", promise)
    post(api, f"commitments/{made['id']}/agreement", {})
    return str(made["id"])


def opened(house: House, browser: Browser, head: str) -> Page:
    """The page of the link in the head's mail, on a phone."""
    link = house.mail.wait_for(f"{head}@wakil.example", r"https?://\S+/ratify/\w+").group(0)
    page = phone(browser, []).new_page()
    page.goto(link)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 360
    return page


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """A city of its own that sends real mail; the demonstration never does."""
    with open_house(demo="0") as running:
        name = ("--email", "ruri@wakil.example", "--name", "Ruri", "--role", "owner")
        running.here.must("user", "add", *name)
        yield running


@pytest.fixture(scope="module")
def api(house: House) -> Iterator[httpx.Client]:
    """A program of the city's owner."""
    with house.api("ruri@wakil.example") as client:
        yield client


@pytest.mark.browser
def test_head_stands_by_a_promise_with_one_tap_on_a_phone(
    house: House, browser: Browser, api: httpx.Client
) -> None:
    promise = promised_in_place(api, "mutia")
    page = opened(house, browser, "mutia")
    expect(page.get_by_role("main")).to_contain_text("Rudi Wakil")
    expect(page.get_by_role("main")).to_contain_text("Menyusun jadwal jaga")
    tap = page.get_by_role("button", name="Saya mengesahkan", exact=True)
    box = tap.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    tap.click()
    expect(page.get_by_role("main")).to_contain_text("Anda mengesahkannya")
    expect(page.locator("[name=outcome]")).to_have_count(0)
    page.get_by_role("button", name="Tarik kembali jawaban saya").click()
    expect(tap).to_be_visible()
    assert api.get(f"commitments/{promise}").json()["ratification"] == "pending"
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 360
    tap.click()
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("Anda mengesahkannya")
    assert api.get(f"commitments/{promise}").json()["ratification"] == "ratified"
    page.context.close()


@pytest.mark.browser
def test_head_says_no_with_a_reason_and_the_promise_is_flagged(
    house: House, browser: Browser, api: httpx.Client
) -> None:
    promise = promised_in_place(api, "hana")
    page = opened(house, browser, "hana")
    page.locator("summary", has_text="Saya tidak mengesahkan").click()
    page.get_by_role("button", name="Saya tidak mengesahkan").click()
    expect(page.locator("#f-note-error")).to_be_visible()
    page.locator("[name=note]").fill("Petugas kami tidak cukup.")
    page.get_by_role("button", name="Saya tidak mengesahkan").click()
    expect(page.get_by_role("main")).to_contain_text("Petugas kami tidak cukup.")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 360
    seen = api.get(f"commitments/{promise}/ratification").json()
    assert (seen["ratification"], seen["answer"]["note"]) == ("declined", "Petugas kami tidak cukup.")
    expect(page.get_by_role("button", name="Tarik kembali jawaban saya")).to_be_visible()
    later = "UPDATE pgqueuer SET execute_after = now() WHERE entrypoint = 'tell_declined'"
    on_database(house, lambda: execute(later))
    told = house.mail.wait_for("ruri@wakil.example", r"/commitments/[0-9a-f-]+/ratification", 60)
    assert re.search(promise, told.group(0))
    page.context.close()
