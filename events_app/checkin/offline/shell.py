"""What the door is made of, for its service worker: files under names that change with their content."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from events_app import neutral
from events_app.assets import asset, tree_hash
from events_app.checkin.offline.news import closes_at
from events_app.events.tables import Event
from events_app.i18n import gettext
from events_app.paths import STATIC

PARTS = (
    "css/**/*.css",
    "js/*.js",
    "js/elements/*.js",
    "js/door/*.js",
    "img/mark.svg",
    "vendor/bootstrap/*.css",
    "vendor/htmx/*.js",
    "vendor/idb/*.js",
    "vendor/barcode-detector/*.js",
    "vendor/barcode-detector/*.wasm",
    "vendor/fonts/*.woff2",
)
ELSEWHERE = {"js/api-docs.js", "css/api-docs.css", "js/door/worker.js"}
SHARED = (
    "vendor/idb/idb.umd.js",
    "js/door/store.js",
    "js/door/clock.js",
    "js/door/seal.js",
    "js/door/walk-ins.js",
    "js/door/queue.js",
)
BAR = "#0b2545"
PICTURES = {"door-phone.png": ("720x1480", "narrow"), "door-desk.png": ("1280x900", "wide")}


def files() -> list[str]:
    """The addresses of every file that the door page loads, and of no other."""
    return [asset(path) for path in sorted(set(_paths()) - ELSEWHERE)]


def _paths() -> Iterator[str]:
    for pattern in PARTS:
        yield from (path.relative_to(STATIC).as_posix() for path in STATIC.glob(pattern))


@cache
def worker() -> bytes:
    """The service worker: another text, and so another version, whenever one of its files is another."""
    facts = f"const BUILD = {tree_hash()!r}\nconst FILES = {files()!r}\n"
    shared = f"importScripts({', '.join(repr(asset(path)) for path in SHARED)})\n"
    return (facts + shared + (STATIC / "js/door/worker.js").read_text()).encode()


def facts(event: Event) -> dict[str, Any]:
    """What the page tells its script of itself."""
    return {"build": tree_hash(), "closes_at": closes_at(event), "shared": SHARED}


def manifest(event: Event) -> dict[str, Any]:
    """What a phone needs to keep one event's door as an app of its own."""
    here = f"/door/{event.id}"
    shown = neutral.called(event)
    return {
        "id": here,
        "start_url": here,
        "scope": "/door/",
        "name": f"{gettext('Door')}: {shown}",
        "short_name": gettext("Door"),
        "display": "standalone",
        "background_color": BAR,
        "theme_color": BAR,
        "icons": [_icon(192), _icon(512), _icon(512, "maskable")],
        "screenshots": [_picture(name, *facts) for name, facts in PICTURES.items()],
    }


def _icon(side: int, purpose: str = "any") -> dict[str, str]:
    name = f"img/door/{'maskable' if purpose == 'maskable' else 'icon'}-{side}.png"
    return {"src": asset(name), "sizes": f"{side}x{side}", "type": "image/png", "purpose": purpose}


def _picture(name: str, sizes: str, form: str) -> dict[str, str]:
    return {"src": asset(f"img/door/{name}"), "sizes": sizes, "type": "image/png", "form_factor": form}
