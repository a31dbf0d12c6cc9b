"""The whole chain as people walk it: real pages, real mail, a real (if filmed) camera, a verified promise."""

import re
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.browser.camera import write_camera
from tests.browser.house import House, chromium

OFFICE = "Dinas Sosial Kota Lembayung"
OFFICE_MAIL = "kantor@dinsos.example"
PASSWORD = "sawah luas di tepi kota"
ZONE = ZoneInfo("Asia/Jakarta")
FAKE = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")


def _local(moment: datetime) -> str:
    return moment.astimezone(ZONE).strftime("%Y-%m-%dT%H:%M")


def _set_up(page: Page, house: House) -> None:
    page.goto(house.url + house.server.link("setup"))
    page.get_by_label("Name of the organisation").fill("Pemerintah Kota Sebenarnya")
    page.get_by_label("Your name").fill("Sekar Ayu")
    page.get_by_label("Mail address").fill("sekar@kota.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Set up").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("My work")


def _schedule(page: Page, house: House) -> str:
    now = datetime.now(ZONE)
    page.goto(f"{house.url}/events/new")
    page.locator("[name=title]").fill("Diskusi Tematik Pencegahan TPPO")
    page.locator("[name=starts_at]").fill(_local(now - timedelta(minutes=20)))
    page.locator("[name=ends_at]").fill(_local(now + timedelta(hours=3)))
    page.locator("main form[method=post] button.btn-primary").last.click()
    page.wait_for_url(re.compile(r"/events/[0-9a-f-]{36}"))
    address = page.url.split("?")[0]
    page.locator("form[action$='/publish'] button").click()
    expect(page.locator(".page-header")).to_contain_text("Under way")
    return address


def _invite(page: Page, event: str, house: House) -> str:
    """From cells pasted out of a spreadsheet to invitations sent: counted screens and clicks."""
    clicks = []
    page.goto(f"{house.url}/imports/people?event={event.rsplit('/', 1)[1]}")
    cells = (
        f"Nama\tL/P\tJabatan\tInstansi\tEmail\nDra. Hj. KARTINI, M.Si.\tP\tKepala\t{OFFICE}\t{OFFICE_MAIL}\n"
    )
    page.locator("textarea").fill(cells)
    for button in ("form:has(textarea) button.btn-primary", "form[action$='/choice'] button[value=commit]"):
        page.locator(button).first.click()
        page.wait_for_load_state()
        clicks.append(page.url)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Whom do you invite?")
    page.locator("button[name=step][value=send]").first.click()
    clicks.append(page.url)
    page.wait_for_url(re.compile(r"/invitations"))
    assert len(clicks) <= 8
    return house.mail.wait_for(OFFICE_MAIL, r"http://\S+/rsvp/\w+").group(0)


def _answer(browser: Browser, house: House, link: str) -> str:
    """Without an account: a look changes nothing, a yes brings the pass on screen and by mail."""
    page = browser.new_context(locale="en-GB").new_page()
    page.goto(link)
    page.locator("button[name=answer][value=accepted]").click()
    expect(page.locator("svg[role=img]").first).to_be_visible()
    house.mail.wait_for(OFFICE_MAIL, r"http://\S+/T/\w+")
    passes = [message for message in house.mail.received if "/T/" in _text(message)]
    return _decoded(passes[-1])


def _text(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    return str(body.get_content()) if body else ""


def _decoded(message: EmailMessage) -> str:
    """What a phone reads from the picture in the mail."""
    import io

    picture = next(part for part in message.walk() if part.get_content_type() == "image/png")
    found = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture.get_payload(decode=True))))  # type: ignore[arg-type]
    return found[0].text


def _at_the_door(
    playwright: Playwright, house: House, event: str, code: str, cookies: list[Any], film: Path
) -> None:
    """The camera admits; the second look at the same code says since when; a wrong code is named."""
    write_camera(film, code)
    with chromium(playwright, *FAKE, f"--use-file-for-fake-video-capture={film}") as browser:
        context = browser.new_context(viewport={"width": 360, "height": 740})
        context.add_cookies(cookies)
        page = context.new_page()
        page.goto(f"{house.url}/door/{event.rsplit('/', 1)[1]}")
        assert "tone-ok" not in (page.locator("#verdict").get_attribute("class") or "")
        page.locator("[data-camera]").click()
        expect(page.locator(".verdict-word")).to_have_text("Welcome", timeout=15_000)
        expect(page.locator("#verdict")).to_have_class(re.compile("tone-ok"))
        expect(page.locator(".verdict-name")).to_have_text("Dra. Hj. Kartini, M.Si.")
        page.locator("[data-camera]").click()
        page.locator("[name=code]").fill(code)
        page.locator("[name=code]").press("Enter")
        expect(page.locator(".verdict-word")).to_have_text("Already in")
        expect(page.locator(".verdict-why")).to_contain_text("In since")
        page.locator("body").click(position={"x": 5, "y": 5})
        page.keyboard.type("ZZZZ9999", delay=5)
        page.keyboard.press("Enter")
        expect(page.locator(".verdict-word")).to_have_text("Not admitted")
        expect(page.locator(".verdict-why")).to_contain_text("not known")
        expect(page.locator("#present")).to_have_text("1")


