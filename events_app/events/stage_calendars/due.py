"""What calendars of people on stage should hold and do not: read from the programme and from what was sent."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from events_app.database import fetch
from events_app.events.queries import SESSION_ROOM, display_name
from events_app.events.tables import Event

# Somebody is asked for, or has confirmed, a session that takes place; who declined is left alone. What was sent to
# somebody who is off the stage, of a session or an event that is called off, is taken back.
DUE = f"""
WITH wanted AS (
  SELECT DISTINCT s.id AS session, r.person, g.state = 'confirmed' AND g.agreed_starts_at = s.starts_at
      AND g.agreed_ends_at = s.ends_at AND g.agreed_room IS NOT DISTINCT FROM {SESSION_ROOM} AS confirmed
  FROM event_session s JOIN event e ON e.id = s.event JOIN session_role r ON r.session = s.id
  JOIN event_speaker d ON d.event = s.event AND d.person = r.person
  JOIN event_speaking g ON g.speaker = d.id AND g.session = s.id
  WHERE s.event = $1 AND s.cancelled_at IS NULL AND e.state <> 'cancelled' AND g.state IN ('asked', 'confirmed')
), named AS (
  SELECT coalesce(w.session, h.session) AS session, coalesce(w.person, h.person) AS person,
    coalesce(w.confirmed, false) AS confirmed, h.id AS entry, h.address AS sent_to, h.method AS held, h.sequence AS known,
    CASE WHEN w.session IS NOT NULL THEN 'REQUEST' ELSE 'CANCEL' END AS method
  FROM wanted w FULL JOIN (SELECT * FROM stage_entry WHERE event = $1) h
    ON h.session = w.session AND h.person = w.person
)
SELECT n.*, s.title, s.starts_at, s.ends_at, s.calendar_sequence AS sequence, p.title_prefix, p.full_name,
  p.title_suffix, p.email, p.language
FROM named n JOIN event_session s ON s.id = n.session JOIN person p ON p.id = n.person JOIN event e ON e.id = s.event
WHERE s.ends_at > $2 AND CASE
  WHEN n.method = 'REQUEST' THEN n.entry IS NULL OR n.held = 'CANCEL' OR n.known < s.calendar_sequence
  ELSE n.held = 'REQUEST' AND (s.cancelled_at IS NOT NULL OR e.state = 'cancelled'
    OR NOT EXISTS (SELECT FROM session_role r WHERE r.session = n.session AND r.person = n.person)) END
ORDER BY s.starts_at, s.id, p.name_key, p.id
"""


@dataclass(frozen=True)
class Change:
    """One entry that is to be written into one calendar, or taken out of it.

    `entry` is the row of what it holds already, None for nothing; `sequence` is the session's own counter.
    """

    session: UUID
    person: UUID
    entry: UUID | None
    method: Literal["REQUEST", "CANCEL"]
    sequence: int
    title: str
    starts_at: datetime
    ends_at: datetime
    confirmed: bool
    name: str
    address: str
    language: str | None


async def due(event: Event, now: datetime) -> list[Change]:
    """All of it, by time: one query, however many sessions and people."""
    return [_change(row) for row in await fetch(DUE, event.id, now)]


def _change(row: Any) -> Change:
    """An entry is taken out of the calendar that it was sent to, whatever the address is now."""
    cancelled = row["method"] == "CANCEL"
    kept = {name: row[name] for name in Change.__dataclass_fields__ if name in row}
    address = row["sent_to"] if cancelled else row["email"]
    sequence = max(row["sequence"], row["known"] or 0)
    return Change(**kept | {"sequence": sequence}, name=display_name(row), address=address)
