"""The connection that one task keeps for several statements, so that a page asks the pool once."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any


@dataclass
class Hold:
    """Whose it is; ended when it went back to the pool, whoever still has a copy of the context."""

    task: Any
    connection: Any
    ended: bool = False


_hold: ContextVar[Hold | None] = ContextVar("held_connection", default=None)


@contextmanager
def keeping(connection: Any) -> Iterator[None]:
    """Inside the block `connection()` is this one, for this task alone."""
    mine = Hold(asyncio.current_task(), connection)
    before = _hold.set(mine)
    try:
        yield
    finally:
        mine.ended = True
        _hold.reset(before)


def connection() -> Any:
    """The connection that this very task keeps, or None."""
    mine = _hold.get()
    if mine is None or mine.ended or mine.task is not asyncio.current_task():
        return None
    return mine.connection
