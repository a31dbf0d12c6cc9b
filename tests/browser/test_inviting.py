"""Before lunch: a pasted list, its columns, a letter, mail, replies read from a mailbox, a seat that moves, a bounce."""

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from icalendar import Calendar
from playwright.sync_api import Browser, Page, expect

from events_app import database, jobs
from events_app.embedded import choose
from tests.browser.house import House, open_house
from tests.browser.test_registration import json_of
from tests.browser.test_season import at_the_desk, start_of
from tests.make_mail import dsn
from tests.make_replies import mailed
from tests.notifications.mailbox.server import ImapServer

AYU, DEWI, RAHMA, LOST = (f"{name}@kota.example" for name in ("ayu", "dewi", "rahma", "tiada"))
RSVP = r"http://\S+/rsvp/\w+"
CELLS = (
    "DAFTAR UNDANGAN\n\nSiapa\tDari mana\tAlamat surel\n"
    f"AYU LESTARI, S.Sos.\tDinas Sosial\t{AYU}\nDewi Anggraini\t\t\nRahma\tLSM Suluh\t{RAHMA}\nTiada\tLSM Lama\t{LOST}\n"
)


@pytest.fixture
def imap(tmp_path: Path) -> Iterator[ImapServer]:
    server = ImapServer(tmp_path)
    server.start()
    yield server
    server.stop()


def _event(house: House, api: Any) -> str:
    """Three seats and a line of those who wait; an institution with two of them, and its letterhead."""
    start = start_of(3)
    facts = {"title": "Diskusi Tematik", "kind": "thematic_discussion", "timezone": "Asia/Jakarta"}
    times = {"starts_at": start.isoformat(), "ends_at": (start + timedelta(hours=3)).isoformat()}
    event = json_of(api.post("/events", json=facts | times | {"capacity": 3, "waiting_list": True}))
    json_of(api.post(f"/events/{event['id']}/publication"))
    json_of(api.put("/letterhead", json={"names": "Pemerintah Kota Lembayung", "town": "Lembayung"}))
    json_of(api.post("/signatories", json={"office": "Sekretaris Daerah", "name": "Ratna Wulandari"}))
    return str(event["id"])


def _list(page: Page, house: House, event: str) -> None:
    """Headings nobody knows are said by hand; a line without an address is left out; the rest is chosen."""
    page.goto(f"{house.url}/imports/people?event={event}")
    page.locator("textarea").fill(CELLS)
    page.locator("form:has(textarea) button.btn-primary").click()
    for place, field in enumerate(("full_name", "institution", "email")):
        page.locator("select[name=fields]").nth(place).select_option(field)
    page.get_by_role("button", name="Read with these columns").click()
    expect(page.get_by_text("Ayu Lestari, S.Sos.", exact=True)).to_be_visible()
    page.get_by_role("row", name="Dewi Anggraini").get_by_role("checkbox").uncheck()
    page.locator("form[action$='/choice'] button[value=commit]").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Whom do you invite?")
    page.locator("button[name=step][value=save]").first.click()
    page.wait_for_url(lambda url: url.endswith("/invitations"))


def _letter(page: Page, house: House, event: str) -> None:
    page.goto(f"{house.url}/events/{event}/letters/new")
    page.get_by_label("One letter each").check()
    page.locator("#f-signatory_id").select_option(index=1)
    page.get_by_role("button", name="Keep the draft").click()
    page.get_by_role("button", name="Issue the letter").click()
    expect(page.get_by_text("Issue the letter")).to_have_count(0)


def _mail_to(house: House, address: str, subject: str) -> EmailMessage:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        for message in list(house.mail.received):
            if address in str(message["To"]) and subject in str(message["Subject"]):
                return message
        time.sleep(0.2)
    raise AssertionError([(str(m["To"]), str(m["Subject"])) for m in house.mail.received])


def _reply(message: EmailMessage, said: str) -> bytes:
    """What a calendar program sends back for the entry that came with an invitation (RFC 5546 3.2.3)."""
    part = next(one for one in message.walk() if one.get_content_type() == "text/calendar")
    calendar: Any = Calendar.from_ical(part.get_payload(decode=True))  # type: ignore[arg-type]
    calendar["METHOD"] = "REPLY"
    [entry] = calendar.walk("VEVENT")
    entry["ATTENDEE"].params["PARTSTAT"] = said
    organiser = str(entry["ORGANIZER"]).removeprefix("mailto:")
    return mailed(calendar.to_ical(), to=organiser)