def _promise(page: Page, event: str, house: House) -> str:
    page.goto(f"{event}/commitments/new")
    page.locator("[name=institution_id]").select_option(label=OFFICE)
    page.locator("[name=title]").fill("Membentuk gugus tugas")
    page.locator("[name=statement]").fill("Kami akan membentuk gugus tugas daerah.")
    page.locator("[name=expected_result]").fill("Gugus tugas terbentuk")
    page.locator("[name='actions.0.title']").fill("Menerbitkan SK gugus tugas")
    page.locator("[name='actions.0.deliverable']").fill("SK yang ditandatangani")
    page.locator("[name='actions.0.responsible_institution_id']").select_option(label=OFFICE)
    page.locator("[name='actions.0.due']").fill(
        (datetime.now(ZONE) + timedelta(days=30)).strftime("%Y-%m-%d")
    )
    page.locator("main form[method=post] .form-actions button.btn-primary").last.click()
    page.wait_for_url(re.compile(r"/commitments/[0-9a-f-]{36}"))
    page.locator("form[action$='/agree'] button").click()
    page.get_by_role("dialog").get_by_role("button", name="Agree").click()
    expect(page.locator(".page-header")).to_contain_text("Agreed")
    return house.mail.wait_for(OFFICE_MAIL, r"http://\S+/p/\w+").group(0)


def _prove(browser: Browser, link: str, proof: Path) -> None:
    """By the personal link, without an account."""
    page = browser.new_context(locale="en-GB").new_page()
    page.goto(link)
    _unfold(page, "progress")
    page.locator("form[action$='/progress'] [name=percent]").fill("80")
    page.locator("form[action$='/progress'] [name=narrative]").fill("Naskah sudah di meja wali kota")
    page.locator("form[action$='/progress'] button").last.click()
    _unfold(page, "submit")
    submit = page.locator("form[action$='/submit']")
    submit.locator("[name=statement]").fill("SK terbit")
    submit.locator("input[type=file]").set_input_files(proof)
    submit.locator("button").last.click()
    expect(page.locator("main")).to_contain_text(re.compile("awaiting|waiting", re.IGNORECASE))


def _unfold(page: Page, verb: str) -> None:
    """Opens what hides a form, as a person would: by its button."""
    folded = page.locator(f"details:not([open]):has(form[action$='/{verb}'])")
    if folded.count():
        folded.first.locator("summary").first.click()


@pytest.mark.browser
def test_an_invitation_becomes_a_verified_promise(
    playwright: Playwright, house: House, browser: Browser, tmp_path: Path
) -> None:
    context = browser.new_context(locale="en-GB", accept_downloads=True)
    context.add_cookies([{"name": "lang", "value": "en", "url": house.url}])
    page = context.new_page()
    page.set_default_timeout(10_000)
    _set_up(page, house)
    context.add_cookies([{"name": "lang", "value": "en", "url": house.url}])
    event = _schedule(page, house)
    link = _invite(page, event, house)
    code = _answer(browser, house, link)
    _at_the_door(playwright, house, event, code, context.cookies(), tmp_path / "door.mjpeg")
    proof = tmp_path / "sk.png"
    Image.new("RGB", (40, 40), "white").save(proof)
    _prove(browser, _promise(page, event, house), proof)
    page.goto(f"{house.url}/verifications")
    page.locator("main a[href*='/actions/']").first.click()
    _unfold(page, "verdict")
    page.locator("form[action$='/verdict'] input[value=accepted]").check()
    page.locator("form[action$='/verdict'] button").last.click()
    expect(page.locator("main")).to_contain_text(re.compile("verified|in order", re.IGNORECASE))
    page.goto(f"{house.url}/reports")
    expect(page.locator(".stats").first).to_contain_text("1")
