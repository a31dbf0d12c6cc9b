"""Steps of the API's world in long papers: waiting for one, and having one made again that failed."""

import asyncio
import time
from typing import TYPE_CHECKING

from events_app import database

if TYPE_CHECKING:
    from tests.browser.api_world import World

OWN, OF_EVENT = "/paper-runs/{own_run_id}", "/events/{event_id}/paper-runs/{run_id}"


def made(world: "World", way: str) -> None:
    """Waits until a paper is done."""
    deadline = time.monotonic() + 30
    while world.call(f"GET {way}", {})["state"] != "done":
        assert time.monotonic() < deadline, "the worker makes a page in no time"
        time.sleep(0.2)


def made_again(world: "World") -> None:
    """One across events and one of an event fail, and are made again by a call."""
    asyncio.run(_fail(world.dsn, world.ids["own_run_id"], world.ids["run_id"]))
    for one, way in (("own_run_id", OWN), ("run_id", OF_EVENT)):
        world.ids[one] = world.call(f"POST {way}/again", {})["id"]
        made(world, way)


async def _fail(dsn: str, *runs: str) -> None:
    """A fault that no call can bring about."""
    await database.connect(dsn, size=1)
    try:
        await database.execute(
            "UPDATE paper_run SET state = 'failed', given_up = true, sealed = NULL WHERE id = ANY($1::uuid[])",
            list(runs),
        )
    finally:
        await database.disconnect()
