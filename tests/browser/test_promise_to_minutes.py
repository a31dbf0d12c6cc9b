"""The whole life of one promise in a browser, from the exit of one meeting into the minutes of the next."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from events_app.commitments.reminding import actions as reminding
from tests.browser.house import House, employed, on_database, open_house
from tests.browser.phones import ask, phone
from tests.browser.stand_ins import StandIn, at, post, stand_in

SAID = "Kami memasang papan pengaduan di tiga pasar."
DONE = "Papan terpasang di tiga pasar."


def scan(api: httpx.Client, came: StandIn) -> None:
    made = {"id": str(uuid4()), "code": came.guest["short_code"], "scanned_at": at()}
    [result] = post(api, f"events/{came.event}/scans", {"scans": [made]})["results"]
    assert result["outcome"] == "admitted", result


class Walk:
    """One page whose visitor changes, and a phone; each step finds what the one before left."""

    def __init__(self, house: House, browser: Browser, staff: dict[str, list[Any]], came: StandIn) -> None:
        self.house, self.staff, self.came, self.event = house, staff, came, came.event
        self.page = browser.new_context().new_page()
        self.hand = phone(browser, []).new_page()
        self.commitment = self.action = self.owner_url = ""

    def be(self, role: str) -> Page:
        self.page.context.clear_cookies()
        self.page.context.add_cookies(self.staff[role])
        return self.page

    def go(self, role: str, path: str) -> Page:
        page = self.be(role)
        page.goto(self.house.url + path)
        return page

    def close(self) -> None:
        for page in (self.page, self.hand):
            page.context.close()


def said_at_the_exit(walk: Walk) -> None:
    page = walk.go("secretariat", f"/events/{walk.event}/promise-exit")
    page.get_by_role("button", name="Open the exit").click()
    page.get_by_role("link", name="Screen for the exit").click()
    code = re.sub(r"\s", "", page.locator(".room-characters").inner_text().split(":")[-1])
    address = page.locator(".room-address").inner_text()
    walk.hand.goto(f"{walk.house.url}/X/{address.rpartition('/')[2]}/{code}")
    walk.hand.locator("[name=text]").fill(SAID)
    walk.hand.locator("[name=short_code]").fill(walk.came.guest["short_code"])
    walk.hand.get_by_role("button", name="Kirim komitmen").click()
    expect(walk.hand.locator(".exit-sent")).to_contain_text(SAID)


def made_a_clear_draft(walk: Walk, due: date) -> None:
    """Accepted from the inbox; the hints go away field by field as they are heeded."""
    page = walk.go("secretariat", f"/events/{walk.event}/promise-exit")
    line = page.locator(".captured-line", has_text=SAID)
    line.get_by_role("button", name="Accept as a draft").click()
    expect(page).to_have_url(re.compile("/commitments/[0-9a-f-]+$"))
    walk.commitment = page.url.rpartition("/")[2]
    expect(page.get_by_text("Say what will be different for people.")).to_be_visible()
    page.goto(f"{walk.house.url}/commitments/{walk.commitment}/edit")
    expect(page.locator("#f-expected_result-advice")).to_be_visible()
    page.locator("[name=expected_result]").fill("Pedagang dapat mengadu di pasarnya.")
    page.locator('[name="actions.0.title"]').fill("Pasang papan pengaduan")
    page.locator('[name="actions.0.deliverable"]').fill("Foto tiga papan")
    page.locator('[name="actions.0.due"]').fill(due.isoformat())
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_text("Say what will be different for people.")).to_have_count(0)


def agreed_by_the_chair(walk: Walk) -> None:
    page = walk.go("chair", f"/events/{walk.event}/commitments")
    page.get_by_role("link", name="Agree drafts").click()
    row = page.locator("tr", has=page.locator(f"[href='/commitments/{walk.commitment}']"))
    row.locator("[name=commitment_ids]").check()
    page.get_by_role("button", name="Agree those chosen").click()
    expect(page.get_by_text("1 draft is agreed")).to_be_visible()
    found = ask(page, "GET", f"/commitments/{walk.commitment}")
    assert found["state"] == "agreed"
    assert found["ratification"] == "pending"
    walk.action = found["actions"][0]["id"]


def ratified_by_the_head(walk: Walk) -> None:
    """The link out of the head's own mailbox, one tap on the phone."""
    link = walk.house.mail.wait_for(walk.came.mailbox, r"https?://\S+/ratify/\w+").group(0)
    walk.hand.goto(link)
    expect(walk.hand.get_by_role("main")).to_contain_text("Rudi Wakil")
    walk.hand.get_by_role("button", name="Saya mengesahkan", exact=True).click()
    expect(walk.hand.get_by_role("main")).to_contain_text("Anda mengesahkannya")
    found = ask(walk.go("secretariat", "/events"), "GET", f"/commitments/{walk.commitment}")
    assert found["ratification"] == "ratified"


