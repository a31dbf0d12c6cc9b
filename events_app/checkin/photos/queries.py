"""Reads of photos: an event's row of them, and whom they must not show."""

from typing import Any
from uuid import UUID

from events_app.database import fetch, fetch_one
from events_app.events.tables import Event

PHOTOS = """
SELECT p.id, p.event, p.document, p.caption, p.place, p.in_report, p.width, p.height, p.created_at, d.size, d.sha256,
  coalesce(u.name, '') AS by
FROM event_photo p JOIN document d ON d.id = p.document LEFT JOIN app_user u ON u.id = p.created_by
WHERE p.event = $1 AND p.removed_at IS NULL AND ($2::uuid IS NULL OR p.id = $2) ORDER BY p.place, p.id
"""
UNWILLING = """
WITH asked AS (
  SELECT p.id, p.is_minor, count(c.id) AS said, count(c.id) FILTER (WHERE w.id IS NULL) AS standing
  FROM guest g JOIN person p ON p.id = g.person
  LEFT JOIN consent_record c ON c.person = p.id AND c.purpose = 'photo'
  LEFT JOIN consent_withdrawal w ON w.consent = c.id
  WHERE g.event = $1 AND EXISTS (SELECT 1 FROM attendance t WHERE t.guest = g.id)
  GROUP BY p.id, p.is_minor
)
SELECT count(*) FILTER (WHERE said > 0 AND standing = 0) AS refused,
  count(*) FILTER (WHERE is_minor AND said = 0) AS minors
FROM asked
"""


async def photos(event: Event, only: UUID | None = None) -> list[Any]:
    """The photos in their order. One query."""
    return await fetch(PHOTOS, event.id, only)


async def unwilling(event: Event) -> dict[str, int]:
    """Of those who were there: how many took their consent to photos back, and minors for whom nobody gave one."""
    row = await fetch_one(UNWILLING, event.id)
    assert row is not None, "a count has one row"
    return {"refused": row["refused"], "minors": row["minors"]}
