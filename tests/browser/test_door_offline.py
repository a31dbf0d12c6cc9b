"""The door without a network: recorded and never green, sent once, readable to nobody, gone at closing."""

import json
import re
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.axe import faults as look
from tests.browser.house import House
from tests.browser.phones import (
    LISTED,
    Cookies,
    all_scans,
    ask,
    at_the_door,
    expected_guest,
    open_door,
    phone,
    ready_for_no_network,
    scans_of,
    type_code,
)
from tests.commands.running import COMMAND

KEPT = """async (event) => {
  const store = await DoorStore.open()
  const [snapshot, key] = [await store.get("snapshot", event), await store.get("keys", event)]
  const bytes = snapshot ? new TextDecoder().decode(snapshot.sealed) : ""
  const exported = key && await crypto.subtle.exportKey("raw", key).then(() => true, () => false)
  return { sealed: bytes.length, readable: bytes.includes("display_name"), key: Boolean(key), exported }
}"""
SHELLS = """async () => {
  const shells = await caches.open("door-shells")
  return Promise.all((await shells.keys()).map(async (one) => [one.url, await (await shells.match(one)).text()]))
}"""
LISTEN = """{
  const asked = window.fetch
  window.posted = []
  window.fetch = (address, how) => {
    if (String(address).endsWith("/scans") && how?.body) window.posted.push(JSON.parse(how.body).scans.map(({ id }) => id))
    return asked(address, how)
  }
}"""
KEEPS_NOTHING = """{
  const refuse = () => { throw new DOMException("", "SecurityError") }
  Object.defineProperty(window, "indexedDB", { value: { open: refuse } })
  for (const name of ["localStorage", "caches"]) Object.defineProperty(window, name, { get: refuse })
  navigator.locks.request = async () => refuse()
}"""
MANY = """async ([event, count]) => {
  const at = Date.now()
  const rows = [...Array(count).keys()].map((n) => ({
    id: crypto.randomUUID(), event, device: "Gerbang", code: `NOBODY${n}`, method: "camera", direction: "in", session_id: null,
    same: String(n), device_at: at + n, skew: 0, sure: true, late: true, again: false, before: null }))
  for (const row of rows) await DoorQueue.add(row)
  return rows.map(({ id }) => id)
}"""


def recorded(page: Page) -> None:
    expect(page.locator(".verdict-word")).to_have_text("Recorded")
    expect(page.locator("#verdict")).to_have_class(re.compile("tone-warn"))
    expect(page.locator("#verdict")).not_to_have_class(re.compile("tone-ok"))


def until(page: Page, question: str) -> None:
    """Waits for a promise of yes; the browser's own waiting takes a promise itself for one."""
    deadline = time.monotonic() + 20
    while not page.evaluate(question):
        assert time.monotonic() < deadline, question
        page.wait_for_timeout(50)


def all_sent(page: Page) -> None:
    until(page, "async () => (await DoorQueue.all()).length === 0")
    expect(page.locator("#link")).to_have_text("Connected", timeout=20_000)


def ids_of(page: Page, event: str) -> list[str]:
    """The ids of every scan that the server has."""
    return [item["id"] for item in all_scans(page, event)]


@pytest.mark.browser
def test_scans_without_network_outlive_a_reload_and_reach_the_server_once(
    house: House, browser: Browser, organiser: Cookies
) -> None:
    with at_the_door(browser, house, organiser) as (context, page, event):
        rini, sari = (
            expected_guest(page, event, "Rini Tanpa Sinyal"),
            expected_guest(page, event, "Sari Juga"),
        )
        ready_for_no_network(page)
        context.set_offline(True)
        type_code(page, rini["short_code"])
        recorded(page)
        expect(page.locator(".verdict-name")).to_have_text("Rini Tanpa Sinyal")
        page.reload()
        expect(page.locator("#link")).to_have_text("Offline · 1 unsent")
        type_code(page, sari["pass_url"])
        recorded(page)
        expect(page.locator(".verdict-name")).to_have_text("Sari Juga")
        type_code(page, sari["short_code"])
        expect(page.locator("#link")).to_have_text("Offline · 3 unsent")
        type_code(page, "ZZZZ9999")
        expect(page.locator(".verdict-why")).to_contain_text("To be checked")
        context.set_offline(False)
        all_sent(page)
        expect(page.locator("#late h2")).to_have_text("Scans that need a look: 2")
        expect(page.get_by_role("status").filter(has_text="Scans that need a look: 2")).to_have_count(1)
        expect(page.locator("#late")).to_contain_text("This code is not known")
        expect(page.locator("#late")).to_contain_text("Sari Juga")
        assert scans_of(page, event, rini) == ["admitted"]
        assert scans_of(page, event, sari) == ["admitted", "already"]
        for _scan in range(2):
            page.locator("#late").get_by_role("button", name="Done").first.click()
        expect(page.locator("#late")).to_be_hidden()


