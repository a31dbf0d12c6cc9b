"""The head at a phone: the link out of a real mail, one tap, and what staff see; then the reason of one who says no."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.house import House, open_house
from tests.browser.phones import phone


def at(**later: float) -> str:
    return (datetime.now(UTC) + timedelta(**later)).isoformat()


def post(api: httpx.Client, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = api.post(path, json=body)
    assert answer.is_success, f"{path}: {answer.status_code} {answer.text}"
    return dict(answer.json())


def promised_in_place(api: httpx.Client, head: str) -> str:
    """A city where somebody came and promised in place of the head: the commitment's id."""
    office = post(api, "institutions", {"name": f"Dinas {head}", "kind": "regional_agency"})["id"]
    facts = {"full_name": "Hj. Mutia Rahman", "email": f"{head}@wakil.example", "position": "Kepala Dinas"}
    post(api, "people", facts | {"institution_id": office, "is_head": True})
    plan = {"title": "Rapat", "kind": "coordination_meeting", "timezone": "Asia/Jakarta"}
    event = post(api, "events", plan | {"starts_at": at(minutes=-30), "ends_at": at(hours=2)})["id"]
    post(api, f"events/{event}/publication", {})
    asked = {"invitees": [{"institution_id": office}], "send": False}
    post(api, f"events/{event}/invitations", asked)
    [row] = api.get(f"events/{event}/invitations").json()["items"]
    token = row["rsvp_url"].rsplit("/", 1)[1]
    people = {"answer": "accepted", "representatives": [{"full_name": "Rudi Wakil"}]}
    assert api.put(f"rsvp/{token}", json=people).is_success
    [row] = api.get(f"events/{event}/invitations").json()["items"]
    action = {"title": "Menyusun jadwal jaga", "deliverable": "Jadwal", "responsible_institution_id": office}
    promise = {
        "institution_id": office,
        "attendance_guest_id": row["guests"][0]["id"],
        "title": "Menjaga posko siang malam",
        "statement": "Kami menjaga posko siang dan malam.",
        "expected_result": "Posko selalu dijaga.",
        "actions": [action | {"due": (datetime.now(UTC) + timedelta(days=60)).date().isoformat()}],
    }
    made = post(api, f"events/{event}/commitments", promise)
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
    told = house.mail.wait_for("ruri@wakil.example", r"/commitments/[0-9a-f-]+/ratification")
    assert re.search(promise, told.group(0))
    page.context.close()
