"""Reads of assigning: who passed which duty of an action to whom, when and why."""

from typing import Any
from uuid import UUID

from events_app.commitments.queries import name_of
from events_app.database import fetch

OFFICE = "concat_ws(' · ', {0}i.name, {0}o.title, nullif({1}, ''))"
BEFORE, AFTER = (OFFICE.format(side, f"coalesce({name_of(side + 'p')}, '')") for side in ("b", "a"))

CHANGES = f"""
SELECT x.id, x.action, x.created_at, x.duty, x.reason, x.meeting, coalesce(u.name, '') AS who,
  x.before_institution, x.before_position, x.before_person, x.after_institution, x.after_position, x.after_person,
  {BEFORE} AS before, {AFTER} AS after
FROM duty_change x LEFT JOIN app_user u ON u.id = x.created_by
LEFT JOIN institution bi ON bi.id = x.before_institution LEFT JOIN institution ai ON ai.id = x.after_institution
LEFT JOIN "position" bo ON bo.id = x.before_position LEFT JOIN "position" ao ON ao.id = x.after_position
LEFT JOIN person bp ON bp.id = x.before_person LEFT JOIN person ap ON ap.id = x.after_person
WHERE x.action = $1 AND ($2::uuid IS NULL OR x.id > $2) ORDER BY x.id LIMIT $3
"""


async def changes(action: UUID, after: UUID | None = None, limit: int = 500) -> list[Any]:
    """In order; names are today's, also of offices that were merged since."""
    return await fetch(CHANGES, action, after, limit + 1)