@pytest.mark.browser
def test_a_tab_that_was_closed_with_unsent_scans_leaves_them_to_the_next(
    house: House, browser: Browser, organiser: Cookies
) -> None:
    with at_the_door(browser, house, organiser) as (context, page, event):
        guest = expected_guest(page, event, "Tuti Tab Tertutup")
        ready_for_no_network(page)
        context.set_offline(True)
        type_code(page, guest["short_code"])
        recorded(page)
        page.close()
        context.set_offline(False)
        page, _event = open_door(context, house, event)
        all_sent(page)
        assert scans_of(page, event, guest) == ["admitted"]


@pytest.mark.browser
def test_a_slow_server_makes_the_door_record_by_itself_and_turn_green_only_then(
    house: House, browser: Browser, organiser: Cookies
) -> None:
    with at_the_door(browser, house, organiser) as (_context, page, event):
        guest = expected_guest(page, event, "Lina Server Lambat")
        ready_for_no_network(page)
        held: list[Route] = []

        def hold(route: Route) -> None:
            held.append(route)

        page.route("**/api/v1/events/*/scans", hold)
        type_code(page, guest["short_code"])
        recorded(page)
        held[0].continue_()
        expect(page.locator(".verdict-word")).to_have_text("Welcome")


@pytest.mark.browser
def test_the_list_on_a_device_is_sealed_and_gone_when_the_door_closes_or_the_device_is_sent_away(
    house: House, browser: Browser, organiser: Cookies
) -> None:
    with at_the_door(browser, house, organiser) as (context, page, event):
        guest = expected_guest(page, event, "Nining Rahasia")
        ready_for_no_network(page)
        kept = page.evaluate(KEPT, event)
        assert kept["sealed"] > 100
        assert (kept["readable"], kept["key"], kept["exported"]) == (False, True, False)
        shells = page.evaluate(SHELLS)
        assert [url for url, _text in shells] == [f"{house.url}/door/{event}"]
        names = [row["display_name"] for row in ask(page, "GET", f"/events/{event}/roster")["entries"]]
        assert guest["display_name"] in names
        assert [name for name in names if name in shells[0][1]] == []

        page.evaluate(
            "() => { const door = document.querySelector('door-page'); door.closes = 1; door.closeInTime() }"
        )
        until(page, "async () => (await (await DoorStore.open()).count('keys')) === 0")
        assert page.evaluate(KEPT, event)["sealed"] == 0
        assert page.evaluate(SHELLS) == []

        page.reload()
        ready_for_no_network(page)
        assert page.evaluate(KEPT, event)["key"]
        context.clear_cookies(name="session")
        type_code(page, guest["short_code"])
        recorded(page)
        expect(page.locator("#door-warnings")).to_contain_text("may not work this door now")
        expect(page.locator("#link")).to_have_text("No access · 1 unsent")
        until(page, "async () => (await (await DoorStore.open()).count('keys')) === 0")
        context.add_cookies(organiser)
        page.evaluate("() => document.querySelector('door-page').link.beat()")
        all_sent(page)
        assert scans_of(page, event, guest) == ["admitted"]


