"""Stopping a crowd of messages on their way, and letting them go on."""

from uuid import UUID

from events_app.database import fetch
from events_app.notifications.actions import requeue

STOP = """
UPDATE message SET state = 'held', held_because = 'stopped', next_try_at = NULL WHERE id IN (
  SELECT id FROM message WHERE kind = $1 AND bulk = $2 AND state = 'queued' FOR UPDATE SKIP LOCKED)
RETURNING id
"""
STOPPED = """
SELECT id FROM message WHERE kind = $1 AND bulk = $2 AND state = 'held' AND held_because = 'stopped'
ORDER BY id FOR UPDATE
"""


async def stop(kind: str, bulk: UUID) -> int:
    """Hold what is queued of one crowd; what is being handed over at this moment leaves."""
    return len(await fetch(STOP, kind, bulk))


async def go_on(kind: str, bulk: UUID) -> int:
    """Queue again what was stopped and is still wanted, and only that."""
    return await requeue([row["id"] for row in await fetch(STOPPED, kind, bulk)])
