"""Opening the sealed file of a paper: one at a time in a process, for each is in memory as a whole."""

import asyncio
from uuid import UUID
from weakref import WeakKeyDictionary

from events_app import sealing
from events_app.database import fetch_value

PURPOSE = "paper"
_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


async def opened(run: UUID) -> bytes | None:
    """The file of a paper, or nothing where it is no longer kept."""
    turn = _turns.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(1))
    async with turn:
        sealed = await fetch_value("SELECT sealed FROM paper_run WHERE id = $1", run)
        return None if sealed is None else await asyncio.to_thread(sealing.unseal, sealed, PURPOSE)
