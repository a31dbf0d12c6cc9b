"""How far a paper is, told while its parts are set in another thread."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from events_app.events.runs.making import Told

PAUSE = 0.5
"""Seconds; a page asks once a second."""
Step = Callable[[], None]


def uncounted() -> None:
    """Where nobody wants to know."""


@asynccontextmanager
async def counted(told: Told, total: int) -> AsyncIterator[Step]:
    """What it gives is called for each part that is set, from any thread; how many are, is told now and then and at the end."""
    done, over = 0, asyncio.Event()

    def step() -> None:
        nonlocal done
        done += 1

    async def tell() -> None:
        said = -1
        while not over.is_set():
            if said != done:
                said = done
                await told(min(said, total), total)
            with suppress(TimeoutError):
                await asyncio.wait_for(over.wait(), PAUSE)

    telling = asyncio.create_task(tell())
    try:
        yield step
    finally:
        over.set()
        await telling
    await told(total, total)
