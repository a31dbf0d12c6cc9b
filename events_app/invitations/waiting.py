"""The waiting line: who answered when all was taken moves up, in order, when a seat becomes free."""

from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.database import execute, fetch
from events_app.events.tables import Event
from events_app.invitations.passes import send_passes
from events_app.invitations.seats import has_ended, taken_seats

LINE = """
SELECT id, seats, waiting_since AS since, true AS invited FROM invitation
WHERE event = $1 AND state = 'waitlisted'
UNION ALL
SELECT id, 1, created_at, false FROM guest WHERE event = $1 AND invitation IS NULL AND state = 'waitlisted'
ORDER BY since, id
"""

COME = "UPDATE guest SET state = 'expected' WHERE {} = $1 AND state = 'waitlisted' RETURNING id"


async def move_up(event: Event, now: datetime) -> None:
    """Give free seats of a locked event to those in line; it stops at the first who does not fit."""
    if has_ended(event, now):
        return
    line = await fetch(LINE, event.id)
    free = event.capacity - await taken_seats(event) if line and event.capacity is not None else None
    coming: list[UUID] = []
    for one in line:
        if free is not None and one["seats"] > free:
            break
        free = None if free is None else free - one["seats"]
        coming += await _admit(event, one)
    await send_passes(Actor.system(event.organisation), event, coming, now)


async def _admit(event: Event, one: Any) -> list[UUID]:
    if one["invited"]:
        await execute(
            "UPDATE invitation SET state = 'accepted', waiting_since = NULL WHERE id = $1", one["id"]
        )
    rows = await fetch(COME.format("invitation" if one["invited"] else "id"), one["id"])
    verb = "invitation.moved_up" if one["invited"] else "guest.moved_up"
    await audit.record(Actor.system(event.organisation), verb, one["id"])
    return [row["id"] for row in rows]
