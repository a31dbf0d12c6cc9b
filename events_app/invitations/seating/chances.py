"""Giving seats on without anybody asking: when an offer lapses, and when an event has more of them."""

from datetime import datetime
from uuid import UUID

from events_app.database import atomically, fetch
from events_app.events.states import locked_event
from events_app.events.tables import Event
from events_app.invitations.waiting import lapse, move_up

DUE = """
SELECT event FROM invitation WHERE offered_until < $1
UNION SELECT w.event FROM event_inviting w JOIN event e ON e.id = w.event
WHERE w.wave_hours > 0 AND e.state = 'published' AND e.starts_at > $1 AND EXISTS (
  SELECT FROM invitation i WHERE i.event = e.id AND i.state = 'draft' AND i.reserve_place IS NOT NULL)
"""


async def lapse_due(now: datetime) -> None:
    """Whoever did not confirm in time loses the seat to the next in line, in every event. Safe to repeat.

    A reserve that is asked by itself is looked at, too: a deadline that passed may have left a seat for it.
    """
    for row in await fetch(DUE, now):
        await let_move(row["event"], now)


@atomically
async def let_move(identity: UUID, now: datetime) -> None:
    """Take back what lapsed in one event and give what is free."""
    event = await Event.objects().get(Event.id == identity)
    if event is None:
        return
    event = await locked_event(event)
    await lapse(event, now)
    await move_up(event, now)
