"""What might tell something by its speed is answered after the same time, whatever was found."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

SECONDS = 1.0


@asynccontextmanager
async def evenly() -> AsyncIterator[None]:
    """Leaves no sooner than a second after it was entered; refusals, too."""
    started = time.monotonic()
    try:
        yield
    finally:
        await asyncio.sleep(max(0.0, SECONDS - (time.monotonic() - started)))


async def pause() -> None:
    """A wrong guess costs its time."""
    await asyncio.sleep(SECONDS)
