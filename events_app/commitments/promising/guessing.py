"""Slows down guessing and flooding, by browser and by event, never by address: one hall sits behind one address.

Everything that is sent is counted, whether a pass was known or not, so that the counting tells nothing.
"""

from datetime import datetime, timedelta
from uuid import UUID

from events_app.accounts import throttle

WINDOW = timedelta(minutes=10)
OF_BROWSER = 10
OF_EVENT = 1_000


async def may_try(event: UUID, what: str, browser: bytes, now: datetime) -> None:
    """Refuses with `slow_down` after too many."""
    await throttle.check(_key(event, what, browser.hex()), OF_BROWSER, now)
    await throttle.check(_key(event, what), OF_EVENT, now)


async def tried(event: UUID, what: str, browser: bytes, now: datetime) -> None:
    """One more."""
    await throttle.count(_key(event, what, browser.hex()), WINDOW, now)
    await throttle.count(_key(event, what), WINDOW, now)


def _key(event: UUID, what: str, subject: str = "") -> str:
    return f"self:{event}:exit-{what}:{subject}"
