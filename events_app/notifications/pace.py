"""How fast the mail server is written to: so many a minute, and not at all while it asks for peace."""

import random
from datetime import datetime, timedelta

from events_app import settings
from events_app.database import execute, fetch_value

SOON = timedelta(seconds=2)
TURN = """
UPDATE mail_pace SET next_at = greatest(next_at, $1) + $2::interval WHERE id = 1 RETURNING next_at - $2::interval
"""
REST = """
UPDATE mail_pace SET strain = least(strain + 1, 8), rest_until = $1 + interval '15 seconds' * (2 ^ least(strain, 7))
WHERE id = 1 AND coalesce(rest_until, '-infinity') <= $1
"""
RELAX = "UPDATE mail_pace SET strain = 0, rest_until = NULL WHERE id = 1 AND strain > 0"


async def turn(count: int, now: datetime) -> datetime | None:
    """When these may go, of a crowd that keeps the pace; None for at once. Messages to one person do not queue."""
    every = interval()
    if every is None:
        return None
    slot: datetime = await fetch_value(TURN, now, every * count)
    return slot if slot - now > SOON else None


async def free_at() -> datetime:
    """When everybody who has a turn has had it."""
    moment: datetime = await fetch_value("SELECT next_at FROM mail_pace WHERE id = 1")
    return moment


def interval() -> timedelta | None:
    """The time between two messages of a crowd."""
    rate = settings.current().mail_per_minute
    return timedelta(minutes=1) / rate if rate else None


def portion(most: int) -> int:
    """How many messages of a crowd one job sends: what the pace lets through in five seconds, so that it is even."""
    rate = settings.current().mail_per_minute
    return max(1, min(most, rate // 12)) if rate else most


async def rest(now: datetime) -> None:
    """The server is busy or away: nobody writes to it for a while, longer each time; one step for each rest."""
    await execute(REST, now)


async def relax() -> None:
    """It took a message: the next rest is short again."""
    await execute(RELAX)


def spread() -> timedelta:
    """After a rest they do not all come at once."""
    return timedelta(seconds=random.uniform(0.5, 10))  # noqa: S311 - no secret
