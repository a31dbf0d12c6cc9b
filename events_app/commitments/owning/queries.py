"""Reads of owning: all that a person, or an institution's own mailbox, answers for today."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.commitments.contacts import owners_of
from events_app.commitments.queries import ACTIONS
from events_app.database import fetch

OWED = "a.state IN ('open', 'in_progress', 'returned', 'submitted') AND c.state = 'agreed'"

# Wider than what is owed: whoever comes first of holder, person, institution and head is asked afterwards.
MAYBE_THEIRS = f"""
WITH posts AS MATERIALIZED (
  SELECT t.id, t.institution, t.is_head FROM position t JOIN organisation o ON o.id = t.organisation
  WHERE t.organisation = $1 AND t.id IN (
    SELECT h.position FROM position_holding h WHERE h.person = $2
    UNION SELECT p.position FROM person p WHERE p.id = $2)
  AND EXISTS (SELECT FROM holders_on(t.id, ($4::timestamptz AT TIME ZONE o.timezone)::date) h WHERE h.person = $2)
)
SELECT a.id FROM follow_up_action a JOIN commitment c ON c.id = a.commitment
WHERE a.organisation = $1 AND {OWED} AND (
  a.responsible_person = $2 OR a.responsible_position IN (SELECT id FROM posts)
  OR a.responsible_institution IN (SELECT institution FROM posts WHERE is_head)
  OR a.responsible_institution = $3)
"""

URGENT_FIRST = "ORDER BY a.state = 'submitted', a.due, a.id"


@dataclass(frozen=True)
class Owner:
    """Whose page it is: a person, or the mailbox of an institution."""

    organisation: UUID
    person: UUID | None
    institution: UUID | None


@dataclass(frozen=True)
class Owed:
    """One page of what is owed, the most urgent first; what waits for its verdict comes last."""

    items: list[Any]
    total: int
    late: int
    more: bool


async def owed(owner: Owner, now: datetime, start: int, most: int) -> Owed:
    """What the owner answers for today, by three statements however much it is."""
    mailbox = owner.institution if owner.person is None else None
    maybe = await fetch(MAYBE_THEIRS, owner.organisation, owner.person, mailbox, now)
    ids = await _theirs(owner, [row["id"] for row in maybe])
    late = f"SELECT *, count(*) OVER () AS total, count(*) FILTER (WHERE overdue) OVER () AS late FROM ({ACTIONS}"
    sql = f"{late} WHERE a.id = ANY($2)) a {URGENT_FIRST} OFFSET $3 LIMIT $4"
    rows = await fetch(sql, now, ids, start, most + 1)
    facts = rows[0] if rows else {"total": 0, "late": 0}
    return Owed(rows[:most], facts["total"], facts["late"], len(rows) > most)


async def owns(owner: Owner, action: UUID) -> bool:
    """Whether this action is theirs today, ended ones included."""
    return bool(await _theirs(owner, [action]))


async def _theirs(owner: Owner, actions: list[UUID]) -> list[UUID]:
    found = await owners_of([owner.organisation], actions)
    return [
        action
        for action, contact in found.items()
        if contact is not None
        and contact.person == owner.person
        and (owner.person is not None or contact.institution == owner.institution)
    ]
