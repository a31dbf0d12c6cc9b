"""Somebody without an invitation while the network is away: amber, sealed, sent once, and people look at what does not fit."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.axe import faults as look
from tests.browser.house import House
from tests.browser.phones import Cookies, ask, at_the_door, expected_guest, ready_for_no_network
from tests.browser.test_door_offline import all_sent, recorded, until

KEPT = """async () => {
  const store = await DoorStore.open()
  const rows = (await store.getAll("queue")).filter(({ sealed }) => sealed)
  const text = JSON.stringify(rows.map((row) => ({ ...row, sealed: new TextDecoder().decode(row.sealed) })))
  const key = await store.get("keys", "walk-ins")
  const exported = key && await crypto.subtle.exportKey("raw", key).then(() => true, () => false)
  return { count: rows.length, text, key: Boolean(key), exported }
}"""


def fill(page: Page, name: str, office: str = "Warga Kenanga") -> None:
    page.get_by_text("Walk-in without an invitation").click()
    page.get_by_label("Name with titles").fill(name)
    page.get_by_label("Institution").fill(office)
    page.get_by_label("Female").check()
    page.get_by_role("button", name="Let in", exact=True).click()


def guests(page: Page, event: str, name: str) -> list[dict[str, Any]]:
    items = ask(page, "GET", f"/events/{event}/guests?limit=500")["items"]
    return [guest for guest in items if guest["display_name"] == name]


@pytest.mark.browser
def test_a_walk_in_without_network_outlives_a_reload_sealed_and_is_one_guest(
    house: House, browser: Browser, organiser: Cookies
) -> None:
    with at_the_door(browser, house, organiser) as (context, page, event):
        ready_for_no_network(page)
        context.set_offline(True)
        expect(page.locator("#link")).to_have_text("Offline")
        fill(page, "Wahyu Tanpa Sinyal")
        recorded(page)
        expect(page.locator(".verdict-name")).to_have_text("Wahyu Tanpa Sinyal")
        expect(page.locator(".verdict-why")).to_contain_text("Let in by name")
        expect(page.locator("#latest li").first).to_contain_text("Recorded Wahyu Tanpa Sinyal")
        expect(page.locator("#link")).to_have_text("Offline · 1 unsent")
        assert look(page) == []
        kept = page.evaluate(KEPT)
        assert (kept["count"], kept["key"], kept["exported"]) == (1, True, False)
        assert ("Wahyu" in kept["text"], "Kenanga" in kept["text"]) == (False, False)
        page.reload()
        expect(page.locator("#link")).to_have_text("Offline · 1 unsent")
        context.set_offline(False)
        all_sent(page)
        [guest] = guests(page, event, "Wahyu Tanpa Sinyal")
        assert (guest["walk_in"], guest["institution"]["name"]) == (True, "Warga Kenanga")
        until(page, "async () => !(await (await DoorStore.open()).get('keys', 'walk-ins'))")


@pytest.mark.browser
def test_the_open_page_turns_green_when_the_server_has_written_the_walk_in_down(
    house: House, browser: Browser, organiser: Cookies
) -> None:
    with at_the_door(browser, house, organiser) as (context, page, event):
        ready_for_no_network(page)
        context.set_offline(True)
        page.get_by_text("Walk-in without an invitation").click()
        expect(page.locator("#offices option")).not_to_have_count(0)
        page.get_by_text("Walk-in without an invitation").click()
        fill(page, "Yanti Menyusul")
        recorded(page)
        context.set_offline(False)
        expect(page.locator(".verdict-word")).to_have_text("Welcome")
        all_sent(page)
        assert len(guests(page, event, "Yanti Menyusul")) == 1


@pytest.mark.browser
def test_a_network_that_dies_while_the_form_is_sent_loses_nothing(
    house: House, browser: Browser, organiser: Cookies
) -> None:
    """The page believed itself connected: a form that were sent now would end on the browser's own error page."""
    with at_the_door(browser, house, organiser, service_workers="block") as (_context, page, event):
        away: list[int] = []

        def lost(route: Route) -> None:
            away.append(1)
            route.abort()

        for door in ("**/door/*/count", "**/api/v1/events/*/walk-ins"):
            page.route(door, lost)
        fill(page, "Zaki Terputus")
        recorded(page)
        assert away
        page.unroute_all()
        page.evaluate("() => document.querySelector('door-page').link.beat()")
        all_sent(page)
        assert len(guests(page, event, "Zaki Terputus")) == 1


