"""Every form and every link of every page leads to a door: none is left behind when a door moves."""

import re
from collections.abc import Iterator
from contextlib import suppress
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import pytest

from events_app import clock, demo, settings
from events_app.accounts import sessions
from events_app.accounts.rights import Role
from events_app.accounts.tables import User
from tests import world
from tests.people import BASE, Browser, Cast, application

NOT_OURS = ("/static/", "/api/")
SHOWN_ELSEWHERE = ("/shell", "/style-guide")
"""A shell is shown at the address of the page that it stands for; the guide's forms are for show."""


class Ways(HTMLParser):
    """Where a page leads: (method, path). A button may stand outside its form, and before it."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.here, self.form = path, ""
        self.methods: dict[str, str] = {}
        self.asked: list[tuple[str, str]] = []

    @property
    def found(self) -> set[tuple[str, str]]:
        """Each once, of this house alone."""
        known = {(self.methods.get(method, method), self._path(address)) for method, address in self.asked}
        return {(method, path) for method, path in known if path and method != "DIALOG"}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.form = given.get("id", f"the form {len(self.methods)}")
            self.methods[self.form] = given.get("method", "get").upper()
            self.asked.append((self.form, given.get("action", "")))
        elif tag == "button" and "formaction" in given:
            method = given.get("formmethod", "").upper() or given.get("form", self.form)
            self.asked.append((method, given["formaction"]))
        elif tag == "a" and "href" in given:
            self.asked.append(("GET", given["href"]))

    def _path(self, address: str) -> str:
        parts = urlsplit(address)
        ours = f"{parts.scheme}://{parts.netloc}" == BASE or (not parts.scheme and not parts.netloc)
        path = parts.path or self.here
        return path if ours and not path.startswith(NOT_OURS) else ""


@pytest.fixture
async def owner_of_the_demo(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[UUID, Browser]:
    """The demo with files of its own, and the browser of who may do everything."""
    monkeypatch.setenv("EVENTS_DATA_DIR", str(tmp_path))
    settings.current.cache_clear()
    organisation = await demo.load(clock.now())
    users = await User.objects().where(User.organisation == organisation)
    user = next(one for one in users if Role.owner in one.roles)
    browser = Browser(await cast.client())
    await browser.post(f"/login/{await sessions.make_link(user, clock.now())}")
    return organisation, browser


def _known() -> dict[str, list[re.Pattern[str]]]:
    known: dict[str, list[re.Pattern[str]]] = {}
    for door in world.doors(application()):
        pattern = re.sub(r"\{[^}]*:path\}", ".+", door.template)
        known.setdefault(door.method, []).append(re.compile(re.sub(r"\{[^}]*\}", "[^/]+", pattern)))
    return known


async def _pages(organisation: UUID) -> Iterator[str]:
    paths = set()
    for door in world.doors(application()):
        if door.method == "GET" and not door.template.startswith(("/api", "/health", "/setup", "/login/{")):
            with suppress(KeyError, AssertionError):
                paths.add(door.path(await world.values(organisation, door)))
    return iter(sorted(paths))


async def test_every_form_and_every_link_leads_to_a_door(owner_of_the_demo: tuple[UUID, Browser]) -> None:
    organisation, browser = owner_of_the_demo
    known, lost, looked = _known(), set[str](), 0
    for path in await _pages(organisation):
        answer = await browser.get(path)
        if (
            path.endswith(SHOWN_ELSEWHERE)
            or answer.status_code != 200
            or "text/html" not in answer.headers["content-type"]
        ):
            continue
        looked += 1
        ways = Ways(path)
        ways.feed(answer.text)
        for method, to in ways.found:
            if not any(pattern.fullmatch(to) for pattern in known[method]):
                lost.add(f"{path}: {method} {to}")
    assert looked > 150
    assert not lost, "\n".join(sorted(lost))
