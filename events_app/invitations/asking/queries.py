"""Reads of rounds: which mails went out again, when, to how many."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from events_app.database import fetch
from events_app.events.tables import Event

ROUNDS = """
SELECT r.id, r.event, r.audience, r.rule, r.text, r.created_at, u.name AS by,
  (SELECT count(*)::int FROM invitation_round_sent s WHERE s.round = r.id) AS sent
FROM invitation_round r LEFT JOIN app_user u ON u.id = r.created_by
WHERE r.event = $1 AND ($2::uuid IS NULL OR r.id < $2) AND ($3::uuid IS NULL OR r.id = $3)
ORDER BY r.id DESC LIMIT $4
"""


@dataclass(frozen=True)
class RoundView:
    """A round of mails; `by` is empty for those of the clock, whose rule names the days before the deadline."""

    id: UUID
    event: UUID
    audience: str
    rule: str
    text: str
    created_at: datetime
    by: str | None
    sent: int


async def rounds(
    event: Event, *, after: UUID | None = None, only: UUID | None = None, limit: int = 200
) -> list[RoundView]:
    """The newest first. One query."""
    return [RoundView(**row) for row in await fetch(ROUNDS, event.id, after, only, limit)]
