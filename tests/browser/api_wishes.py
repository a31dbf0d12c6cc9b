"""Steps of the API's world in wishes: by the link in the header of a mail that asked for something."""

import asyncio
import re
import time
from typing import TYPE_CHECKING

from events_app import database
from events_app.notifications.wishes.queries import ASK

if TYPE_CHECKING:
    from tests.browser.api_world import World

ASKED = """
SELECT w.address FROM message m JOIN mail_wish w ON w.id = m.unsubscribe
WHERE m.kind = ANY($1) AND m.state = 'sent' ORDER BY m.id LIMIT 1
"""


def wishes(world: "World") -> None:
    """An owner says what is not theirs, by the link and at the telephone; the wish is as before at the end."""
    address = asyncio.run(_asked(world.dsn))
    world.ids["wish_link"] = _link(world, address)
    world.call("GET /unsubscribe/{wish_link}", {})
    world.call("PUT /unsubscribe/{wish_link}", {"wish": "all"})
    world.call("POST /unsubscribe/{wish_link}/not-mine", {})
    world.call("POST /duty-objections", {"address": address, "note": "Sudah dialihkan."})


async def _asked(dsn: str) -> str:
    await database.connect(dsn, size=2)
    try:
        address: str = await database.fetch_value(ASKED, list(ASK))
    finally:
        await database.disconnect()
    return address


def _link(world: "World", address: str) -> str:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        for mail in list(world.mail.received):
            found = re.search(r"/unsubscribe/(\w+)", str(mail["List-Unsubscribe"]))
            if found and address in str(mail["To"]).lower():
                return found.group(1)
        time.sleep(0.1)
    raise AssertionError(f"no mail to {address} says how to be left alone")
