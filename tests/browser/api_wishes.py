"""Steps of the API's world in wishes: by the link in the header of a mail that asked for something."""

import asyncio
from typing import TYPE_CHECKING
from unittest.mock import patch
from uuid import UUID

from events_app import database, settings, tokens
from events_app.notifications.wishes.links import PURPOSE
from events_app.notifications.wishes.queries import ASK

if TYPE_CHECKING:
    from tests.browser.api_world import World

ASKED = """
SELECT w.id, w.address FROM message m JOIN mail_wish w ON w.id = m.unsubscribe
WHERE m.kind = ANY($1) AND m.state = 'sent' ORDER BY m.id LIMIT 1
"""


def wishes(world: "World") -> None:
    """An owner says what is not theirs, by the link and at the telephone; the wish is as before at the end."""
    wish, address = asyncio.run(_asked(world.dsn))
    world.ids["wish_link"] = _link(world, wish)
    world.call("GET /unsubscribe/{wish_link}", {})
    world.call("PUT /unsubscribe/{wish_link}", {"wish": "all"})
    world.call("POST /unsubscribe/{wish_link}/not-mine", {})
    world.call("POST /duty-objections", {"address": address, "note": "Sudah dialihkan."})


async def _asked(dsn: str) -> tuple[UUID, str]:
    await database.connect(dsn, size=2)
    try:
        row = await database.fetch_one(ASKED, list(ASK))
    finally:
        await database.disconnect()
    assert row is not None, "nobody was asked for anything"
    return row["id"], row["address"]


def _link(world: "World", wish: UUID) -> str:
    """As the header of the mail says it: made with the key of that installation."""
    theirs = settings.read({"EVENTS_DATA_DIR": str(world.var)})
    with patch.object(settings, "current", return_value=theirs):
        return tokens.derive(PURPOSE, wish)
