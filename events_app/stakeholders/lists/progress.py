"""How far the work on a list is, told from outside its transaction, and asked whether to go on."""

import asyncio
from contextvars import Context
from uuid import UUID

from events_app.database import fetch_value
from events_app.stakeholders.lists.refusals import Stopped
from events_app.stakeholders.lists.tables import ReadingState

_TELL = """
UPDATE list_reading SET done = $3, total = $4 WHERE draft = $1 AND state = $2 RETURNING id
"""


async def tell(draft: UUID, state: ReadingState, done: int, total: int) -> None:
    """Makes the progress visible at once, while the rows themselves wait for their commit; raises Stopped.

    The update runs in a task without the caller's transaction, on a connection of its own.
    """
    loop = asyncio.get_running_loop()
    telling = loop.create_task(_told(draft, state, done, total), context=Context())
    if await telling is None:
        raise Stopped()


async def _told(draft: UUID, state: ReadingState, done: int, total: int) -> object:
    return await fetch_value(_TELL, draft, state.value, done, total)


async def nobody(done: int, total: int) -> None:
    """For a short list, which is done before anybody could look."""
