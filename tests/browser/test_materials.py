"""A handout is uploaded with its progress in sight, and a bad file is refused beside its field."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.axe import violations
from tests.browser.house import House
from tests.browser.phones import ask


@pytest.mark.browser
def test_a_file_is_uploaded_with_its_progress_and_a_bad_one_refused(
    house: House, browser: Browser, organiser: list[Any], tmp_path: Path
) -> None:
    good, bad = tmp_path / "modul.txt", tmp_path / "virus.pdf"
    good.write_text("Isi modul\n" * 1000)
    bad.write_bytes(b"MZ\x90\x00")
    context = browser.new_context()
    context.add_cookies(organiser)
    page = context.new_page()
    page.goto(f"{house.url}/events")
    event = ask(page, "GET", "/events?state=published")["items"][0]["id"]
    page.goto(f"{house.url}/events/{event}/materials")
    page.evaluate("() => { window.stillHere = true }")
    form = page.locator(f"form[action='/events/{event}/materials']")
    form.get_by_label("Title of the handout").fill("Modul")
    form.locator("input[type=file]").set_input_files(bad)
    form.locator("button").click()
    expect(page.get_by_text("is not taken").first).to_be_visible()
    expect(form.get_by_label("Title of the handout")).to_have_value("Modul")
    assert not violations(page)
    form.locator("input[type=file]").set_input_files(good)
    form.locator("button").click()
    expect(page.get_by_text("The handout is kept.")).to_be_visible()
    expect(page.get_by_role("heading", name="Modul")).to_be_visible()
    assert page.evaluate("() => window.stillHere"), (
        "the page was loaded anew: the script did not send the file"
    )
    with page.expect_download() as download:
        page.get_by_role("link", name="Download: Modul").click()
    assert download.value.path().read_text() == good.read_text()
    context.close()


@pytest.mark.browser
def test_what_is_too_large_is_said_beside_the_field_and_nothing_is_sent(
    house: House, browser: Browser, organiser: list[Any], tmp_path: Path
) -> None:
    huge, small = tmp_path / "film.mp4", tmp_path / "modul.txt"
    with huge.open("wb") as file:
        file.truncate(2 * 1024**3)
    small.write_text("Isi")
    context = browser.new_context()
    context.add_cookies(organiser)
    page = context.new_page()
    page.goto(f"{house.url}/events")
    event = ask(page, "GET", "/events?state=published")["items"][0]["id"]
    page.goto(f"{house.url}/events/{event}/materials")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    form = page.locator(f"form[action='/events/{event}/materials']")
    form.get_by_label("Title of the handout").fill("Film")
    chosen, error = form.locator("input[type=file]"), form.locator("file-limit .field-error")
    chosen.set_input_files(huge)
    expect(error).to_have_text("“film.mp4” is larger than 25 MB. Choose a smaller file.")
    form.locator("button").click()
    expect(chosen).to_be_focused()
    expect(chosen).to_have_attribute("aria-invalid", "true")
    assert not violations(page)
    chosen.set_input_files(small)
    expect(error).to_have_count(0)
    expect(form.get_by_label("Title of the handout")).to_have_value("Film")
    assert "POST" not in sent
    context.close()