@pytest.mark.browser
def test_while_connected_the_servers_page_answers_and_asks_about_namesakes(
    house: House, browser: Browser, organiser: Cookies
) -> None:
    with at_the_door(browser, house, organiser) as (_context, page, event):
        expected_guest(page, event, "Umar Bernama Sama")
        fill(page, "Umar Bernama Sama", "Warga Lain")
        page.get_by_role("button", name="Check in this guest").wait_for()
        page.goto(f"{house.url}/door/{event}")
        fill(page, "Vina Langsung")
        expect(page.locator(".verdict-word")).to_have_text("Welcome")


@pytest.mark.browser
def test_who_bears_a_guests_name_is_a_question_that_the_office_settles(
    house: House, browser: Browser, organiser: Cookies
) -> None:
    with at_the_door(browser, house, organiser) as (context, page, event):
        expected_guest(page, event, "Tono Kembar")
        ready_for_no_network(page)
        context.set_offline(True)
        fill(page, "Tono Kembar")
        recorded(page)
        context.set_offline(False)
        all_sent(page)
        page.goto(f"{house.url}/events/{event}/scan-conflicts")
        page.get_by_role("link", name=re.compile("Decide: Tono Kembar")).click()
        expect(page.locator("main")).to_contain_text("bears this guest's name")
        assert look(page) == []
        page.get_by_label("One person").check()
        page.get_by_role("button", name="Keep the decision").click()
        expect(page.locator("main")).to_contain_text("The decision is kept")
        states = {guest["walk_in"]: guest["state"] for guest in guests(page, event, "Tono Kembar")}
        assert states == {True: "cancelled", False: "expected"}


@pytest.mark.browser
def test_a_name_that_the_server_refuses_is_shown_and_not_lost(
    house: House, browser: Browser, organiser: Cookies
) -> None:
    with at_the_door(browser, house, organiser) as (context, page, _event):
        ready_for_no_network(page)
        context.set_offline(True)
        fill(page, "3273012501990001")
        recorded(page)
        context.set_offline(False)
        expect(page.locator("#late h2")).to_have_text("Scans that need a look: 1", timeout=20_000)
        expect(page.locator("#late")).to_contain_text("3273012501990001")
        page.locator("#late").get_by_role("button").click()


@pytest.mark.browser
def test_a_walk_in_is_in_the_file_of_the_last_resort(
    house: House, browser: Browser, organiser: Cookies, tmp_path: Path
) -> None:
    with at_the_door(browser, house, organiser) as (context, page, event):
        ready_for_no_network(page)
        context.set_offline(True)
        fill(page, "Rudi Lewat Berkas")
        recorded(page)
        page.get_by_text("This device", exact=True).click()
        with page.expect_download() as download:
            page.get_by_role("button", name="Export unsent scans").click()
        file = tmp_path / "queue.json"
        download.value.save_as(file)
        assert [one["full_name"] for one in json.loads(file.read_text())["walk_ins"]] == ["Rudi Lewat Berkas"]
        context.set_offline(False)
        all_sent(page)
        page.goto(f"{house.url}/events/{event}/queue-file")
        page.locator("[name=file]").set_input_files(file)
        page.get_by_role("button", name="Bring the scans in").click()
        expect(page.get_by_text("1 scan was brought in.")).to_be_visible()
        assert len(guests(page, event, "Rudi Lewat Berkas")) == 1
