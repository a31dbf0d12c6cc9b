"""The connection that one task keeps for several statements, so that a page asks the pool once."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any


@dataclass
class Hold:
    """Whose it is, and the connection once it was needed (the steady one, where that is meant); ended when it went back
    to the pool, whoever still has a copy of the context."""

    task: Any
    steady: bool = False
    connection: Any = None
    ended: bool = False


_hold: ContextVar[Hold | None] = ContextVar("held_connection", default=None)


@contextmanager
def keeping(steady: bool = False) -> Iterator[Hold]:
    """Inside the block this task has a hold, for itself alone; it takes a connection only when a statement comes."""
    mine = Hold(asyncio.current_task(), steady)
    before = _hold.set(mine)
    try:
        yield mine
    finally:
        mine.ended = True
        _hold.reset(before)


def mine() -> Hold | None:
    """The hold of this very task, or None."""
    hold = _hold.get()
    if hold is None or hold.ended or hold.task is not asyncio.current_task():
        return None
    return hold


def connection() -> Any:
    """The connection that this very task keeps, or None."""
    hold = mine()
    return hold.connection if hold else None
