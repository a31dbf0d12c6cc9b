"""Slows down guessing by browser, by name and by event, never by address alone: one hall sits behind one address.

Codes, and what is sent at an exit, are counted by event and network, so wide that no hall reaches it, and whoever
spends it from elsewhere locks nobody out but themselves: a browser without cookies is another one each time, so the
browser's count alone stops nobody. Tries by name are counted whether they are found or not, so that the counting
tells nothing.
"""

import hashlib
from datetime import datetime, timedelta
from uuid import UUID

from events_app.accounts import throttle
from events_app.events.tables import Event
from events_app.stakeholders import names

WINDOW = timedelta(minutes=10)
OF_BROWSER = 10
OF_NAME = 6
OF_EVENT = 1_000
OF_NETWORK = 3_000


async def may_try(event: UUID, what: str, browser: bytes, address: str, now: datetime) -> None:
    """Refuses with `slow_down` after too many of this browser, or of its whole network."""
    await throttle.check(_key(event, what, browser.hex()), OF_BROWSER, now)
    await throttle.check(_key(event, f"{what}s", throttle.network_of(address)), OF_NETWORK, now)


async def tried(event: UUID, what: str, browser: bytes, address: str, now: datetime) -> None:
    """One more: a code that was none, or whatever is counted in any case."""
    await throttle.count(_key(event, what, browser.hex()), WINDOW, now)
    await throttle.count(_key(event, f"{what}s", throttle.network_of(address)), WINDOW, now)


async def try_name(event: Event, browser: bytes, name: str, now: datetime) -> None:
    """Counts a try by name before anything is looked up, and refuses when there were too many."""
    key = names.name_key(names.split(name).name)
    digest = hashlib.sha256(key.encode(errors="replace")).hexdigest()[:32]
    limits = (("browser", browser.hex(), OF_BROWSER), ("name", digest, OF_NAME), ("names", "", OF_EVENT))
    for kind, subject, most in limits:
        await throttle.check(_key(event.id, kind, subject), most, now)
    for kind, subject, _most in limits:
        await throttle.count(_key(event.id, kind, subject), WINDOW, now)


def _key(event: UUID, kind: str, subject: str = "") -> str:
    return f"self:{event}:{kind}:{subject}"
