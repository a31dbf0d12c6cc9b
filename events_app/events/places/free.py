"""The rooms that are free and open, the one that fits best first: the smallest that holds everybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.database import fetch
from events_app.events.places.hours import is_open

MOST = 20

FREE = """
SELECT r.id, r.name, r.capacity, coalesce(v.name, '') AS venue, r.hours, o.timezone
FROM room r JOIN organisation o ON o.id = r.organisation LEFT JOIN venue v ON v.id = r.venue
WHERE r.organisation = $1 AND r.retired_at IS NULL AND r.equipment @> $7::varchar[]
  AND ($4::int IS NULL OR r.capacity >= $4 OR r.capacity IS NULL)
  AND NOT EXISTS (
    SELECT FROM booking b WHERE b.subject = r.id AND NOT b.cancelled AND b.during && tstzrange($2, $3)
      AND ($5::uuid IS NULL OR b.session IS DISTINCT FROM $5)
      AND ($6::uuid IS NULL OR b.event IS DISTINCT FROM $6 OR b.session IS NOT NULL))
ORDER BY r.capacity NULLS LAST, v.name NULLS LAST, r.name, r.id
"""


@dataclass(frozen=True)
class FreeRoom:
    """A room nobody holds at that time; a room of unknown size may be large enough."""

    id: UUID
    name: str
    capacity: int | None
    venue: str

    @property
    def label(self) -> str:
        """`Ruang Kenanga, Balai Kota (150)`."""
        place = ", ".join(part for part in (self.name, self.venue) if part)
        return f"{place} ({self.capacity})" if self.capacity else place


async def free_rooms(
    organisation: UUID,
    starts_at: datetime,
    ends_at: datetime,
    seats: int | None = None,
    *,
    equipment: Sequence[str] = (),
    session: UUID | None = None,
    event: UUID | None = None,
) -> list[FreeRoom]:
    """Free and open from start to end, with all of the equipment.

    What this session, or this event without sessions, holds itself does not count.
    """
    wanted = [str(one) for one in equipment]
    rows: list[Any] = await fetch(FREE, organisation, starts_at, ends_at, seats, session, event, wanted)
    fit = [row for row in rows if is_open(row["hours"], starts_at, ends_at, row["timezone"])]
    return [FreeRoom(row["id"], row["name"], row["capacity"], row["venue"]) for row in fit[:MOST]]
