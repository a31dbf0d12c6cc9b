"""What others see: from the scorecard to the proof inside, from the public page to a frame on another site and the open data."""

import contextlib
import http.server
import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, Page, Response, expect

from tests.browser.axe import faults, too_wide
from tests.browser.house import House
from tests.browser.phones import ask

KINDS = ("json", "csv", "atom", "schema.json")
PHONE = {"width": 360, "height": 740}


@dataclass
class Site:
    """A site of somebody else, with one page; it keeps who framed what to itself."""

    url: str
    pages: dict[str, str]


@contextlib.contextmanager
def site(host: str) -> Iterator[Site]:
    pages: dict[str, str] = {}

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = pages.get(self.path, "").encode()
            self.send_response(200 if body else 404)
            self.send_header("content-type", "text/html; charset=utf-8")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_said: Any) -> None:
            """Nothing."""

    server = http.server.ThreadingHTTPServer((host, 0), Answer)
    running = threading.Thread(target=server.serve_forever)
    running.start()
    try:
        yield Site(f"http://{host}:{server.server_port}", pages)
    finally:
        server.shutdown()
        running.join()
        server.server_close()


def framed(code: str) -> str:
    """The page of somebody else that holds the code as it was copied."""
    return f"<!doctype html><html lang=id><title>Kabar kota</title><h1>Kabar kota</h1>{code}</html>"


def owner_page(browser: Browser, cookies: list[Any]) -> Page:
    context = browser.new_context()
    context.add_cookies(cookies)
    return context.new_page()


@pytest.fixture
def code(house: House, browser: Browser, demo_owner: list[Any]) -> str:
    """What an owner copies for another site, found from the navigation."""
    page = owner_page(browser, demo_owner)
    page.goto(f"{house.url}/reports")
    page.locator('main a[href="/reports/public"]').click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What the public sees")
    found = page.locator("code", has_text="<iframe").inner_text()
    page.context.close()
    return found


@pytest.fixture
def elsewhere(code: str) -> Iterator[Site]:
    """Another site in the browser's eyes: another host, not only another port."""
    ours = urlsplit(address_of(code)).hostname
    with site("localhost" if ours != "localhost" else "127.0.0.1") as other:
        yield other


def address_of(code: str) -> str:
    found = re.search(r'src="([^"]+)"', code)
    assert found is not None, code
    return found[1]


@pytest.mark.browser
def test_way_leads_from_the_scorecard_over_the_story_to_the_evidence(
    house: House, browser: Browser, demo_owner: list[Any]
) -> None:
    page = owner_page(browser, demo_owner)
    page.goto(f"{house.url}/reports")
    shown = next(
        row
        for row in ask(page, "GET", "/actions?state=verified&limit=100")["items"]
        if any(sent["evidence"] for sent in ask(page, "GET", f"/actions/{row['id']}/submissions")["items"])
    )
    promise = ask(page, "GET", f"/commitments/{shown['commitment_id']}")
    page.locator(f'main th a[href="/institutions/{promise["institution_id"]}/scorecard"]').click()
    expect(page).to_have_url(re.compile("/scorecard"))
    page.locator(f'#promised ~ * a[href="/commitments/{promise["id"]}"]').click()
    expect(page.get_by_role("heading", level=1)).to_have_text(promise["title"])
    page.locator(f'a[href="/commitments/{promise["id"]}/timeline"]').click()
    expect(page.locator("#story")).to_be_visible()
    page.locator('.timeline a[href^="/evidence/"]').first.click()
    expect(page).to_have_url(re.compile(r"/evidence/[0-9a-f-]+/preview"))
    expect(page.locator("h1")).to_be_visible()
    page.context.close()


@pytest.mark.browser
@pytest.mark.parametrize(("language", "heading"), [("id", "Yang dijanjikan"), ("en", "What was promised")])
def test_frame_stands_on_another_site_without_a_script_and_leads_to_the_public_page(
    browser: Browser, code: str, elsewhere: Site, language: str, heading: str
) -> None:
    address = f"{address_of(code)}?lang={language}"
    elsewhere.pages["/"] = framed(code.replace(address_of(code), address))
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(elsewhere.url)
    inside = page.frame_locator("iframe")
    expect(inside.get_by_role("heading", level=1)).to_have_text(heading)
    box = page.locator("iframe").bounding_box()
    assert box is not None
    assert round(box["height"]) in range(600, 605), "as high as the code says, its border included"
    with context.expect_page() as opened:
        inside.locator(".promise h3 a").first.click()
    story = opened.value
    expect(story).to_have_url(re.compile(r"/o/[a-z0-9-]+/commitments/[0-9a-f-]{36}$"))
    expect(story.get_by_role("heading", level=1)).to_be_visible()
    context.close()


