"""The door page: verdicts, camera, scanner, a hasty finger, a lost answer."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, Route, expect

from events_app import qr, tokens
from tests.browser.camera import write_camera
from tests.browser.house import House, chromium
from tests.browser.phones import Cookies, all_scans, at_the_door, expected_guest, scans_of, type_code

FAKE = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")
BURST = """(code) => {
  const focused = document.activeElement
  for (const key of [...code, "Enter"]) {
    const held = !focused.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }))
    if (!held && key !== "Enter" && "value" in focused) focused.value += key
  }
}"""  # at a scanner's speed, which a busy machine cannot keep up from outside
LETTERS_CHOOSE = """(code) => {
  const list = document.activeElement
  for (const key of [...code, "Tab"]) {
    list.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }))
    if (key === "Tab") return
    list.value = "typed"
    list.dispatchEvent(new Event("change", { bubbles: true }))
  }
}"""  # as browsers do to a list that has the focus
LIGHT_AND_ZOOM = """{
  const track = MediaStreamTrack.prototype
  const can = track.getCapabilities
  window.asked = []
  track.getCapabilities = function () { return { ...can.call(this), torch: true, zoom: { min: 1, max: 5, step: 0.1 } } }
  track.applyConstraints = async (wanted) => { window.asked.push(wanted) }
}"""  # the browser's own false camera has neither
NEW_PASS = """(path) => fetch(path, {
  method: "POST", headers: {"x-csrf": document.querySelector("meta[name=csrf]").content},
})"""
CODES = [
    "7h2k-9qxm",
    " 7H2K 9QXM\n",
    "oil0 uuuu",
    "https://events.city.example/T/0123456789ABCDEFGHJKMNPQRS",
    "HTTPS://EVENTS.CITY.EXAMPLE/T/o123456789abcdefghjkmnpqrs/?utm=1#top",
    "/T/ABC//",
    "",
    "   ",
    "straße/ıİ",
    "\u00a0\x1cABCD1234\x85",
    "emoji 🎟 T",
]


def word(page: Page, text: str) -> None:
    expect(page.locator(".verdict-word")).to_have_text(text, timeout=10_000)


@pytest.mark.browser
def test_first_scan_repeat_and_refusal_differ_in_more_than_colour(
    house: House, browser: Browser, organiser: Cookies
) -> None:
    with at_the_door(browser, house, organiser) as (_context, page, event):
        guest = expected_guest(page, event, "Ani Pertama")
        type_code(page, guest["short_code"].lower().replace("0", "o").replace("1", "l"))
        word(page, "Welcome")
        expect(page.locator("#door-says")).to_contain_text("Welcome. Ani Pertama")
        first = page.locator(".verdict-icon").inner_html()
        type_code(page, guest["pass_url"])
        word(page, "Already in")
        expect(page.locator(".verdict-why")).to_have_text(
            re.compile(r"^In since \d\d:\d\d, by Alia Prameswari$")
        )
        assert page.locator(".verdict-icon").inner_html() != first
        type_code(page, "<b>nobody</b> 😀")
        word(page, "Not admitted")
        expect(page.locator("#door-warns")).to_contain_text("Not admitted. This code is not known")
        expect(page.locator("#latest li").first).to_contain_text("Not admitted")
        assert scans_of(page, event, guest) == ["admitted", "already"]


@pytest.mark.browser
def test_a_lost_answer_is_asked_for_again_under_the_same_id(
    house: House, browser: Browser, organiser: Cookies
) -> None:
    with at_the_door(browser, house, organiser) as (_context, page, event):
        guest = expected_guest(page, event, "Sari Jawaban Hilang")
        lost: list[int] = []

        def lose_the_first(route: Route) -> None:
            if route.request.method != "POST" or lost:
                route.continue_()
                return
            lost.append(route.fetch().status)
            route.abort()

        page.route("**/api/v1/events/*/scans", lose_the_first)
        type_code(page, guest["short_code"])
        word(page, "Welcome")
        assert lost == [200]
        assert scans_of(page, event, guest) == ["admitted"]


@pytest.mark.browser
def test_undo_takes_a_scan_back_without_leaving_the_page(
    house: House, browser: Browser, organiser: Cookies
) -> None:
    with at_the_door(browser, house, organiser) as (_context, page, event):
        guest = expected_guest(page, event, "Tono Salah Pindai")
        before = int(page.locator("#present").inner_text())
        type_code(page, guest["short_code"])
        expect(page.locator("#present")).to_have_text(str(before + 1))
        page.evaluate("() => { window.same = true }")
        page.get_by_role("button", name="Undo").click()
        expect(page.locator(".verdict-why")).to_contain_text("Taken back")
        expect(page.locator("#present")).to_have_text(str(before))
        expect(page.locator("#latest li").first).to_contain_text("undone")
        assert page.evaluate("() => window.same")
        type_code(page, guest["short_code"])
        word(page, "Welcome")


@pytest.mark.browser
def test_an_organiser_lets_in_whom_the_door_refused_with_a_reason(
    house: House, browser: Browser, organiser: Cookies
) -> None:
    with at_the_door(browser, house, organiser) as (_context, page, event):
        anyway = page.locator(".verdict-override")
        type_code(page, "nobody")
        word(page, "Not admitted")
        expect(anyway).to_be_hidden()  # there is nobody to admit
        guest = expected_guest(page, event, "Rina Pintu Khusus")
        page.evaluate(NEW_PASS, f"/events/{event}/guests/{guest['id']}/pass")
        type_code(page, guest["pass_url"])
        expect(page.locator(".verdict-why")).to_contain_text("replaced by a newer one")
        anyway.click()
        page.get_by_label("Reason").fill("Diizinkan ketua panitia")
        page.locator("#override").get_by_role("button", name="Admit anyway").click()
        word(page, "Welcome")
        expect(page.locator(".verdict-name")).to_have_text("Rina Pintu Khusus")
        expect(anyway).to_be_hidden()
        assert scans_of(page, event, guest) == ["refused", "admitted"]


@pytest.mark.browser
def test_a_refused_camera_says_what_still_works_and_a_photo_is_read(
    house: House, playwright: Playwright, organiser: Cookies, tmp_path: Path
) -> None:
    with (
        chromium(playwright, "--use-fake-device-for-media-stream") as browser,
        at_the_door(browser, house, organiser) as (_context, page, event),
    ):
        page.locator("[data-camera]").click()
        expect(page.locator(".door-camera-says")).to_contain_text("type the code")
        guest = expected_guest(page, event, "Umi Lewat Foto")
        photo = tmp_path / "pass.png"
        photo.write_bytes(qr.png(guest["pass_url"].upper()))
        page.locator("[data-photo]").set_input_files(photo)
        expect(page.locator(".verdict-name")).to_have_text("Umi Lewat Foto", timeout=15_000)
        word(page, "Welcome")


@pytest.mark.browser
def test_a_code_seen_is_recorded_by_a_tap_or_at_once_as_the_device_was_told(
    house: House, playwright: Playwright, browser: Browser, organiser: Cookies, tmp_path: Path
) -> None:
    with at_the_door(browser, house, organiser) as (_context, page, event):
        guest = expected_guest(page, event, "Wati Satu Ketukan")
    film = write_camera(tmp_path / "pass.mjpeg", guest["pass_url"].upper())
    with (
        chromium(playwright, *FAKE, f"--use-file-for-fake-video-capture={film}") as seeing,
        at_the_door(seeing, house, organiser) as (_context, page, _event),
    ):
        page.get_by_text("This device", exact=True).click()
        page.get_by_label("Show it, and record it").check()
        page.locator("[data-camera]").click()
        word(page, "Code seen")
        expect(page.locator(".verdict-name")).to_have_text("Wati Satu Ketukan")
        assert scans_of(page, event, guest) == []
        page.keyboard.press("Enter")
        word(page, "Welcome")
        page.reload()
        page.get_by_text("This device", exact=True).click()
        expect(page.get_by_label("Show it, and record it")).to_be_checked()
        page.get_by_label("Record it at once").check()
        page.locator("[data-camera]").click()
        word(page, "Already in")
        assert scans_of(page, event, guest) == ["admitted", "already"]


@pytest.mark.browser
def test_a_wedge_scanner_is_heard_wherever_the_cursor_stands(
    house: House, browser: Browser, organiser: Cookies
) -> None:
    with at_the_door(browser, house, organiser) as (_context, page, event):
        guest = expected_guest(page, event, "Yani Pemindai Meja")
        page.evaluate("() => document.activeElement.blur()")
        page.evaluate(BURST, guest["pass_url"])
        word(page, "Welcome")
        page.get_by_text("Walk-in without").click()
        name = page.get_by_label("Name with titles")
        name.fill("Tamu Baru")
        name.press("End")
        page.evaluate(BURST, guest["pass_url"])
        word(page, "Already in")
        expect(name).to_have_value("Tamu Baru")
        items = all_scans(page, event)
        assert [item["method"] for item in items[-2:]] == ["usb", "usb"]


@pytest.mark.browser
def test_a_scanner_that_ends_with_tab_leaves_a_list_as_it_was_chosen(
    house: House, browser: Browser, organiser: Cookies
) -> None:
    with at_the_door(browser, house, organiser) as (_context, page, event):
        guest = expected_guest(page, event, "Yudi Pemindai Tab")
        page.get_by_text("Direction, session").click()
        session = page.get_by_label("Session")
        session.evaluate("box => box.add(new Option('Typed by a scanner', 'typed'))")
        session.focus()
        page.evaluate(LETTERS_CHOOSE, guest["short_code"])
        word(page, "Welcome")
        expect(session).to_have_value("")
        expect(page.locator("#way")).to_have_text("Coming in · The whole event")


@pytest.mark.browser
def test_which_way_and_for_what_a_door_counts_stays_in_sight_and_outlives_a_reload(
    house: House, browser: Browser, organiser: Cookies
) -> None:
    with at_the_door(browser, house, organiser) as (_context, page, event):
        expect(page.locator("#way")).to_have_text("Coming in · The whole event")
        page.get_by_text("Direction, session").click()
        page.get_by_label("Going out").check()
        page.get_by_label("Session").select_option(index=1)
        chosen = page.get_by_label("Session").input_value()
        shown = f"Going out · {page.get_by_label('Session').locator('option:checked').inner_text()}"
        page.reload()
        expect(page.locator("#way")).to_have_text(shown)
        expect(page.locator("#way")).to_be_in_viewport()
        page.locator("[data-walk-in] summary, summary:has-text('Walk-in')").first.click()
        page.get_by_label("Name with titles").fill("Tamu Ruang Sesi")
        page.get_by_role("button", name="Let in").click()
        word(page, "Welcome")
        expect(page.locator("#way")).to_have_text(shown)
        mine = [
            one
            for one in all_scans(page, event)
            if one["guest"] and "Ruang Sesi" in one["guest"]["display_name"]
        ]
        assert [(one["outcome"], one["session_id"]) for one in mine] == [("admitted", chosen)]


@pytest.mark.browser
def test_a_camera_that_is_taken_away_is_said_and_comes_back_with_the_page(
    house: House, playwright: Playwright, organiser: Cookies
) -> None:
    with (
        chromium(playwright, *FAKE) as seeing,
        at_the_door(seeing, house, organiser) as (_context, page, _event),
    ):
        page.locator("[data-camera]").evaluate(
            "button => { button.click(); button.click() }"
        )  # a hasty finger
        picture, looking = page.locator("video.door-view"), page.locator("door-page[data-looking]")
        expect(looking).to_be_visible()
        page.locator("video").evaluate(
            "({ srcObject }) => srcObject.getVideoTracks()[0].dispatchEvent(new Event('ended'))"
        )
        expect(page.locator(".door-camera-says")).to_contain_text("camera was lost")
        expect(picture).to_be_hidden()
        page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
        expect(looking).to_be_visible()
        expect(page.locator(".door-camera-says")).to_contain_text("Point the camera")


@pytest.mark.browser
def test_light_and_zoom_show_where_a_camera_has_them_and_the_zoom_is_remembered(
    house: House, playwright: Playwright, organiser: Cookies
) -> None:
    with (
        chromium(playwright, *FAKE) as seeing,
        at_the_door(seeing, house, organiser) as (context, page, _event),
    ):
        torch, zoom = page.locator("[data-torch]"), page.locator("[data-zoom]")
        page.locator("[data-camera]").click()
        expect(page.locator("door-page[data-looking]")).to_be_visible()
        expect(torch).to_be_hidden()
        context.add_init_script(LIGHT_AND_ZOOM)
        page.reload()
        page.locator("[data-camera]").click()
        torch.click()
        expect(torch).to_have_attribute("aria-pressed", "true")
        zoom.fill("2.5")
        page.reload()
        page.locator("[data-camera]").click()
        expect(zoom).to_have_value("2.5")
        expect(torch).to_have_attribute("aria-pressed", "false")
        assert page.evaluate("() => window.asked") == [{"advanced": [{"zoom": 2.5}]}]


@pytest.mark.browser
def test_a_long_name_leaves_the_camera_where_it_was(
    house: House, playwright: Playwright, organiser: Cookies
) -> None:
    with (
        chromium(playwright, *FAKE) as seeing,
        at_the_door(seeing, house, organiser) as (_context, page, event),
    ):
        guest = expected_guest(
            page, event, "Prof. Dr. Ir. Hj. Nama Yang Sangat Panjang Sekali, M.Si., M.P.H."
        )
        page.locator("[data-camera]").click()
        expect(page.locator("door-page[data-looking]")).to_be_visible()
        place = "() => document.querySelector('video').offsetTop"
        before = page.evaluate(place)
        type_code(page, guest["short_code"])
        word(page, "Welcome")
        assert page.evaluate(place) == before
        expect(page.locator("#verdict .verdict-word")).to_be_in_viewport()


@pytest.mark.browser
def test_a_device_remembers_its_camera_its_name_and_that_it_is_quiet(
    house: House, playwright: Playwright, organiser: Cookies
) -> None:
    two = (FAKE[0], f"{FAKE[1]}=device-count=2")
    with (
        chromium(playwright, *two) as seeing,
        at_the_door(seeing, house, organiser) as (_context, page, _event),
    ):
        page.locator("[data-camera]").click()
        page.locator("[data-choose]").select_option(index=1)
        chosen = "() => document.querySelector('video').srcObject?.getVideoTracks()[0].getSettings().deviceId"
        second = page.locator("[data-choose]").input_value()
        page.wait_for_function(f"(second) => ({chosen})() === second", arg=second)
        page.get_by_text("Direction, session").click()
        page.get_by_label("Name of this door").fill("Gerbang Timur")
        page.get_by_text("This device", exact=True).click()
        page.get_by_label("No sounds").check()
        page.reload()
        expect(page.locator("door-page[data-ready]")).to_be_visible()
        expect(page.locator("[data-typed] [name=device]")).to_have_value("Gerbang Timur")
        expect(page.locator("#mute")).to_be_checked()
        page.locator("[data-camera]").click()
        page.wait_for_function(f"(second) => ({chosen})() === second", arg=second)


@pytest.mark.browser
def test_the_organiser_hears_how_many_scans_wait_on_a_device(
    house: House, browser: Browser, organiser: Cookies
) -> None:
    with at_the_door(browser, house, organiser) as (_context, page, event):
        told: list[Any] = []

        def hear(route: Route) -> None:
            told.append((route.request.post_data_json, route.request.headers["x-csrf"]))
            route.fulfill(status=204)

        page.route(f"**/door/{event}/pulse", hear)
        page.evaluate("() => document.querySelector('door-page').link.pulse()")
        [(body, secret)] = told
        assert body["unsent"] == 0
        assert body["battery"] is None or 0 <= body["battery"] <= 100
        assert secret == page.locator("meta[name=csrf]").get_attribute("content")


@pytest.mark.browser
def test_a_verdict_is_an_event_that_others_may_hear(
    house: House, browser: Browser, organiser: Cookies
) -> None:
    with at_the_door(browser, house, organiser) as (_context, page, event):
        guest = expected_guest(page, event, "Zaki Didengar")
        page.evaluate("() => document.addEventListener('verdict', ({ detail }) => { window.heard = detail })")
        type_code(page, guest["short_code"])
        word(page, "Welcome")
        heard = page.evaluate("() => window.heard")
        assert (heard["outcome"], heard["guest"]["id"]) == ("admitted", guest["id"])
        expect(page.locator("#verdict .verdict-extras [data-badge]")).to_be_visible()


@pytest.mark.browser
def test_the_page_reads_codes_as_the_server_does(house: House, browser: Browser, organiser: Cookies) -> None:
    with at_the_door(browser, house, organiser) as (_context, page, _event):
        module = page.locator("script[src*='door/door.js']").get_attribute("src") or ""
        read = f"async (codes) => (await import('{module.replace('door.js', 'pass.js')}')).normalise"
        assert page.evaluate(f"async (codes) => codes.map(await ({read})())", CODES) == [
            tokens.normalise(code) for code in CODES
        ]


@pytest.mark.browser
def test_the_door_works_without_scripts(house: House, browser: Browser, organiser: Cookies) -> None:
    with at_the_door(browser, house, organiser) as (_context, page, event):
        guest = expected_guest(page, event, "Vina Tanpa Skrip")
        plain = browser.new_context(java_script_enabled=False)
        plain.add_cookies(organiser)
        bare = plain.new_page()
        bare.goto(f"{house.url}/door/{event}")
        type_code(bare, guest["short_code"])
        word(bare, "Welcome")
        expect(bare.locator(".verdict-name")).to_have_text("Vina Tanpa Skrip")
        expect(bare.locator("#verdict")).to_have_class(re.compile("tone-ok"))
        plain.close()
