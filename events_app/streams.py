"""Answers that stay open: whoever sends one says how to end it, so that a server that stops need not wait for them."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

End = Callable[[], None]


@dataclass
class _Open:
    ends: set[End] = field(default_factory=set)
    stopping: bool = False


_of_loop: WeakKeyDictionary[asyncio.AbstractEventLoop, _Open] = WeakKeyDictionary()


def opened(end: End) -> None:
    """Remember how to end something that is open; at once, where the server stops already."""
    here = _here()
    here.ends.add(end)
    if here.stopping:
        end()


def closed(end: End) -> None:
    """It has ended by itself."""
    _here().ends.discard(end)


def end_all() -> None:
    """End everything that is open, and what opens from now on."""
    here = _here()
    here.stopping = True
    for end in list(here.ends):
        end()


def _here() -> _Open:
    return _of_loop.setdefault(asyncio.get_running_loop(), _Open())
