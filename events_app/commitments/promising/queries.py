"""Reads of the exit: the inbox of an event, and what one phone has sent."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from events_app.commitments.queries import name_of
from events_app.database import fetch, fetch_one, fetch_value

INBOX = f"""
SELECT x.id, x.text, x.due, x.state, x.reason, x.row_version, x.created_at, x.decided_at, x.guest AS guest_id,
  x.session AS session_id, s.title AS session, {name_of("p")} AS name, g.institution AS institution_id,
  i.name AS institution, coalesce(nullif(g.position_title, ''), n.title, '') AS position,
  coalesce(h.title, '') AS in_place_of, x.commitment AS commitment_id, c.ref AS commitment, u.name AS decided_by
FROM exit_promise x JOIN guest g ON g.id = x.guest JOIN person p ON p.id = g.person
LEFT JOIN institution i ON i.id = g.institution LEFT JOIN position n ON n.id = p.position
LEFT JOIN position h ON h.id = g.represents LEFT JOIN event_session s ON s.id = x.session
LEFT JOIN commitment c ON c.id = x.commitment LEFT JOIN app_user u ON u.id = x.decided_by
WHERE x.event = $1 AND x.state <> 'taken_back'
"""
WAITING = (
    "SELECT count(*)::int FROM exit_promise WHERE event = $1 AND state = 'waiting' AND guest IS NOT NULL"
)
SENT = """
SELECT line, text, due, state, reason, created_at FROM exit_promise
WHERE event = $1 AND browser = $2 AND created_at > $3 ORDER BY id DESC LIMIT 20
"""


@dataclass(frozen=True)
class Waiting:
    """A promise in the inbox: who, for whom, in which session, what, and what was decided."""

    id: UUID
    text: str
    due: date | None
    state: str
    reason: str
    row_version: int
    created_at: datetime
    decided_at: datetime | None
    guest_id: UUID
    session_id: UUID | None
    session: str | None
    name: str
    institution_id: UUID | None
    institution: str | None
    position: str
    in_place_of: str
    commitment_id: UUID | None
    commitment: str | None
    decided_by: str | None


async def inbox(event: UUID) -> list[Waiting]:
    """Those that wait first, each part the oldest first: one question."""
    rows = await fetch(f"{INBOX} ORDER BY x.state <> 'waiting', x.id LIMIT 2000", event)
    return [Waiting(**row) for row in rows]


async def one(event: UUID, identity: UUID) -> Waiting | None:
    """One of them."""
    row = await fetch_one(f"{INBOX} AND x.id = $2", event, identity)
    return Waiting(**row) if row else None


async def waiting(event: UUID) -> int:
    """How many wait."""
    count: int = await fetch_value(WAITING, event)
    return count


async def sent_from(event: UUID, browser: bytes, since: datetime) -> list[Any]:
    """What a phone has sent since, the newest first."""
    return await fetch(SENT, event, browser, since)


async def drafts(event: UUID) -> list[tuple[str, str]]:
    """The event's commitments, to say which one is the same."""
    sql = """SELECT c.id, c.ref, i.name, left(c.title, 80) AS title FROM commitment c JOIN institution i
    ON i.id = c.institution WHERE c.event = $1 AND c.state IN ('draft', 'agreed') ORDER BY c.id DESC LIMIT 500"""
    return [(str(r["id"]), f"{r['ref']} · {r['name']}: {r['title']}") for r in await fetch(sql, event)]
