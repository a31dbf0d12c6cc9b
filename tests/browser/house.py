"""A whole running product for the browser: the real `serve`, a real mail server, the demo beside a real city."""

import asyncio
import contextlib
import email
import email.policy
import re
import shutil
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

import httpx
import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import Browser, Playwright

from events_app import database, settings
from events_app.embedded import choose
from tests.commands.running import Installation, Server, free_port, installation

STEADY = ["--font-render-hinting=none", "--disable-background-networking", "--disable-component-update"]


class MissingBrowser(Exception):
    """The browser tests need a real Chromium: `make test` installs it where it may."""


@dataclass
class Mailbox:
    """What a real mail server on this machine received."""

    port: int
    received: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.received.append(message)
        return "250 taken"

    def wait_for(self, address: str, pattern: str, seconds: float = 30, of: str = "") -> re.Match[str]:
        """The first match in the text of a message to an address (that says `of`), waiting for the worker to send it."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for message in list(self.received):
                body = message.get_body(("plain",))
                text = body.get_content() if body and address in str(message["To"]) else ""
                found = re.search(pattern, text) if of in text else None
                if found:
                    return found
            time.sleep(0.1)
        raise AssertionError(f"no mail to {address} with {pattern}: {[str(m['To']) for m in self.received]}")


@dataclass
class House:
    """The running product: where it is, its mail, and its one-time links."""

    here: Installation
    server: Server
    mail: Mailbox

    @property
    def url(self) -> str:
        return self.server.url

    def demo_link(self, role: str) -> str:
        """The printed one-time link of a demo person who holds a role."""
        found = re.search(rf"^.*\b{role}\b.*?(/login/\w+)", self.server.log.read_text(), re.MULTILINE)
        assert found is not None, self.server.log.read_text()
        return found.group(1)

    def api(self, address: str) -> httpx.Client:
        """A program's client for a user."""
        token = self.here.must("token", "add", "--email", address)
        headers = {"authorization": f"Bearer {token}", "accept-language": "en"}
        return httpx.Client(base_url=f"{self.url}/api/v1", headers=headers, timeout=30)


@contextlib.contextmanager
def open_house(demo: str = "1", **more: str) -> Iterator[House]:
    """Starts everything, and ends everything."""
    mail = Mailbox(free_port())
    controller = Controller(mail, hostname="127.0.0.1", port=mail.port)
    controller.start()
    smtp = f"smtp://127.0.0.1:{mail.port}"
    try:
        with installation(EVENTS_SMTP_URL=smtp, EVENTS_DEMO=demo, **more) as here, here.serving() as server:
            yield House(here, server, mail)
    finally:
        controller.stop()


def on_database(house: House, act: Callable[[], Awaitable[object]]) -> None:
    """Do something on the very database that is served, such as what a coming day brings."""

    async def run() -> None:
        await database.connect(choose(house.here.folder / "var").dsn, size=2)
        try:
            await act()
        finally:
            await database.disconnect()

    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(1) as elsewhere:
        for name, value in house.here.environment().items():
            patch.setenv(name, value)
        settings.current.cache_clear()
        elsewhere.submit(lambda: asyncio.run(run())).result()
    settings.current.cache_clear()


def signed_in(house: House, browser: Browser, role: str) -> list[Any]:
    """The cookies of a demo person, who reads English; their link works once, so keep what this gives."""
    return entered(house, browser, house.demo_link(role))


def employed(house: House, browser: Browser, role: str) -> list[Any]:
    """The cookies of a new colleague with a role, who reads English."""
    name = ("--email", f"{role}@kantor.example", "--name", role.title(), "--role", role)
    link = re.search(r"/login/\w+", house.here.must("user", "add", *name))
    assert link is not None
    return entered(house, browser, link.group())


def entered(house: House, browser: Browser, link: str) -> list[Any]:
    """The cookies of whoever a one-time link is for."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(house.url + link)
    page.locator("form[action^='/login/'] button").click()
    page.wait_for_url(f"{house.url}/")
    cookies = [cookie for cookie in context.cookies() if cookie["name"] != "lang"]
    context.close()
    return [*cookies, {"name": "lang", "value": "en", "url": house.url}]


@contextlib.contextmanager
def chromium(playwright: Playwright, *arguments: str) -> Iterator[Browser]:
    """A real Chromium; none on the machine is an error, never a skip."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        raise MissingBrowser()
    browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", *STEADY, *arguments])
    try:
        yield browser
    finally:
        browser.close()