def _answer(browser: Browser, house: House, link: str, *, name: str = "", said: str = "accepted") -> Page:
    context = browser.new_context()
    context.add_cookies([{"name": "lang", "value": "en", "url": house.url}])
    page = context.new_page()
    page.goto(link)
    if name:
        page.locator("[name='representatives.0.full_name']").fill(name)
        page.locator("repeat-rows [data-add]").click()
        expect(page.locator("repeat-rows [data-add]")).to_be_hidden()  # two seats, two rows
    if said == "declined":
        page.locator("details:has(button[value=declined]) > summary").click()
    page.locator(f"button[name=answer][value={said}]").click()
    return page


def _look(house: House) -> None:
    """The clock looks into the mailbox every minute; the walk does not wait for it, the worker does the same job."""

    async def leave_the_job() -> None:
        await database.connect(choose(house.here.folder / "var").dsn, size=1)
        try:
            async with database.transaction():
                await jobs.enqueue("poll_mailbox", {})
        finally:
            await database.disconnect()

    with ThreadPoolExecutor(1) as elsewhere:  # this thread belongs to the browser's own loop
        elsewhere.submit(lambda: asyncio.run(leave_the_job())).result()


def _states(api: Any, event: str) -> dict[str, str]:
    rows = json_of(api.get(f"/events/{event}/invitations"))["items"]
    return {row["id"]: row["state"] for row in rows}


def _wait(holds: Any, seconds: float = 40) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.2)


@pytest.mark.browser
def test_from_a_pasted_list_to_who_comes(browser: Browser, imap: ImapServer) -> None:
    with (
        open_house(demo="0", EVENTS_IMAP_URL=imap.url) as house,
        at_the_desk(house, browser) as page,
        house.api("gita@kota.example") as api,
    ):
        event = _event(house, api)
        facts = {"name": "Kelurahan Kenanga", "kind": "village", "email": DEWI}
        office = json_of(api.post("/institutions", json=facts))
        _look(house)  # what lies in the mailbox from here on is news
        _list(page, house, event)
        invite = {"invitees": [{"institution_id": office["id"], "seats": 2}], "send": False}
        json_of(api.post(f"/events/{event}/invitations", json=invite))
        _letter(page, house, event)
        page.goto(f"{house.url}/events/{event}/invitations")
        page.get_by_role("button", name="Send 4 drafts").click()
        asked = _mail_to(house, AYU, "Diskusi Tematik")
        assert any(part.get_content_type() == "application/pdf" for part in asked.walk())
        lost = _mail_to(house, LOST, "Diskusi Tematik")
        imap.put(_reply(asked, "ACCEPTED"), dsn(UUID(office["id"]), to=LOST, named=str(lost["Message-ID"])))
        _look(house)
        link = house.mail.wait_for(DEWI, RSVP).group(0)
        seen = _answer(browser, house, link, name="Wulan Sari")
        expect(seen.get_by_role("heading", name="Wulan Sari")).to_be_visible()
        _wait(lambda: sorted(_states(api, event).values()).count("accepted") == 2)
        assert imap.unread() == 0

        waiting = _answer(browser, house, house.mail.wait_for(RAHMA, RSVP).group(0))
        expect(waiting.get_by_role("heading", name="Anda ada dalam daftar tunggu")).to_be_visible()
        _answer(browser, house, link, said="declined")
        house.mail.wait_for(RAHMA, r"http://\S+/T/\w+")
        _wait(lambda: "waitlisted" not in _states(api, event).values())

        page.goto(f"{house.url}/mailbox?show=addresses")
        expect(page.get_by_role("row", name=LOST)).to_contain_text("user unknown")
        page.goto(f"{house.url}/events/{event}/guests")
        for name, here in (("Ayu Lestari", True), ("Rahma", True), ("Dewi Anggraini", False)):
            expect(page.get_by_role("row", name=name)).to_have_count(1 if here else 0)
