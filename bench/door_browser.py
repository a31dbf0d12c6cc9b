"""The door in a phone's browser: how soon it opens on a slow processor and network, and how soon a code is answered."""

import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvloop
from playwright.sync_api import BrowserContext, Page, sync_playwright

from bench import data, place
from bench.slow_line import slow_line
from events_app import clock, database
from events_app.accounts import sessions
from tests.browser.camera import write_camera
from tests.browser.house import chromium

GUESTS = 2_000
VERDICTS = int(os.environ.get("BENCH_VERDICTS", "40"))
CODES = 16
FRAMES = 15  # half a second each
PAIRS = """() => performance.getEntriesByType("mark").filter((mark) => mark.name.startsWith("door-")).map((mark) =>
  [mark.name, mark.startTime])"""


def main() -> None:
    """Prints the table."""
    with place.running() as (dsn, port):
        cookie, event, passes = uvloop.run(_prepare(dsn, port))
        with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
            film = write_camera(Path(folder) / "passes.mjpeg", *passes, frames=FRAMES)
            camera = (
                "--use-fake-ui-for-media-stream",
                "--use-fake-device-for-media-stream",
                f"--use-file-for-fake-video-capture={film}",
            )
            with chromium(playwright, *camera) as browser, slow_line(port) as slow:
                _report(browser, cookie, event, port, slow)


async def _prepare(dsn: str, port: int) -> tuple[str, str, list[str]]:
    await database.connect(dsn)
    _token, [stage] = await data.prepare([GUESTS])
    user: Any = await database.fetch_one("SELECT id, name, organisation FROM app_user LIMIT 1")
    cookie = await sessions.open_session(user, "127.0.0.1", "bench", clock.now())
    await database.disconnect()
    await place.listening(port)
    return cookie, str(stage.event), [f"HTTP://LOCALHOST/T/{one}" for one in stage.passes[:CODES]]


def _report(browser: Any, cookie: str, event: str, port: int, slow: int) -> None:
    print(f"{'processor':<12}{'opens again, slow network':>28}{'frame to verdict':>20}{'p95':>10}")
    for times in (1, 4, 6):
        with _phone(browser, cookie, slow) as context:
            opened = _opening(context, f"http://127.0.0.1:{slow}/door/{event}", times)
        with _phone(browser, cookie, port) as context:
            took = _verdicts(context, f"http://127.0.0.1:{port}/door/{event}", times)
        p95 = statistics.quantiles(took, n=20)[-1]
        print(f"{times:>3} x slower{opened:>26.2f} s{statistics.median(took):>17.0f} ms{p95:>7.0f} ms")


@contextmanager
def _phone(browser: Any, cookie: str, port: int) -> Iterator[BrowserContext]:
    context: BrowserContext = browser.new_context(viewport={"width": 360, "height": 740})
    context.add_cookies([{"name": "session", "value": cookie, "url": f"http://127.0.0.1:{port}"}])
    yield context
    context.close()


def _opening(context: BrowserContext, url: str, times: int) -> float:
    """Seconds from the second visit's beginning to a door that takes codes; the median of five."""
    page = context.new_page()
    page.goto(url)
    page.wait_for_selector("door-page[data-ready]")
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    while not page.evaluate("async () => (await (await caches.open('door-shells')).keys()).length"):
        page.wait_for_timeout(50)
    _slow_down(page, times)
    return statistics.median(_once(page, url) for _ in range(5))


def _once(page: Page, url: str) -> float:
    page.goto("about:blank")
    begun = time.perf_counter()
    page.goto(url, wait_until="commit")
    page.wait_for_selector("door-page[data-open]")
    return time.perf_counter() - begun


def _verdicts(context: BrowserContext, url: str, times: int) -> list[float]:
    """Milliseconds from the beginning of the look that read a code to the painted verdict."""
    page = context.new_page()
    page.goto(url)
    page.wait_for_selector("door-page[data-ready]")
    _slow_down(page, times)
    page.locator("[data-camera]").click()
    page.wait_for_function(
        f"() => performance.getEntriesByName('door-verdict').length > {VERDICTS}", timeout=120_000
    )
    seen, took = 0.0, []
    for name, at in sorted(page.evaluate(PAIRS), key=lambda mark: mark[1]):
        if name == "door-frame":
            seen = at
        else:
            took.append(at - seen)
    return took[1:]  # the first one loads the reader


def _slow_down(page: Page, times: int) -> None:
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": times})


if __name__ == "__main__":
    main()
