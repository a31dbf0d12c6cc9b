"""The reserve by itself: its next are asked in the statement's own lock when a seat is free for them."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.database import execute, fetch, fetch_value
from events_app.events.tables import Event, EventState
from events_app.invitations.seating.standing import Wish, standing_of
from events_app.invitations.sending import send_invitations

HOURS = """
SELECT w.wave_hours FROM event_inviting w WHERE w.event = $1 AND w.wave_hours > 0 AND EXISTS (
  SELECT FROM invitation i WHERE i.event = $1 AND i.state = 'draft' AND i.reserve_place IS NOT NULL)
"""

OWN_DEADLINE = "UPDATE invitation SET answer_by = $2 WHERE id = ANY($1::uuid[])"
OUT = "UPDATE invitation SET reserve_place = NULL WHERE id = ANY($1::uuid[]) AND state <> 'draft'"

# Whoever was asked, or is drafted to be, may still say yes: their seats are not free for the reserve.
CLAIMS = """
WITH w AS MATERIALIZED (
  SELECT i.id, i.seats, i.reserve_place, i.state = 'draft' AND i.reserve_place IS NOT NULL AS reserved,
    standing_office(coalesce(i.institution, post.institution, p.institution)) AS office
  FROM invitation i LEFT JOIN position post ON post.id = i.position LEFT JOIN person p ON p.id = i.person
  WHERE i.event = $1 AND i.state IN ('draft', 'sent', 'opened', 'tentative')
), covers AS (
  SELECT office, array_agg(quota) AS quotas
  FROM quota_offices($1, ARRAY (SELECT DISTINCT office FROM w WHERE office IS NOT NULL)) GROUP BY office
)
SELECT w.id, w.seats, w.reserved, coalesce(c.quotas, '{}') AS quotas FROM w LEFT JOIN covers c ON c.office = w.office
ORDER BY w.reserved, w.reserve_place, w.id
"""


async def ask_reserve(event: Event, now: datetime) -> None:
    """Ask the next of a locked event's reserve for every free seat, each until a moment of their own.

    Seats of the line, and of those who were asked and may still say yes, are not free. Who cannot be written to
    stays where they are, and the one after is asked. Nothing happens where the event leaves it to people.
    """
    hours = await fetch_value(HOURS, event.id)
    if not hours or event.state != EventState.published or now >= event.starts_at:
        return
    until, unreached = min(now + timedelta(hours=hours), event.starts_at), set[UUID]()
    while fits := await _fitting(event, unreached):
        unreached |= await _ask(event, fits, until, now)


async def _fitting(event: Event, without: Collection[UUID]) -> list[UUID]:
    seats = await standing_of(event)
    counted = seats.capacity is not None
    rows = [row for row in await fetch(CLAIMS, event.id) if row["id"] not in without]
    asked = [_wish(row) for row in rows if not row["reserved"]]
    reserve = [_wish(row) for row in rows if row["reserved"]]
    verdicts = seats.allot([*seats.line, *asked, *reserve])[-len(reserve) :] if reserve else []
    return [
        wish.id
        for wish, obstacle in zip(reserve, verdicts, strict=True)
        if obstacle is None and (counted or wish.quotas)
    ]


async def _ask(event: Event, fits: list[UUID], until: datetime, now: datetime) -> set[UUID]:
    """Returns those who could not be written to."""
    system = Actor.system(event.organisation)
    await execute(OWN_DEADLINE, fits, until)
    problems = await send_invitations(system, event, fits, now)
    await execute(OWN_DEADLINE, list(problems), None)
    await execute(OUT, fits)
    sent = [one for one in fits if one not in problems]
    for one in sent:
        await audit.record(system, "invitation.reserve_asked", one, after={"answer_by": until})
    return set(problems)


def _wish(row: Any) -> Wish:
    return Wish(row["id"], row["seats"], row["quotas"])