@pytest.mark.browser
def test_a_device_that_was_told_to_forget_an_event_keeps_its_unsent_scans_alone(
    house: House, browser: Browser, organiser: Cookies
) -> None:
    with at_the_door(browser, house, organiser) as (context, page, event):
        ready_for_no_network(page)
        assert page.evaluate(KEPT, event)["key"]
        context.set_offline(True)
        type_code(page, "ZZZZ9998")
        expect(page.locator("#link")).to_have_text("Offline · 1 unsent")
        page.get_by_text("This device", exact=True).click()
        page.get_by_role("button", name="Forget this event").click()
        expect(page.locator(".door-tools-says")).to_contain_text("are gone from this device")
        expect(page.locator("#latest li")).to_have_count(0)
        assert page.evaluate("async () => (await DoorQueue.all()).length") == 1
        context.set_offline(False)
        all_sent(page)
        page.evaluate(LISTED)
        assert (page.evaluate(KEPT, event)["sealed"], page.evaluate(SHELLS)) == (0, [])


@pytest.mark.browser
def test_two_tabs_have_one_flusher(house: House, browser: Browser, organiser: Cookies) -> None:
    with at_the_door(browser, house, organiser, service_workers="block") as (context, page, event):
        context.add_init_script(LISTEN)
        page.reload()
        other, _event = open_door(context, house, event)
        context.set_offline(True)
        mine = page.evaluate(MANY, [event, 250])
        context.set_offline(False)
        for tab in (page, other):
            all_sent(tab)
        posts = [part for tab in (page, other) for part in tab.evaluate("() => window.posted")]
        assert sorted(len(part) for part in posts) == [50, 100, 100]
        assert sorted(one for part in posts for one in part) == sorted(mine)
        assert sorted(one for one in ids_of(page, event) if one in set(mine)) == sorted(mine)


@pytest.mark.browser
def test_a_server_that_restarts_during_a_flush_has_every_scan_once(
    house: House, browser: Browser, organiser: Cookies
) -> None:
    with at_the_door(browser, house, organiser, service_workers="block") as (context, page, event):
        context.set_offline(True)
        mine = page.evaluate(MANY, [event, 230])
        posts: list[int] = []

        def stop_at_the_second(route: Route) -> None:
            posts.append(1)
            if len(posts) == 2:
                house.server.stop()
            route.continue_()

        page.route("**/api/v1/events/*/scans", stop_at_the_second)
        context.set_offline(False)
        expect(page.locator("#link")).to_have_text("Offline · 130 unsent", timeout=20_000)
        with house.server.log.with_suffix(".again").open("w") as log:
            house.server.process = subprocess.Popen(
                [*COMMAND, "serve"], env=house.here.environment(), stdout=log, stderr=log
            )
        house.server.wait_ready()
        all_sent(page)
        assert sorted(one for one in ids_of(page, event) if one in set(mine)) == sorted(mine)


@pytest.mark.browser
def test_a_queue_is_exported_and_brought_in_by_somebody_else(
    house: House, browser: Browser, organiser: Cookies, tmp_path: Path
) -> None:
    with at_the_door(browser, house, organiser) as (context, page, event):
        guest = expected_guest(page, event, "Wulan Lewat Berkas")
        ready_for_no_network(page)
        context.set_offline(True)
        type_code(page, guest["short_code"])
        recorded(page)
        page.get_by_text("This device", exact=True).click()
        with page.expect_download() as download:
            page.get_by_role("button", name="Export unsent scans").click()
        file = tmp_path / "queue.json"
        download.value.save_as(file)
        assert json.loads(file.read_text())["event"] == event
        desk = phone(browser, organiser)
        other = desk.new_page()
        other.goto(f"{house.url}/events/{event}/queue-file")
        other.locator("[name=file]").set_input_files(file)
        other.get_by_role("button", name="Bring the scans in").click()
        expect(other.get_by_text("1 scan was brought in.")).to_be_visible()
        assert scans_of(other, event, guest) == ["admitted"]
        desk.close()
        context.set_offline(False)
        all_sent(page)
        expect(page.locator(".verdict-word")).to_have_text("Welcome")
        assert scans_of(page, event, guest) == ["admitted"]


