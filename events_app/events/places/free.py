"""The rooms that are free, the one that fits best first: the smallest that holds everybody."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.database import fetch

MOST = 20

FREE = """
SELECT r.id, r.name, r.capacity, coalesce(v.name, '') AS venue
FROM room r LEFT JOIN venue v ON v.id = r.venue
WHERE r.organisation = $1 AND ($4::int IS NULL OR r.capacity >= $4 OR r.capacity IS NULL)
  AND NOT EXISTS (
    SELECT FROM booking b WHERE b.subject = r.id AND NOT b.cancelled AND b.during && tstzrange($2, $3)
      AND ($5::uuid IS NULL OR b.session IS DISTINCT FROM $5)
      AND ($6::uuid IS NULL OR b.event <> $6 OR b.session IS NOT NULL))
ORDER BY r.capacity NULLS LAST, v.name NULLS LAST, r.name, r.id LIMIT $7
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
    session: UUID | None = None,
    event: UUID | None = None,
) -> list[FreeRoom]:
    """Free from start to end; what this session, or this event without sessions, holds itself does not count."""
    rows: list[Any] = await fetch(FREE, organisation, starts_at, ends_at, seats, session, event, MOST)
    return [FreeRoom(**row) for row in rows]
