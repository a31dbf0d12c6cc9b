"""Whether an event meets rooms that are closed."""

from typing import Any

from events_app.database import fetch
from events_app.events.places.hours import is_open
from events_app.events.queries import SESSION_ROOM
from events_app.events.tables import Event

TIMES = f"""
SELECT r.name, r.hours, o.timezone, t.starts_at, t.ends_at FROM (
  SELECT s.starts_at, s.ends_at, {SESSION_ROOM} AS room FROM event_session s JOIN event e ON e.id = s.event
  WHERE e.id = $1 AND s.cancelled_at IS NULL
  UNION ALL
  SELECT e.starts_at, e.ends_at, e.room FROM event e WHERE e.id = $1 AND e.starts_at IS NOT NULL
    AND NOT EXISTS (SELECT FROM event_session s WHERE s.event = e.id AND s.cancelled_at IS NULL)
) t JOIN room r ON r.id = t.room JOIN organisation o ON o.id = r.organisation ORDER BY t.starts_at
"""


async def closed_rooms(event: Event) -> list[str]:
    """The names of rooms in which something is to take place while they are closed."""
    rows: list[Any] = await fetch(TIMES, event.id)
    closed = [
        row for row in rows if not is_open(row["hours"], row["starts_at"], row["ends_at"], row["timezone"])
    ]
    return list(dict.fromkeys(row["name"] for row in closed))
