"""Slows down guessing: failed tries are counted by key in a table, so all processes share one count.

Addresses on private networks count like any other: an office is where passwords are tried from, too.
"""

from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from events_app.database import execute, fetch_one
from events_app.errors import SlowDown

CHECK = "SELECT tries, window_ends FROM throttle WHERE key = $1"

COUNT = """
INSERT INTO throttle (key, tries, window_ends) VALUES ($1, 1, $3)
ON CONFLICT (key) DO UPDATE SET
  tries = CASE WHEN throttle.window_ends < $2 THEN 1 ELSE throttle.tries + 1 END,
  window_ends = CASE WHEN throttle.window_ends < $2 THEN $3 ELSE throttle.window_ends END
"""


async def check(key: str, most: int, now: datetime) -> None:
    """Refuses with `slow_down` when the key has had `most` failures in its window."""
    row = await fetch_one(CHECK, key)
    if row is not None and row["window_ends"] > now and row["tries"] >= most:
        raise SlowDown(max(1, round((row["window_ends"] - now).total_seconds())))


async def count(key: str, window: timedelta, now: datetime) -> None:
    """Counts one failure; the window begins with the first."""
    await execute(COUNT, key, now, now + window)


async def forget(key: str) -> None:
    """Forgets the failures of a key, after a success."""
    await execute("DELETE FROM throttle WHERE key = $1", key)


def network_of(address: str) -> str:
    """The key part of an address: itself in IPv4, its /64 in IPv6, where one person holds many."""
    try:
        known = ip_address(address)
    except ValueError:
        return address[:60]
    return str(known if known.version == 4 else ip_network(f"{known}/64", strict=False))
