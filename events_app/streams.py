"""Answers that stay open: whoever sends one says how to end it, so that a server that stops need not wait for them.

There is room for so many in each process: one that stays open holds a connection and memory for as long as it likes.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from events_app.errors import SlowDown
from events_app.i18n import N_

End = Callable[[], None]
Room = tuple[str, int]
"""Whose room it is, and how many may be open in it."""


class TooManyStreams(SlowDown):
    message = N_(
        "As many pages as there can be are kept up to date here. This one asks from time to time instead."
    )


@dataclass
class _Open:
    ends: set[End] = field(default_factory=set)
    taken: Counter[str] = field(default_factory=Counter)
    stopping: bool = False


_of_loop: WeakKeyDictionary[asyncio.AbstractEventLoop, _Open] = WeakKeyDictionary()


def must_have_place(rooms: Sequence[Room]) -> None:
    """Refuses with `too_many_streams` where one of the rooms is full; nothing is taken yet."""
    if not _is_place(rooms):
        raise TooManyStreams(30)


def take_place(rooms: Sequence[Room]) -> bool:
    """Takes a place in each of the rooms; False, and none taken, where one filled up meanwhile."""
    if not _is_place(rooms):
        return False
    _here().taken.update(name for name, _most in rooms)
    return True


def give_place_back(rooms: Sequence[Room]) -> None:
    """Somebody else may have it."""
    here = _here()
    here.taken.subtract(name for name, _most in rooms)
    here.taken = +here.taken  # names without anybody are forgotten


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


def _is_place(rooms: Sequence[Room]) -> bool:
    taken = _here().taken
    return all(taken[name] < most for name, most in rooms)


def _here() -> _Open:
    return _of_loop.setdefault(asyncio.get_running_loop(), _Open())
