"""Who else reads the mail: rooms to the right register here, since this one does not know them.

A reader gets the whole mail inside the transaction that writes it down, and says what became of it, or None
when it is not for them. What it refuses waits for a person, with the refusal's code.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class Outcome:
    """What a reader made of a mail: whose it is, whether a person is needed, and why."""

    organisation: UUID | None
    state: str
    reason: str = ""
    event: UUID | None = None


Reader = Callable[[bytes, UUID | None, datetime], Awaitable[Outcome | None]]
"""The raw mail, the only organisation it may concern (None: any), and the moment."""

_calendar_reader: list[Reader] = []


def reads_calendars(reader: Reader) -> Reader:
    """Register the one that takes calendar replies."""
    _calendar_reader[:] = [reader]
    return reader


async def read_calendar(raw: bytes, only: UUID | None, now: datetime) -> Outcome | None:
    """Let the registered reader take it."""
    for reader in _calendar_reader:
        return await reader(raw, only, now)
    return None
