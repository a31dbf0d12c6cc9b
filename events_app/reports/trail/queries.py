"""Reads entries, the newest first, and what their subjects are called: two statements, however many entries."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.database import fetch
from events_app.events.moments import bounds_of_day
from events_app.reports.trail.forms import TrailFilter
from events_app.reports.trail.words import AREAS, Subject

AN_ID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
ENTRIES = """
SELECT t.id, t.created_at, t.actor_name, t.via, t.address, t.verb, t.subject, t.before, t.after FROM audit_entry t
WHERE t.organisation = $1
  AND ($2 = '' OR t.actor_name ILIKE $2)
  AND ($3::text[] IS NULL OR split_part(t.verb, '.', 1) = ANY($3))
  AND ($4::timestamptz IS NULL OR t.created_at >= $4) AND ($5::timestamptz IS NULL OR t.created_at < $5)
  AND ($6::uuid IS NULL OR t.subject = $6)
  AND ($7::uuid IS NULL OR (t.created_at, t.id) < (SELECT b.created_at, b.id FROM audit_entry b
    WHERE b.id = $7 AND b.organisation = $1))
ORDER BY t.created_at DESC, t.id DESC LIMIT $8
"""
CALLED = """
SELECT id, title AS name, '/events/' || id AS path FROM event WHERE organisation = $1 AND id = ANY($2)
UNION ALL SELECT id, concat_ws(' ', ref, title), '/commitments/' || id FROM commitment WHERE organisation = $1 AND id = ANY($2)
UNION ALL SELECT id, concat_ws(' ', ref, title), '/actions/' || id FROM follow_up_action WHERE organisation = $1 AND id = ANY($2)
UNION ALL SELECT id, name, '/institutions/' || id FROM institution WHERE organisation = $1 AND id = ANY($2)
UNION ALL SELECT id, full_name, '/people/' || id FROM person WHERE organisation = $1 AND id = ANY($2)
UNION ALL SELECT id, name, '' FROM app_user WHERE organisation = $1 AND id = ANY($2)
UNION ALL SELECT s.id, s.title, '/events/' || s.event FROM event_session s WHERE s.organisation = $1 AND s.id = ANY($2)
UNION ALL SELECT g.id, p.full_name, '/events/' || g.event FROM guest g JOIN person p ON p.id = g.person
  WHERE g.organisation = $1 AND g.id = ANY($2)
UNION ALL SELECT i.id, coalesce(n.name, p.full_name, ''), '/events/' || i.event || '/invitations/' || i.id FROM invitation i
  LEFT JOIN institution n ON n.id = i.institution LEFT JOIN person p ON p.id = i.person
  WHERE i.organisation = $1 AND i.id = ANY($2)
UNION ALL SELECT id, title, '' FROM "position" WHERE organisation = $1 AND id = ANY($2)
UNION ALL SELECT id, name, '/venues/' || id FROM venue WHERE organisation = $1 AND id = ANY($2)
UNION ALL SELECT id, name, '' FROM room WHERE organisation = $1 AND id = ANY($2)
UNION ALL SELECT id, concat_ws(' ', code, label), '' FROM indicator_ref WHERE organisation = $1 AND id = ANY($2)
UNION ALL SELECT c.id, c.number, '/events/' || c.event || '/certificates/' || c.id FROM certificate c
  WHERE c.organisation = $1 AND c.id = ANY($2)
"""


async def entries(actor: Actor, asked: TrailFilter, zone: str, limit: int) -> list[Any]:
    """Up to one more than `limit`, so that one knows whether there are more."""
    verbs = list(AREAS[asked.area][1]) if asked.area else None
    since = bounds_of_day(asked.since, zone)[0] if asked.since else None
    until = bounds_of_day(asked.until, zone)[1] if asked.until else None
    who = f"%{_plain(asked.who)}%" if asked.who else ""
    told = (who, verbs, since, until, asked.subject_id, asked.before)
    return await fetch(ENTRIES, actor.organisation, *told, limit + 1)


async def subjects(actor: Actor, rows: Sequence[Any], *more: UUID | None) -> Mapping[UUID, Subject]:
    """What is known by a name here of all that the entries are about or speak of, and `more`; what is gone has none."""
    ids = {
        UUID(one)
        for row in rows
        for side in ("before", "after")
        for one in AN_ID.findall(str(row[side] or ""))
    }
    ids |= {row["subject"] for row in rows if row["subject"]} | {one for one in more if one}
    rows = await fetch(CALLED, actor.organisation, list(ids))
    return {row["id"]: Subject(row["name"], row["path"]) for row in rows}


def _plain(text: str) -> str:
    """The text without a meaning for LIKE."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
