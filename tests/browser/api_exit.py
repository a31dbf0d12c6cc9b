"""Steps of the API's world at the exit: three promises from one phone, for each of the three decisions."""

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import uuid4

import httpx

if TYPE_CHECKING:
    from tests.browser.api_world import World


def walk(world: "World") -> None:
    """Opened, shown on a screen, promised at, decided, and the screen's link ended."""
    path = "/events/{event_id}"
    guest = world.call(
        f"POST {path}/guests", {"full_name": "Citra", "institution_id": world.ids["institution_id"]}
    )
    scan = {"id": str(uuid4()), "code": guest["short_code"]}
    world.call(f"POST {path}/scans", {"scans": [scan | {"scanned_at": _now()}]})
    world.call(f"PUT {path}/promise-exit", {})
    place = world.call(f"POST {path}/promise-exit/screen-link", {})
    _promised(str(world.owner.base_url), place, guest["short_code"])
    rows = world.call(f"GET {path}/exit-promises", {})["items"]
    for row, end in zip(rows, ("rejection", "merging", "acceptance"), strict=True):
        world.ids["promise_id"] = row["id"]
        world.call(f"POST {path}/exit-promises/{{promise_id}}/{end}", {})
    world.call(f"DELETE {path}/promise-exit/screen-link", {})
    table = ("rtl.csv", b"Kegiatan;PIC;Waktu\nPosko;Dinas Sosial;31/12\n", "text/csv")
    world.call(f"POST {path}/commitment-imports", {}, files={"file": table})


def _now() -> str:
    return datetime.now(UTC).isoformat()


def _promised(base: str, place: dict[str, str], short_code: str) -> None:
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(base))
    with httpx.Client(base_url=origin, follow_redirects=True, timeout=30) as phone:
        screen = phone.get(urlsplit(place["screen_url"]).path).text
        found = re.search(r"</span>(\w{3})<span[^>]*> </span>(\w{3})", screen)
        assert found is not None, screen
        path = urlsplit(place["address"]).path
        page = phone.get(f"{path}/{found[1]}{found[2]}").text
        secret = re.search(r'name="_csrf" value="(\w+)"', page)
        assert secret is not None, page
        for number in range(3):
            form = {
                "_csrf": secret[1],
                "text": f"Janji {number}",
                "short_code": short_code,
                "id": str(uuid4()),
            }
            answer = phone.post(path, data=form)
            assert f"Janji {number}" in answer.text, answer.text
