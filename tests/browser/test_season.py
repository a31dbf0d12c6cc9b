"""A season by hand: template, series, a clash refused, a free room taken, a release read in a calendar, the end."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from icalendar import Calendar
from playwright.sync_api import Browser, Page, expect

from tests.browser.house import House, open_house
from tests.browser.test_registration import json_of

OFFICE = "dinsos@kota.example"


@dataclass
class Agenda:
    """A calendar program as RFC 5546 wants it: the higher SEQUENCE wins, CANCEL takes the entry away."""

    read: int = 0
    entries: dict[str, Any] = field(default_factory=dict)
    seen: dict[str, tuple[int, str]] = field(default_factory=dict)

    def take(self, messages: list[EmailMessage]) -> None:
        for message in messages[self.read :]:
            for part in message.walk():
                if part.get_content_type() == "text/calendar" and OFFICE in str(message["To"]):
                    self._apply(str(part.get_param("method")), part.get_payload(decode=True))
        self.read = len(messages)

    def _apply(self, method: str, file: Any) -> None:
        calendar: Any = Calendar.from_ical(file)
        assert str(calendar["method"]) == method
        [entry] = calendar.walk("VEVENT")
        uid, mark = str(entry["uid"]), (int(entry["sequence"]), method)
        if self.seen.get(uid, (-1, ""))[0] > mark[0]:
            return
        self.seen[uid] = mark
        if method == "CANCEL":
            self.entries.pop(uid, None)
        else:
            self.entries[uid] = entry

    def wait(self, house: House, holds: Any) -> None:
        """Until what has arrived makes it so."""
        deadline = time.monotonic() + 40
        while time.monotonic() < deadline:
            self.take(list(house.mail.received))
            if holds(self):
                return
            time.sleep(0.2)
        raise AssertionError(self.seen)


@contextmanager
def at_the_desk(house: House, browser: Browser) -> Iterator[Page]:
    """The owner of a new organisation, signed in and reading English."""
    added = house.here.must(
        "user", "add", "--email", "gita@kota.example", "--name", "Gita", "--role", "owner"
    )
    context = browser.new_context()
    page = context.new_page()
    page.goto(house.url + added[added.index("/login/") :].split()[0])
    page.locator("form[action^='/login/'] button").click()
    page.wait_for_url(lambda url: "/login/" not in url)
    context.add_cookies([{"name": "lang", "value": "en", "url": house.url}])
    yield page
    context.close()


def start_of(weeks: int) -> datetime:
    """Nine in the morning in Jakarta on a Tuesday that many weeks ahead."""
    today = datetime.now(UTC).replace(hour=2, minute=0, second=0, microsecond=0)
    return today + timedelta(days=7 * weeks + (1 - today.weekday()))


def typed(moment: datetime) -> str:
    return (moment + timedelta(hours=7)).strftime("%Y-%m-%dT%H:%M")


def _season(page: Page, house: House, event: str, first: datetime) -> str:
    """A template of the event, two dates of it, the first of them; its id."""
    page.goto(f"{house.url}/events/{event}")
    page.get_by_role("link", name="Do it again").click()
    page.get_by_label("Name of the template").fill("Rapat gugus tugas")
    page.get_by_role("button", name="Keep as a template").click()
    page.get_by_role("link", name="Make a series").click()
    page.get_by_label("First start").fill(typed(first))
    page.get_by_label("How many").fill("2")
    page.get_by_role("button", name="Show the dates").click()
    page.get_by_role("button", name="Make the series").click()
    expect(page.locator("tbody tr")).to_have_count(2)
    page.locator("tbody tr").first.get_by_role("link").click()
    return page.url.rpartition("/")[2]


def _clash(page: Page, house: House, first: datetime) -> None:
    """Another event wants the room then: refused, and the free one is a press away."""
    page.goto(f"{house.url}/events/new")
    page.get_by_label("Title").fill("Rapat lain")
    page.locator("#f-starts_at").fill(typed(first))
    page.locator("#f-ends_at").fill(typed(first + timedelta(hours=2)))
    page.locator("#f-room_id").select_option(label="Aula (100)")
    page.get_by_role("button", name="Keep as a draft").click()
    expect(page.locator("#f-room_id-error")).to_contain_text("taken then by “Rapat”")
    page.get_by_role("button", name="Kenanga (80)").click()
    expect(page.get_by_text("The draft is kept.")).to_be_visible()


def _release(page: Page, house: House, event: str) -> None:
    page.goto(f"{house.url}/events/{event}")
    page.get_by_role("link", name="Look and release").click()
    expect(page.get_by_text("New time:")).to_be_visible()
    page.get_by_role("button", name="Release, and look at the messages").click()
    page.get_by_role("button", name="Send the ticked messages").click()
    expect(page.get_by_text("1 message is on its way.")).to_be_visible()


@pytest.mark.browser
def test_a_season_from_its_template_to_a_calendar_that_is_empty_again(browser: Browser) -> None:
    first = start_of(3)
    with open_house(demo="0") as house, at_the_desk(house, browser) as page:
        with house.api("gita@kota.example") as api:
            rooms = [
                json_of(api.post("/rooms", json={"name": name, "capacity": seats}))["id"]
                for name, seats in (("Aula", 100), ("Kenanga", 80))
            ]
            facts = {"title": "Rapat", "kind": "coordination_meeting", "timezone": "Asia/Jakarta"}
            times = {
                "starts_at": start_of(2).isoformat(),
                "ends_at": (start_of(2) + timedelta(hours=2)).isoformat(),
            }
            model = json_of(api.post("/events", json=facts | times | {"room_id": rooms[0]}))["id"]
            event = _season(page, house, model, first)
            _clash(page, house, first)
            json_of(api.post(f"/events/{event}/publication"))
            office = {"name": "Dinas Sosial", "kind": "regional_agency", "email": OFFICE}
            asked = [{"institution_id": json_of(api.post("/institutions", json=office))["id"]}]
            json_of(api.post(f"/events/{event}/invitations", json={"invitees": asked, "send": True}))
        agenda = Agenda()
        agenda.wait(house, lambda it: [one["dtstart"].dt for one in it.entries.values()] == [first])
        page.goto(f"{house.url}/events/{event}/edit")
        later = first + timedelta(hours=3)
        page.locator("#f-starts_at").fill(typed(later))
        page.locator("#f-ends_at").fill(typed(later + timedelta(hours=2)))
        page.get_by_role("button", name="Save").click()
        _release(page, house, event)
        house.mail.wait_for(OFFICE, r"Waktu baru")
        agenda.wait(house, lambda it: [one["dtstart"].dt for one in it.entries.values()] == [later])
        page.goto(f"{house.url}/events/{event}")
        page.get_by_text("Cancel the event").click()
        page.get_by_label("Why it is cancelled").fill("Gedung diperbaiki")
        page.get_by_role("button", name="Cancel for good").click()
        expect(page.get_by_text("The event is cancelled.")).to_be_visible()
        agenda.wait(house, lambda it: not it.entries and [one[1] for one in it.seen.values()] == ["CANCEL"])
