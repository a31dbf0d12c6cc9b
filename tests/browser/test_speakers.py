"""A speaker answers on a phone: mail, link, topic; the session moves, asked again, declined, and the checklist says so."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.house import House, open_house
from tests.browser.test_every_page import SIZES
from tests.browser.test_registration import holds, json_of

NAME, MAIL = "Dra. Siti Maryam", "siti@kampus.example"


def at(**later: float) -> str:
    return (datetime.now(UTC).replace(microsecond=0) + timedelta(**later)).isoformat()


def a_session(api: httpx.Client) -> tuple[dict[str, Any], dict[str, Any]]:
    """An event in three days whose first hour Siti speaks in."""
    facts = {"title": "Sosialisasi", "kind": "outreach", "timezone": "Asia/Jakarta"}
    event = json_of(
        api.post("/events", json=facts | {"starts_at": at(days=3), "ends_at": at(days=3, hours=4)})
    )
    person = json_of(api.post("/people", json={"full_name": NAME, "email": MAIL}))
    times = {"starts_at": at(days=3), "ends_at": at(days=3, hours=1)}
    plan = {"title": "Pencegahan", "speaker_ids": [person["id"]]} | times
    return event, json_of(api.post(f"/events/{event['id']}/sessions", json=plan))


def ask(api: httpx.Client, event: str) -> None:
    people = [one["person_id"] for one in json_of(api.get(f"/events/{event}/speakers"))["items"]]
    sent = json_of(api.post(f"/events/{event}/speakers/requests", json={"person_ids": people}))
    assert sent["sent"] == 1


def state(api: httpx.Client, event: str) -> str:
    [one] = json_of(api.get(f"/events/{event}/speakers"))["items"]
    return str(one["sessions"][0]["state"])


def opened(browser: Browser, house: House) -> Page:
    context = browser.new_context(viewport=SIZES["phone"], color_scheme="dark")  # type: ignore[arg-type]
    context.add_cookies([{"name": "lang", "value": "en", "url": house.url}])
    return context.new_page()


@pytest.mark.browser
def test_a_speaker_confirms_and_declines_on_a_phone(browser: Browser) -> None:
    with open_house(demo="0") as house:
        house.here.must("user", "add", "--email", "gita@kota.example", "--name", "Gita", "--role", "owner")
        with house.api("gita@kota.example") as api:
            event, session = a_session(api)
            ask(api, event["id"])
            page = opened(browser, house)
            page.goto(house.url + house.mail.wait_for(MAIL, r"/speakers/\w+").group())
            holds(page)
            page.get_by_label("Topic of your talk").fill("Tanda awal")
            page.get_by_label("Yes, I confirm").check()
            page.get_by_role("button", name="Send my answer").click()
            expect(page.get_by_text("Thank you. Your answer is kept.")).to_be_visible()
            assert state(api, event["id"]) == "confirmed"
            moved = {"starts_at": at(days=3, hours=1), "ends_at": at(days=3, hours=2)}
            json_of(api.patch(f"/events/{event['id']}/sessions/{session['id']}", json=moved))
            assert state(api, event["id"]) == "moved"
            ask(api, event["id"])
            page.reload()
            expect(page.get_by_text("Time or room has changed")).to_be_visible()
            holds(page)
            page.get_by_label("No, I cannot").check()
            page.get_by_role("button", name="Send my answer").click()
            expect(page.get_by_text("Please say why.").first).to_be_visible()
            expect(page.get_by_label("Topic of your talk")).to_have_value("Tanda awal")
            page.get_by_label("Reason").fill("Dinas luar")
            page.get_by_role("button", name="Send my answer").click()
            expect(page.get_by_text("Thank you. Your answer is kept.")).to_be_visible()
            assert state(api, event["id"]) == "declined"
            told = json_of(api.post(f"/events/{event['id']}/publication"))
            assert "speaker_declined" in [one["code"] for one in told["warnings"]]
            page.context.close()
