"""A session moves: the organiser sees the difference, releases it, and the invited read of it in their mail."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.axe import violations
from tests.browser.house import open_house
from tests.browser.test_registration import json_of


@pytest.mark.browser
def test_a_moved_session_is_released_and_read_of(browser: Browser) -> None:
    with open_house(demo="0") as house:
        link = house.here.must(
            "user", "add", "--email", "gita@kota.example", "--name", "Gita", "--role", "owner"
        )
        start = datetime.now(UTC).replace(microsecond=0) + timedelta(days=5)
        times: dict[str, Any] = {
            "starts_at": start.isoformat(),
            "ends_at": (start + timedelta(hours=3)).isoformat(),
        }
        with house.api("gita@kota.example") as api:
            facts = {"title": "Diskusi", "kind": "workshop", "timezone": "Asia/Jakarta"} | times
            event = json_of(api.post("/events", json=facts))["id"]
            facts = {"title": "Paparan", **times}
            session = json_of(api.post(f"/events/{event}/sessions", json=facts))["id"]
            json_of(api.post(f"/events/{event}/publication"))
            office = {"name": "Dinas Sosial", "kind": "regional_agency", "email": "dinsos@x.example"}
            asked = [{"institution_id": json_of(api.post("/institutions", json=office))["id"]}]
            json_of(api.post(f"/events/{event}/invitations", json={"invitees": asked, "send": True}))
            later = {"starts_at": (start + timedelta(hours=1)).isoformat()}
            json_of(api.patch(f"/events/{event}/sessions/{session}", json=later))
        context = browser.new_context()
        page = context.new_page()
        page.goto(house.url + link[link.index("/login/") :].split()[0])
        page.locator("form[action^='/login/'] button").click()
        page.wait_for_url(lambda url: "/login/" not in url)
        context.add_cookies([{"name": "lang", "value": "en", "url": house.url}])
        page.goto(f"{house.url}/events/{event}")
        page.get_by_role("link", name="Look and release").click()
        expect(page.get_by_text("Session “Paparan” moved")).to_be_visible()
        assert not violations(page)
        page.get_by_label("Note").fill("Narasumber datang lebih siang.")
        page.get_by_role("button", name="Release, and look at the messages").click()
        expect(page.get_by_label("Dinas Sosial")).to_be_checked()
        assert not violations(page)
        page.get_by_role("button", name="Send the ticked messages").click()
        expect(page.get_by_text("1 message is on its way.")).to_be_visible()
        house.mail.wait_for("dinsos@x.example", r"Sesi “Paparan” berpindah waktu")
        context.close()
