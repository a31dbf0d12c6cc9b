"""Reads of paper: batches, and the guests that may be ticked."""

from typing import Any
from uuid import UUID

from events_app.database import fetch
from events_app.errors import NotFound
from events_app.events.queries import like
from events_app.events.tables import Event

BATCHES = """
SELECT b.id, b.created_at, b.source, b.marked, b.undone_at, b.session, s.title AS session_title, u.name AS by_name
FROM paper_batch b LEFT JOIN event_session s ON s.id = b.session LEFT JOIN app_user u ON u.id = b.created_by
WHERE b.event = $1 AND ($2::uuid IS NULL OR b.id = $2) AND ($3::uuid IS NULL OR b.id > $3)
"""
TICKABLE = """
SELECT g.id, g.short_code, p.title_prefix, p.full_name, p.title_suffix, i.name AS institution, a.first_in_at
FROM guest g JOIN person p ON p.id = g.person LEFT JOIN institution i ON i.id = g.institution
LEFT JOIN attendance a ON a.event = g.event AND a.guest = g.id AND a.session IS NOT DISTINCT FROM $2::uuid
WHERE g.event = $1 AND (g.state = 'expected' OR a.id IS NOT NULL)
  AND ($3::text = '' OR p.search_text LIKE $3 OR i.search_text LIKE $3 OR lower(g.short_code) LIKE $3)
ORDER BY a.id IS NOT NULL, p.name_key, g.id LIMIT $4 OFFSET $5
"""


async def batches(event: Event, after: UUID | None, limit: int) -> list[Any]:
    """In the order they were made."""
    return await fetch(f"{BATCHES} ORDER BY b.id LIMIT $4", event.id, None, after, limit)


async def newest(event: Event, limit: int) -> list[Any]:
    """The newest first."""
    return await fetch(f"{BATCHES} ORDER BY b.id DESC LIMIT $4", event.id, None, None, limit)


async def batch(event: Event, identity: UUID) -> Any:
    """One of them, or NotFound."""
    rows = await fetch(BATCHES, event.id, identity, None)
    if not rows:
        raise NotFound()
    return rows[0]


async def tickable(event: Event, session: UUID | None, q: str, limit: int, skipped: int) -> list[Any]:
    """Those who may be ticked by name, then those who are present with their time; ask for one more than is shown."""
    pattern = like(q) if q.strip() else ""
    return await fetch(TICKABLE, event.id, session, pattern, limit, skipped)
