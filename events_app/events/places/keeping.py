"""Taking places out of use: deleted when nothing names them, retired otherwise; never while something is to come."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.database import atomically, execute, fetch, fetch_value
from events_app.errors import Refusal
from events_app.events.place_actions import locked_room, locked_venue
from events_app.events.tables import Room, Venue
from events_app.i18n import N_


class Ending(StrEnum):
    deleted = "deleted"
    retired = "retired"


class RoomInUse(Refusal):
    message = N_("Something is still to take place there: %(titles)s. Move or cancel it first.")


COMING = """
SELECT e.id, e.title, min(b.starts_at) AS starts_at FROM booking b JOIN event e ON e.id = b.event
WHERE b.subject = ANY($1) AND b.ends_at > $2 AND NOT b.cancelled
GROUP BY e.id, e.title ORDER BY 3, e.id LIMIT 20
"""
USED = """
SELECT EXISTS (SELECT FROM booking WHERE subject = $1 AND event IS NOT NULL)
  OR EXISTS (SELECT FROM event WHERE room = $1) OR EXISTS (SELECT FROM event_session WHERE room = $1)
"""
LOCK_ROOMS_OF = "SELECT id FROM room WHERE venue = $1 ORDER BY id FOR UPDATE"
RETIRE_ROOMS = """
UPDATE room SET retired_at = $2, row_version = row_version + 1 WHERE venue = $1 AND retired_at IS NULL
"""
RESTORE_ROOMS = """
UPDATE room SET retired_at = NULL, row_version = row_version + 1 WHERE venue = $1 AND retired_at = $2
"""


@atomically
async def remove_room(actor: Actor, room: Room, now: datetime) -> Ending:
    """Delete a room that was never used, retire one that was. Raises RoomInUse, naming what is to come."""
    room = await locked_room(room)
    await _must_be_over([room.id], now)
    if await fetch_value(USED, room.id):
        return await _retire(actor, "room.retired", room, now)
    await Room.delete().where(Room.id == room.id)
    await audit.record(actor, "room.deleted", room.id, before={"name": room.name})
    return Ending.deleted


@atomically
async def remove_venue(actor: Actor, venue: Venue, now: datetime) -> Ending:
    """Delete a venue without rooms; retire one that has some, and them with it. Raises RoomInUse."""
    venue = await locked_venue(venue)
    rooms = [row["id"] for row in await fetch(LOCK_ROOMS_OF, venue.id)]
    await _must_be_over(rooms, now)
    if rooms:
        ending = await _retire(actor, "venue.retired", venue, now)
        await execute(RETIRE_ROOMS, venue.id, venue.retired_at)
        return ending
    await Venue.delete().where(Venue.id == venue.id)
    await audit.record(actor, "venue.deleted", venue.id, before={"name": venue.name})
    return Ending.deleted


@atomically
async def restore_room(actor: Actor, room: Room) -> Room:
    """Offer it again, and its venue if that is out of use too. Twice is once."""
    room = await locked_room(room)
    venue = await Venue.objects().get(Venue.id == room.venue) if room.venue else None
    if venue is not None and venue.retired_at is not None:
        await _restore(actor, "venue.restored", venue)
    await _restore(actor, "room.restored", room)
    return room


@atomically
async def restore_venue(actor: Actor, venue: Venue) -> Venue:
    """Offer it again, with the rooms that were retired with it. Twice is once."""
    venue = await locked_venue(venue)
    if venue.retired_at is not None:
        await execute(RESTORE_ROOMS, venue.id, venue.retired_at)
    await _restore(actor, "venue.restored", venue)
    return venue


async def coming(rooms: Sequence[UUID], now: datetime) -> list[Any]:
    """The events that still hold one of these rooms, the next first; twenty at most."""
    return await fetch(COMING, list(rooms), now)


async def _must_be_over(rooms: Sequence[UUID], now: datetime) -> None:
    events = await coming(rooms, now)
    if events:
        named = [
            {"event_id": str(row["id"]), "title": row["title"], "path": f"/events/{row['id']}"}
            for row in events
        ]
        titles = ", ".join(f"“{row['title']}”" for row in events[:3]) + (" …" if len(events) > 3 else "")
        raise RoomInUse(extra={"events": named}, titles=titles)


async def _retire(actor: Actor, what: str, row: Any, now: datetime) -> Ending:
    if row.retired_at is None:
        row.retired_at, row.row_version = now, row.row_version + 1
        await row.save()
        await audit.record(actor, what, row.id, before={"name": row.name})
    return Ending.retired


async def _restore(actor: Actor, what: str, row: Any) -> None:
    if row.retired_at is not None:
        row.retired_at, row.row_version = None, row.row_version + 1
        await row.save()
        await audit.record(actor, what, row.id, after={"name": row.name})
