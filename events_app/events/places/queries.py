"""Reads of a room: what is booked there, and when it is blocked."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.database import fetch
from events_app.events.tables import Room, RoomBlock

AHEAD = timedelta(weeks=8)
MOST = 200

BOOKED = """
SELECT b.starts_at, b.ends_at, e.id AS event_id, e.confidential, coalesce(s.title, e.title) AS title,
       e.title AS event_title, e.timezone
FROM booking b JOIN event e ON e.id = b.event LEFT JOIN event_session s ON s.id = b.session
WHERE b.subject = $1 AND NOT b.cancelled AND b.ends_at > $2 AND b.starts_at < $3
ORDER BY b.starts_at, b.id LIMIT $4
"""


@dataclass(frozen=True)
class Booked:
    """A time at which a room is taken; what this reader may not know of has no event and no title."""

    starts_at: datetime
    ends_at: datetime
    timezone: str
    event_id: UUID | None = None
    title: str = ""
    event_title: str = ""


async def booked(actor: Actor, room: Room, now: datetime) -> list[Booked]:
    """What takes place in the room from now on, for eight weeks."""
    rows = await fetch(BOOKED, room.id, now, now + AHEAD, MOST)
    return [_booked(actor, row) for row in rows]


async def blocks_ahead(room: Room, now: datetime) -> list[RoomBlock]:
    """When the room is blocked, from now on."""
    wanted = (RoomBlock.room == room.id) & (RoomBlock.ends_at > now)
    return await RoomBlock.objects().where(wanted).order_by(RoomBlock.starts_at, RoomBlock.id).limit(MOST)


async def blocks_of(room: Room, after: UUID | None, limit: int) -> list[RoomBlock]:
    """Every block of the room, by id."""
    wanted = RoomBlock.room == room.id
    query = RoomBlock.objects().where(wanted if after is None else wanted & (RoomBlock.id > after))
    return await query.order_by(RoomBlock.id).limit(limit)


def _booked(actor: Actor, row: Any) -> Booked:
    times = row["starts_at"], row["ends_at"], row["timezone"]
    if row["confidential"] and not actor.may(Right.read_confidential):
        return Booked(*times)
    return Booked(*times, row["event_id"], row["title"], row["event_title"])
