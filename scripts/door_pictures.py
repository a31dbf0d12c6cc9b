"""Draws the door's icons and takes its screenshots, once: `python -m scripts.door_pictures`; the files are kept."""

import math
import sys

from PIL import Image, ImageDraw
from playwright.sync_api import Browser, sync_playwright

from events_app.checkin.offline.shell import BAR, PICTURES
from events_app.paths import STATIC
from tests.browser.house import House, chromium, open_house, signed_in

GOLD = "#d3a93c"
FOLDER = STATIC / "img/door"
TIMES = 4  # drawn larger, then made smooth
RUNNING = "fetch('/api/v1/events?state=in_progress').then((a) => a.json()).then((a) => a.items[0].id)"


def icon(side: int, size: float) -> Image.Image:
    """The product's mark on its bar; `size` is the mark's share of the side."""
    full = side * TIMES
    picture = Image.new("RGB", (full, full), BAR)
    draw, unit = ImageDraw.Draw(picture), full * size / 40

    def at(x: float, y: float) -> tuple[float, float]:
        return full / 2 + (x - 20) * unit, full / 2 + (y - 20) * unit

    draw.ellipse([*at(1.5, 1.5), *at(38.5, 38.5)], outline=GOLD, width=round(1.5 * unit))
    for dash in range(10):
        start = math.degrees((dash * 9.174) / 14.6)
        end = start + math.degrees(5.2 / 14.6)
        draw.arc([*at(4.2, 4.2), *at(35.8, 35.8)], start, end, fill=GOLD, width=round(2.4 * unit))
    tick = [at(13.8, 20.6), at(18.1, 25), at(26.5, 15.6)]
    draw.line(tick, fill=GOLD, width=round(2.8 * unit), joint="curve")
    for x, y in tick:
        draw.ellipse([x - 1.4 * unit, y - 1.4 * unit, x + 1.4 * unit, y + 1.4 * unit], fill=GOLD)
    return picture.resize((side, side), Image.Resampling.LANCZOS)


def screenshots(house: House, browser: Browser) -> None:
    """The door of the demo's running event, on a phone and on a desk."""
    cookies = signed_in(house, browser, "organiser")
    for name, (sizes, _form) in PICTURES.items():
        width, height = (int(side) for side in sizes.split("x"))
        scale = 2 if width < 1000 else 1
        context = browser.new_context(
            viewport={"width": width // scale, "height": height // scale}, device_scale_factor=scale
        )
        context.add_cookies(cookies)
        page = context.new_page()
        page.goto(f"{house.url}/events")
        page.goto(f"{house.url}/door/{page.evaluate(RUNNING)}")
        page.wait_for_selector("door-page[data-ready]")
        page.evaluate("document.querySelector('.demo-banner')?.remove()")
        shot = FOLDER / name
        page.screenshot(path=shot)
        Image.open(shot).convert("RGB").quantize(128).save(shot, optimize=True)
        context.close()


def main() -> None:
    """Writes every file anew."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for side in (192, 512):
        icon(side, 0.86).quantize(64).save(FOLDER / f"icon-{side}.png", optimize=True)
    icon(512, 0.6).quantize(64).save(FOLDER / "maskable-512.png", optimize=True)
    if sys.argv[1:] == ["icons"]:
        return
    with sync_playwright() as playwright, chromium(playwright) as browser, open_house() as house:
        screenshots(house, browser)


if __name__ == "__main__":
    main()