@pytest.mark.browser
def test_a_full_storage_is_said_and_scans_are_sent_directly(
    house: House, browser: Browser, organiser: Cookies
) -> None:
    with at_the_door(browser, house, organiser) as (_context, page, event):
        guest = expected_guest(page, event, "Fani Penuh")
        full = "() => { DoorStore.change = () => Promise.reject(new DOMException('', 'QuotaExceededError')) }"
        page.evaluate(full)
        type_code(page, guest["short_code"])
        expect(page.locator(".verdict-word")).to_have_text("Welcome")
        expect(page.locator("#door-warnings")).to_contain_text("storage is full")
        all_sent(page)
        assert scans_of(page, event, guest) == ["admitted"]


@pytest.mark.browser
def test_a_browser_that_keeps_nothing_at_all_still_works_the_door(
    house: House, browser: Browser, organiser: Cookies
) -> None:
    with at_the_door(browser, house, organiser, service_workers="block") as (context, page, event):
        first, second = (expected_guest(page, event, f"Tanpa Simpanan {one}") for one in ("Satu", "Dua"))
        context.add_init_script(KEEPS_NOTHING)
        page.reload()
        expect(page.locator("door-page[data-ready]")).to_be_visible()
        type_code(page, first["short_code"])
        expect(page.locator(".verdict-word")).to_have_text("Welcome")
        expect(page.locator("#door-warnings")).to_contain_text("This browser keeps nothing")
        context.set_offline(True)
        type_code(page, second["short_code"])
        recorded(page)
        context.set_offline(False)
        expect(page.locator(".verdict-word")).to_have_text("Welcome")
        expect(page.locator("#link")).to_have_text("Connected")
        assert scans_of(page, event, second) == ["admitted"]


@pytest.mark.browser
def test_a_tab_that_slept_without_network_sends_what_it_kept_when_it_wakes(
    house: House, browser: Browser, organiser: Cookies
) -> None:
    with at_the_door(browser, house, organiser) as (context, page, event):
        guest = expected_guest(page, event, "Tidur Sebentar")
        ready_for_no_network(page)
        context.set_offline(True)
        type_code(page, guest["short_code"])
        recorded(page)
        session = context.new_cdp_session(page)
        session.send("Page.setWebLifecycleState", {"state": "frozen"})
        context.set_offline(False)
        session.send("Page.setWebLifecycleState", {"state": "active"})
        expect(page.locator(".verdict-word")).to_have_text("Welcome")
        all_sent(page)
        assert scans_of(page, event, guest) == ["admitted"]


@pytest.mark.browser
def test_a_wrong_clock_is_told_and_scans_carry_the_true_time(
    house: House, browser: Browser, organiser: Cookies
) -> None:
    with at_the_door(browser, house, organiser) as (context, page, event):
        guest = expected_guest(page, event, "Jaya Jam Salah")
        context.add_init_script("{ const now = Date.now; Date.now = () => now() + 7 * 86400000 }")
        page.reload()
        expect(page.locator("#door-warnings")).to_contain_text("clock is wrong by 10080 minutes")
        type_code(page, guest["short_code"])
        expect(page.locator(".verdict-word")).to_have_text("Welcome")


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_door_is_accessible_in_every_state(
    house: House, browser: Browser, organiser: Cookies, theme: Any
) -> None:
    with at_the_door(browser, house, organiser, color_scheme=theme, reduced_motion="reduce") as (
        context,
        page,
        event,
    ):
        guest = expected_guest(page, event, f"Axa {theme}")
        page.get_by_text("This device", exact=True).click()
        ready_for_no_network(page)
        faults = look(page)
        type_code(page, "nobody")
        expect(page.locator("#verdict")).to_have_class(re.compile("tone-bad"))
        faults += look(page)
        context.set_offline(True)
        type_code(page, guest["short_code"])
        recorded(page)
        type_code(page, "ZZZZ9999")
        expect(page.locator("#link")).to_have_text("Offline · 2 unsent")
        faults += look(page)
        context.set_offline(False)
        expect(page.locator("#late")).to_be_visible(timeout=20_000)
        faults += look(page)
        assert not faults, "\n".join(faults)