def reminded_by_the_clock(walk: Walk, day: date) -> None:
    """The run of eight o'clock of a coming day, on the very database that is served."""

    moment = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
    on_database(walk.house, lambda: reminding.remind_due(moment))
    page = walk.go("secretariat", "/reminders/sent")
    heard = ask(page, "GET", f"/actions/{walk.action}")["ref"]
    digests = ask(page, "GET", "/reminder-digests?limit=500")["items"]
    rules = [
        one["rule"]
        for digest in digests
        for one in ask(page, "GET", f"/reminder-digests/{digest['id']}/items")["items"]
        if one["ref"] == heard
    ]
    assert rules == ["H-7"]
    link = r"https?://\S+/p/\w+"
    walk.owner_url = walk.house.mail.wait_for(walk.came.mailbox, link, of="Pasang papan pengaduan").group(0)


def proved_by_phone(walk: Walk, statement: str) -> None:
    hand = walk.hand
    hand.goto(walk.owner_url)
    hand.locator("summary", has_text="Ajukan dengan bukti dukung").click()
    hand.locator("[name=statement]").fill(statement)
    hand.locator("#f-submit-links").fill("https://pasar.example/foto")
    hand.get_by_role("button", name="Ajukan untuk diverifikasi").click()
    expect(hand.get_by_role("main")).to_contain_text(statement)
    assert hand.evaluate("() => document.documentElement.scrollWidth") <= 360


def judged(walk: Walk, verdict: str, reason: str) -> None:
    page = walk.go("verifier", f"/actions/{walk.action}")
    page.locator(f"[name=verdict][value={verdict}]").check()
    page.locator("[name=reason]").first.fill(reason)
    page.get_by_role("button", name="Give the verdict").click()
    expect(page).to_have_url(re.compile("/verifications$"))


def carried_to_the_next_meeting(walk: Walk) -> str:
    """The next meeting names this one as the one before it, and reviews what is still open."""
    page = walk.go("organiser", "/events")
    start = datetime.now(UTC) + timedelta(days=60)
    plan = {"title": "Rapat lanjutan", "kind": "coordination_meeting", "timezone": "Asia/Jakarta"}
    hours = {"starts_at": start.isoformat(), "ends_at": (start + timedelta(hours=2)).isoformat()}
    following: str = ask(page, "POST", "/events", plan | hours)["id"]
    page = walk.go("secretariat", f"/events/{following}/minutes/review")
    ask(page, "PUT", f"/events/{following}/previous-meeting", {"previous_id": walk.event})
    review = {"decision": "continue", "discussed": True, "note": "Tinggal diverifikasi.", "row_version": 0}
    ask(page, "PUT", f"/events/{following}/reviews/{walk.action}", review)
    return following


def working_day(after: int) -> date:
    day = datetime.now(UTC).date() + timedelta(days=after)
    return day + timedelta(days=max(0, 8 - day.isoweekday()) if day.isoweekday() > 5 else 0)


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """A city of its own that sends real mail; the demonstration never does."""
    with open_house(demo="0") as running:
        yield running


@pytest.mark.browser
def test_a_promise_from_the_exit_to_the_minutes_of_the_next_meeting(house: House, browser: Browser) -> None:
    roles = ("owner", "organiser", "secretariat", "chair", "verifier")
    staff = {role: employed(house, browser, role) for role in roles}
    with house.api("organiser@kantor.example") as api:
        came = stand_in(api, "mutia")
        scan(api, came)
    walk, morning = Walk(house, browser, staff, came), working_day(3)
    said_at_the_exit(walk)
    made_a_clear_draft(walk, due=morning + timedelta(days=7))
    agreed_by_the_chair(walk)
    ratified_by_the_head(walk)
    reminded_by_the_clock(walk, morning)
    proved_by_phone(walk, "Baru dua pasar.")
    judged(walk, "returned", "Satu pasar belum ada papannya.")
    walk.hand.goto(walk.owner_url)
    expect(walk.hand.get_by_role("main")).to_contain_text("Satu pasar belum ada papannya.")
    proved_by_phone(walk, DONE)
    following = carried_to_the_next_meeting(walk)
    judged(walk, "accepted", "Tiga foto, tiga pasar.")
    walk.hand.goto(walk.owner_url)
    expect(walk.hand.get_by_role("main")).to_contain_text("Verifikator menyatakan sesuai")
    minutes: Any = walk.go("secretariat", f"/events/{following}/minutes")
    expect(minutes.get_by_role("main")).to_contain_text("Pasang papan pengaduan")
    expect(minutes.get_by_role("main")).to_contain_text("Completed")
    walk.close()