@pytest.mark.browser
def test_visitor_goes_from_the_frame_to_the_page_and_its_open_data_and_keeps_no_cookie_of_the_frame(
    browser: Browser, code: str, elsewhere: Site
) -> None:
    elsewhere.pages["/"] = framed(code)
    context = browser.new_context(color_scheme="dark", locale="en")
    page = context.new_page()
    answered: list[Response] = []
    page.on("response", lambda answer: answered.append(answer))
    page.goto(elsewhere.url)
    inside = page.frame_locator("iframe")
    for width in (320, 600, 1200):
        page.set_viewport_size({"width": width, "height": 700})
        expect(inside.locator(".promise").first).to_be_visible()
        assert inside.locator("html").evaluate("one => one.scrollWidth - one.clientWidth") == 0, width
    framed_titles = inside.locator(".promise h3").all_inner_texts()
    assert [one.url for one in answered if one.header_value("set-cookie")] == []
    assert context.cookies() == []
    with context.expect_page() as opened:
        inside.get_by_role("link", name="Everything, with figures and open data").click()
    whole = opened.value
    expect(whole.get_by_role("heading", level=1)).to_have_text("What was promised")
    assert whole.locator(".promise h3").all_inner_texts() == framed_titles
    whole.get_by_role("link", name="JSON", exact=True).click()
    expect(whole).to_have_url(re.compile(r"/commitments\.json$"))
    told = json.loads(whole.locator("pre").inner_text())
    assert {one["title"] for one in told["commitments"]} >= set(framed_titles)
    context.close()


@pytest.mark.browser
def test_frame_holds_on_a_phone_for_axe_and_nothing_but_the_frame_may_be_framed(
    browser: Browser, code: str, elsewhere: Site
) -> None:
    address = address_of(code)
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert faults(page) == []
    elsewhere.pages["/"] = framed(code)
    page.goto(elsewhere.url)
    expect(page.frame_locator("iframe").locator(".promise").first).to_be_visible()
    assert too_wide(page) == []
    elsewhere.pages["/whole"] = framed(code.replace("/embed/", "/"))
    page.goto(f"{elsewhere.url}/whole")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kabar kota")
    expect(page.frame_locator("iframe").locator("main")).to_have_count(0)
    assert [frame.url for frame in page.frames[1:]] == ["chrome-error://chromewebdata/"]
    context.close()


@pytest.mark.browser
def test_open_data_is_read_from_another_site_and_knows_nothing_of_what_is_kept_inside(
    house: House, browser: Browser, demo_owner: list[Any], code: str, elsewhere: Site
) -> None:
    page = owner_page(browser, demo_owner)
    page.goto(house.url)
    known = ask(page, "GET", "/commitments?limit=500")["items"]
    page.context.close()
    hidden = [row for row in known if row["visibility"] != "public"]
    assert hidden, "the demo keeps some promises inside"
    page = browser.new_page()
    elsewhere.pages["/"] = framed("")
    page.goto(elsewhere.url)
    home = address_of(code).replace("/embed/", "/")
    read = "async (address) => (await fetch(address)).text()"
    told = {kind: page.evaluate(read, f"{home}.{kind}") for kind in KINDS}
    assert (
        page.evaluate("(address) => fetch(address).then(() => true, () => false)", f"{house.url}/") is False
    )
    page.close()
    promises = json.loads(told["json"])["commitments"]
    told |= {address: httpx.get(address).text for address in (home, address_of(code))}
    open_titles = {row["title"] for row in known if row["visibility"] == "public"}
    assert {one["title"] for one in promises} <= open_titles
    for row in hidden:
        assert httpx.get(f"{home}/{row['id']}").status_code == 404
        for where, text in told.items():
            assert row["id"] not in text, where
            assert row["ref"] not in text, where
            assert row["title"] in open_titles or row["title"] not in text, (where, row["title"])
