"""Reads of owning: all that a person, or an institution's own mailbox, answers for today."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.commitments.contacts import owners_of
from events_app.commitments.queries import OVERDUE
from events_app.database import fetch

OWED = "a.state IN ('open', 'in_progress', 'returned', 'submitted') AND c.state = 'agreed'"

# Wider than what is owed: whoever comes first of holder, person, institution and head is asked afterwards. Each way to
# be theirs has an index of its own, which one condition with OR would not use.
MAYBE_THEIRS = f"""
WITH posts AS MATERIALIZED (
  SELECT t.id, t.institution, t.is_head FROM position t JOIN organisation o ON o.id = t.organisation
  WHERE t.organisation = $1 AND t.id IN (
    SELECT h.position FROM position_holding h WHERE h.person = $2
    UNION SELECT p.position FROM person p WHERE p.id = $2)
  AND EXISTS (SELECT FROM holders_on(t.id, ($4::timestamptz AT TIME ZONE o.timezone)::date) h WHERE h.person = $2)
), maybe AS MATERIALIZED (
  SELECT b.id FROM follow_up_action b WHERE b.responsible_person = $2
  UNION SELECT b.id FROM posts JOIN follow_up_action b ON b.responsible_position = posts.id
  UNION SELECT b.id FROM posts JOIN follow_up_action b ON b.responsible_institution = posts.institution WHERE is_head
  UNION SELECT b.id FROM follow_up_action b WHERE b.responsible_institution = $3
)
SELECT a.id FROM maybe JOIN follow_up_action a ON a.id = maybe.id JOIN commitment c ON c.id = a.commitment
WHERE a.organisation = $1 AND {OWED}
"""

LINES = f"""
SELECT a.id, a.ref, a.title, a.deliverable, a.due, a.state, a.percent, c.ratification, {OVERDUE} AS overdue,
  CASE WHEN {OVERDUE} THEN ($1::timestamptz AT TIME ZONE e.timezone)::date - a.due ELSE 0 END AS days_late
FROM follow_up_action a JOIN commitment c ON c.id = a.commitment JOIN event e ON e.id = c.event WHERE a.id = ANY($2)
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
    counts = "count(*) OVER () AS total, count(*) FILTER (WHERE overdue) OVER () AS late"
    sql = f"SELECT *, {counts} FROM ({LINES}) a {URGENT_FIRST} OFFSET $3 LIMIT $4"
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
