"""Reads of what earlier meetings left open: never copied, always as it stands now."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments.queries import ACTIONS, LATE
from events_app.commitments.reminding import ladder
from events_app.database import fetch, fetch_one, fetch_value
from events_app.events.tables import Event

FORCED_AFTER = ladder.AGENDA
"""Days late from which an action must be on the next agenda."""

EARLIER = """
WITH RECURSIVE earlier AS (
  SELECT id, organisation, series, starts_at FROM event WHERE id = $2
  UNION
  SELECT p.id, p.organisation, p.series, p.starts_at FROM earlier x
  JOIN event p ON p.organisation = x.organisation AND p.id <> $2 AND (
    (p.series = x.series AND p.starts_at < x.starts_at)
    OR p.id = (SELECT m.previous FROM previous_meeting m WHERE m.event = x.id))
)
"""
STILL_OPEN = "('open', 'in_progress', 'returned', 'submitted')"
TIMES = "(SELECT count(*)::int FROM meeting_review v WHERE v.action = {} AND v.decision <> 'close')"

CARRIED = f"""
{EARLIER}
SELECT q.*, r.id AS review, r.discussed, r.decision, r.note, r.reviewed_at, coalesce(r.row_version, 0) AS review_version,
  {TIMES.format("q.id")} AS times_carried,
  q.state IN {LATE} AND (e.starts_at AT TIME ZONE e.timezone)::date - q.due >= {FORCED_AFTER} AS forced
FROM ({ACTIONS} WHERE c.event IN (SELECT id FROM earlier WHERE id <> $2) AND c.state <> 'draft'
        AND ($3 OR NOT e.confidential) AND ($4::uuid[] IS NULL OR a.id = ANY($4))
        AND (a.state IN {STILL_OPEN} OR a.id IN (SELECT action FROM meeting_review WHERE event = $2))) q
JOIN event e ON e.id = $2
LEFT JOIN meeting_review r ON r.action = q.id AND r.event = $2
ORDER BY forced DESC, q.overdue DESC, coalesce(q.due, 'infinity'), q.id LIMIT $5 OFFSET $6
"""
REVIEWS = """
SELECT r.id, r.event, r.action, r.discussed, r.decision, r.note, r.reviewed_at, r.row_version, e.title AS event_title,
  e.starts_at, e.timezone, a.ref AS action_ref, a.title AS action_title
FROM meeting_review r JOIN event e ON e.id = r.event JOIN follow_up_action a ON a.id = r.action
JOIN commitment c ON c.id = a.commitment JOIN event said ON said.id = c.event
WHERE ($1::uuid IS NULL OR r.event = $1) AND ($2::uuid IS NULL OR r.action = $2)
  AND ($3 OR NOT (e.confidential OR said.confidential))
ORDER BY e.starts_at, r.id
"""
PREVIOUS = """
SELECT p.id, p.title, p.ref, p.starts_at, p.timezone FROM previous_meeting m JOIN event p ON p.id = m.previous
WHERE m.event = $1 AND ($2 OR NOT p.confidential)
"""
CANDIDATES = """
SELECT id, title, ref, starts_at, timezone FROM event
WHERE organisation = $1 AND id <> $2 AND starts_at < $3 AND state <> 'cancelled' AND ($4 OR NOT confidential)
ORDER BY starts_at DESC LIMIT 100
"""


async def carried(
    actor: Actor,
    event: Event,
    now: datetime,
    *,
    only: Sequence[UUID] | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[Any]:
    """Every action that earlier meetings left open, or that this one reviewed; what must be spoken of first.

    With `only`, those of them that are named; with `limit` and `offset`, a part in the same order.
    """
    may = actor.may(Right.read_confidential)
    return await fetch(CARRIED, now, event.id, may, None if only is None else list(only), limit, offset)


async def reviews(actor: Actor, event: UUID | None = None, action: UUID | None = None) -> list[Any]:
    """What was said, of an event or of an action, by the time of the meeting."""
    return await fetch(REVIEWS, event, action, actor.may(Right.read_confidential))


async def times_carried(action: UUID) -> int:
    """How many meetings carried it on."""
    return int(await fetch_value(f"SELECT {TIMES.format('$1')}", action))


async def previous_of(actor: Actor, event: Event) -> Any | None:
    """The meeting that was chosen as the one before."""
    return await fetch_one(PREVIOUS, event.id, actor.may(Right.read_confidential))


async def candidates(actor: Actor, event: Event) -> list[Any]:
    """Meetings that may be chosen as the one before, the latest first."""
    may = actor.may(Right.read_confidential)
    return await fetch(CANDIDATES, event.organisation, event.id, event.starts_at, may)
