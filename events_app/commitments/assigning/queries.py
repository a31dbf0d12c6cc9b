"""Reads of assigning: who passed which duty of an action to whom, when and why."""

from typing import Any
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments.queries import name_of
from events_app.database import fetch
from events_app.i18n import N_, gettext

OFFICE = "concat_ws(' · ', {0}i.name, {0}o.title, nullif({1}, ''))"
BEFORE, AFTER = (OFFICE.format(side, f"coalesce({name_of(side + 'p')}, '')") for side in ("b", "a"))

CHANGES = f"""
SELECT x.id, x.action, x.created_at, x.duty, x.reason, x.meeting,
  NOT $4 AND m.confidential IS TRUE AS hidden, coalesce(u.name, '') AS who,
  x.before_institution, x.before_position, x.before_person, x.after_institution, x.after_position, x.after_person,
  {BEFORE} AS before, {AFTER} AS after
FROM duty_change x LEFT JOIN app_user u ON u.id = x.created_by
LEFT JOIN institution bi ON bi.id = x.before_institution LEFT JOIN institution ai ON ai.id = x.after_institution
LEFT JOIN "position" bo ON bo.id = x.before_position LEFT JOIN "position" ao ON ao.id = x.after_position
LEFT JOIN event m ON m.id = x.meeting
LEFT JOIN person bp ON bp.id = x.before_person LEFT JOIN person ap ON ap.id = x.after_person
WHERE x.action = $1 AND ($2::uuid IS NULL OR x.id > $2) AND ($5::uuid IS NULL OR x.id = $5) ORDER BY x.id LIMIT $3
"""
DECIDED = N_("Decided by a meeting.")

OF_OFFICE = "(SELECT id FROM institution WHERE organisation = $1 AND standing_office(id) = $2)"
POSTS = f"""
SELECT o.id, o.title AS name FROM "position" o WHERE o.organisation = $1 AND o.institution IN {OF_OFFICE}
ORDER BY o.title_key, o.id LIMIT 1000
"""
PEOPLE = f"""
SELECT p.id, {name_of("p")} AS name FROM person p WHERE p.organisation = $1 AND p.successor IS NULL AND p.anonymised_at IS NULL
  AND (p.institution IN {OF_OFFICE} OR EXISTS (SELECT FROM position_holding h JOIN "position" o ON o.id = h.position
    WHERE h.person = p.id AND h.ends_on IS NULL AND o.institution IN {OF_OFFICE}))
ORDER BY p.name_key, p.id LIMIT 1000
"""


async def posts_of(organisation: UUID, office: UUID) -> list[tuple[str, str]]:
    """The positions of a standing institution, to choose from."""
    return [(str(row["id"]), row["name"]) for row in await fetch(POSTS, organisation, office)]


async def people_of(organisation: UUID, office: UUID) -> list[tuple[str, str]]:
    """Its people and those who hold its positions for good, to choose from."""
    return [(str(row["id"]), row["name"]) for row in await fetch(PEOPLE, organisation, office)]


async def changes(
    actor: Actor, action: UUID, after: UUID | None = None, limit: int = 500, only: UUID | None = None
) -> list[dict[str, Any]]:
    """In order; names are today's, also of offices that were merged since.

    Of a meeting that this reader may not know of, neither its id nor what was typed there.
    """
    may = actor.may(Right.read_confidential)
    rows = await fetch(CHANGES, action, after, limit + 1, may, only)
    return [
        {**row, "meeting": None, "reason": gettext(DECIDED)} if row["hidden"] else dict(row) for row in rows
    ]


async def change(actor: Actor, action: UUID, made: UUID) -> dict[str, Any]:
    """One of them, by its own id."""
    [row] = await changes(actor, action, only=made)
    return row
