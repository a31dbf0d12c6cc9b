"""Every page that the router knows, in both themes and both widths: nothing for axe to say, nothing that overflows."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Response

from events_app import database, settings
from events_app.app import create_app
from events_app.embedded import choose
from tests import world
from tests.browser.axe import faults, too_wide
from tests.browser.house import House

LOOKS = [("light", "id"), ("dark", "en")]
AXE = {("phone", "light"), ("desktop", "dark")}
"""Where axe looks: each theme, language and width once. Colours hang on the theme, what is cut off on the width."""
SIZES = {"phone": {"width": 360, "height": 740}, "desktop": {"width": 1280, "height": 900}}
NO_PAGE = (
    ".png",
    ".svg",
    ".atom",
    ".pdf",
    ".docx",
    "/letter",
    ".xlsx",
    ".zip",
    ".csv",
    ".ics",
    "/content",
    ".js",
    ".webmanifest",
    ".json",
    "/evidence/{evidence_id:uuid}",
    "/picture",
)
NOT_PAGES = (
    "/materials/{",
    "/calendar/{",
    "/count",
    "/live",
    "/minutes/carried",
    "/latest",
    "/badge/{",
    "/X/{exit_ref:str}/{shown",  # its code is old before anybody looks at it
    "/paper-runs/{run_id:uuid}/file",
    "/paper-runs/{own_run_id:uuid}/file",
    "/reports/papers/file",
)
ELSEWHERE = ("/api/v1", "/api/openapi", "/health/", "/setup/", "/login/{")


def _pages() -> list[world.Door]:
    found = [door for door in world.doors(create_app()) if door.method == "GET"]
    return [
        door
        for door in found
        if door.template != "/api"
        and not door.template.startswith(ELSEWHERE)
        and not door.template.endswith(NO_PAGE)
        and not any(part in door.template for part in NOT_PAGES)
    ]


async def _addresses(dsn: str) -> list[str]:
    await database.connect(dsn, size=2)
    try:
        organisation: UUID = await database.fetch_value("SELECT id FROM organisation WHERE demo")
        return [door.path(await world.values(organisation, door)) for door in _pages()]
    finally:
        await database.disconnect()


@pytest.fixture(scope="module")
def addresses(house: House) -> Iterator[list[str]]:
    """Every page's address, with the demo's real ids; personal links need the house's own key."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in house.here.environment().items():
            patch.setenv(name, value)
        settings.current.cache_clear()
        dsn = choose(house.here.folder / "var").dsn
        with ThreadPoolExecutor(1) as elsewhere:  # this thread belongs to the browser's own loop
            yield elsewhere.submit(lambda: asyncio.run(_addresses(dsn))).result()
    settings.current.cache_clear()


def _opened(page: Page, url: str) -> tuple[Response | None, list[str]]:
    """The answer, and what the page itself complained of; axe comes later, and tries styles that are forbidden."""
    page.goto("about:blank")  # what axe still has to say of the page before goes with it
    said: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            said.append(f"says {message.text[:160]} {message.location['url']}")

    page.on("console", hear)
    answer = page.goto(url)
    page.remove_listener("console", hear)
    return answer, said


def _look(page: Page, url: str, with_axe: bool, asked: set[str]) -> list[str]:
    answer, said = _opened(page, url)
    if answer is None or answer.status != 200:
        return [f"answers {answer.status if answer else 'nothing'}"]
    return said + (faults(page) if with_axe else too_wide(page) + _unanswered(page, asked))


AS_THEY_STAND = """() => [...document.forms].filter(form => form.method == "get" && form.checkValidity())
  .map(form => form.action.split("?")[0] + "?" + new URLSearchParams(new FormData(form)))"""


ANSWERS = "async urls => { const all = {}; for (const url of urls) all[url] = (await fetch(url)).status; return all }"


def _unanswered(page: Page, asked: set[str]) -> list[str]:
    """Forms that only look, such as filters: sent as they stand, with choices left empty, each gets a page.

    What many pages have, such as the search, is asked once.
    """
    found = set(page.evaluate(AS_THEY_STAND)) - asked
    asked |= found
    answers: dict[str, int] = page.evaluate(ANSWERS, sorted(found))
    return [
        f"has a form that is answered {status}: {url}" for url, status in answers.items() if status != 200
    ]


def look_at_all(
    browser: Browser, house: House, cookies: list[Any], addresses: list[str], look: tuple[str, str, str]
) -> None:
    """Opens every page in one theme, language and size, and says all that is wrong with any of them."""
    theme, language, size = look
    context = browser.new_context(viewport=SIZES[size], reduced_motion="reduce", color_scheme=theme)  # type: ignore[arg-type]
    extra = [
        {"name": "theme", "value": theme, "url": house.url},
        {"name": "lang", "value": language, "url": house.url},
    ]
    context.add_cookies([c for c in cookies if c["name"] != "lang"] + extra)
    page, faults = context.new_page(), []
    broken: list[str] = []
    asked: set[str] = set()
    page.on("pageerror", lambda fault: broken.append(str(fault)))
    for address in addresses:
        wrong = _look(page, house.url + address, (size, theme) in AXE, asked)
        faults += [f"{address}: {fault}" for fault in wrong]
    context.close()
    assert not faults, "\n".join(faults)
    assert not broken, "\n".join(broken)


@pytest.mark.browser
@pytest.mark.parametrize(("theme", "language"), LOOKS)
def test_every_page_holds_on_a_phone(
    house: House, browser: Browser, demo_owner: list[Any], addresses: list[str], theme: str, language: str
) -> None:
    look_at_all(browser, house, demo_owner, addresses, (theme, language, "phone"))


def test_there_are_pages_to_look_at() -> None:
    assert len(_pages()) > 30
