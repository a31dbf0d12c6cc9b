"""What makes each kind of long paper: registered by name, asked by the job."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from events_app.accounts.actor import Actor
from events_app.events.tables import Event


class Discarded(Exception):
    """What the paper would be made of was thrown away while it waited; trying again would change nothing."""


Told = Callable[[int, int], Awaitable[None]]


async def nobody(_done: int, _total: int) -> None:
    """Where nobody waits for it."""


Note = Callable[[], Awaitable[None]]


@dataclass(frozen=True)
class Made:
    """A file, and what is written down in the transaction that hands it over."""

    filename: str
    data: bytes
    note: Note


@dataclass(frozen=True)
class Wish:
    """For whom a paper is made, of which event, of what (the JSON it was begun with), in which language.

    `of` is none where the paper is its asker's own; the actor then holds the rights of the moment.
    """

    actor: Actor
    of: Event | None
    asked: str
    language: str
    now: datetime

    @property
    def event(self) -> Event:
        """The event of a paper that has one."""
        assert self.of is not None, "only the papers of an event ask for it"
        return self.of


Maker = Callable[[Wish, Told], Awaitable[Made]]
_makers: dict[str, Maker] = {}


def maker(kind: str) -> Callable[[Maker], Maker]:
    """Register what makes a kind of paper; a kind has one maker."""

    def register(made: Maker) -> Maker:
        if _makers.setdefault(kind, made) is not made:
            raise ValueError(f"papers of kind {kind!r} have a maker already")
        return made

    return register


def maker_of(kind: str) -> Maker:
    """The maker of a kind."""
    return _makers[kind]
