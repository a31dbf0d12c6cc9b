"""What strangers read, by a handful of queries however much there is."""

from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.commitments.queries import LATE, OVERDUE
from events_app.database import fetch
from events_app.errors import NotFound
from events_app.reports.accountability.forms import PublicFilter, Standing

Row = Any
PAGE = 20
BATCH = 500
NEWS = 50

SHOWN = "c.organisation = $2 AND c.visibility = 'public' AND c.agreed_at IS NOT NULL AND NOT e.confidential"
NAMED = "e.visibility = 'public' AND e.state <> 'draft'"
JOINED = """commitment c JOIN event e ON e.id = c.event JOIN institution i ON i.id = c.institution
LEFT JOIN position o ON o.id = c.position"""
PROMISE = f"""
SELECT c.id, c.title, c.expected_result, c.indicator, c.target, c.theme, c.state, c.ratification,
  c.closing_rating AS rating, (c.agreed_at AT TIME ZONE e.timezone)::date AS agreed_on, c.agreed_at,
  i.name AS institution, o.title AS position, CASE WHEN {NAMED} THEN e.title END AS event_title,
  CASE WHEN {NAMED} THEN e.slug END AS event_slug
FROM {JOINED} WHERE $1::timestamptz IS NOT NULL AND {SHOWN}
"""
PROMISED = "a.state <> 'draft' AND a.original_due IS NOT NULL"
"""Of an action: it was agreed. One that was dropped before promises nothing, as the figures have it."""

ANY = f"EXISTS (SELECT FROM follow_up_action a WHERE a.commitment = c.id AND {PROMISED} AND"
STANDING = {
    Standing.underway: f"c.state = 'agreed' AND {ANY} a.state IN ('open', 'in_progress', 'submitted', 'returned'))",
    Standing.overdue: f"{ANY} a.state IN {LATE} AND a.due < ($1 AT TIME ZONE e.timezone)::date)",
    Standing.done: f"NOT {ANY} a.state NOT IN ('verified', 'infeasible', 'cancelled')) AND {ANY} a.state = 'verified')",
}
LIST = (
    PROMISE
    + """ AND ($3::uuid IS NULL OR c.institution = $3) AND ($4 = '' OR lower(c.theme) = lower($4)) {standing}
ORDER BY c.agreed_at DESC, c.id DESC LIMIT $5 OFFSET $6"""
)
ALL = PROMISE + " AND ($3::uuid IS NULL OR c.id > $3) ORDER BY c.id LIMIT $4"
ONE = PROMISE + " AND c.id = $3"
ACTIONS = f"""
SELECT a.id, a.commitment, a.title, a.deliverable, r.name AS institution, q.title AS position,
  a.original_due AS first_due, a.due, a.state, a.percent, a.done_on, a.infeasible_reason, {OVERDUE} AS overdue
FROM follow_up_action a JOIN commitment c ON c.id = a.commitment JOIN event e ON e.id = c.event
JOIN institution r ON r.id = a.responsible_institution LEFT JOIN position q ON q.id = a.responsible_position
WHERE a.commitment = ANY($2) AND {PROMISED} ORDER BY a.commitment, a.seq, a.id
"""
STORY = f"""
SELECT t.id, t.created_at, t.to_state AS state, a.title, a.due, c.id AS commitment, i.name AS institution, e.timezone
FROM action_event t JOIN follow_up_action a ON a.id = t.action JOIN commitment c ON c.id = a.commitment
JOIN event e ON e.id = c.event JOIN institution i ON i.id = c.institution
WHERE $1::timestamptz IS NOT NULL AND t.to_state <> 'draft' AND {PROMISED} AND {SHOWN}
"""
LATEST = STORY + " ORDER BY t.created_at DESC, t.id DESC LIMIT $3"
OF_ONE = STORY + " AND c.id = $3 ORDER BY t.created_at DESC, t.id DESC LIMIT 200"


@dataclass(frozen=True)
class Promise:
    """A commitment as strangers may see it, with its actions."""

    row: Row
    actions: list[Row] = field(default_factory=list)


async def host_of(slug: str) -> Organisation:
    """The organisation that shows its commitments at this address.

    Raises NotFound where there is none, or it keeps them inside.
    """
    wanted = (Organisation.slug == slug) & Organisation.public_commitments.eq(True)
    host = await Organisation.objects().get(wanted) if slug.isprintable() else None
    if host is None:
        raise NotFound()
    return host


async def promises(host: UUID, wanted: PublicFilter, now: datetime) -> tuple[list[Promise], bool]:
    """The newest first, `PAGE` at a time, and whether there are more. Two queries."""
    sql = LIST.format(standing=f"AND {STANDING[wanted.standing]}" if wanted.standing else "")
    rows = await fetch(sql, now, host, wanted.institution_id, wanted.theme, PAGE + 1, wanted.skip)
    return await _with_actions(rows[:PAGE], now), len(rows) > PAGE


async def promise(host: UUID, commitment: UUID, now: datetime) -> Promise:
    """One that is shown; raises NotFound for any other."""
    rows = await fetch(ONE, now, host, commitment)
    if not rows:
        raise NotFound()
    return (await _with_actions(rows, now))[0]


async def everything(host: UUID, now: datetime) -> AsyncIterator[list[Promise]]:
    """All that is shown, oldest first, a batch at a time, so that memory does not grow with it."""
    last: UUID | None = None
    while rows := await fetch(ALL, now, host, last, BATCH):
        yield await _with_actions(rows, now)
        last = rows[-1]["id"]


async def story(host: UUID, commitment: UUID) -> list[Row]:
    """What became of one commitment's actions, the newest first."""
    rows: list[Row] = await fetch(OF_ONE, clock.now(), host, commitment)
    return rows


async def news(host: UUID) -> list[Row]:
    """The last changes of everything that is shown."""
    rows: list[Row] = await fetch(LATEST, clock.now(), host, NEWS)
    return rows


async def _with_actions(rows: Sequence[Row], now: datetime) -> list[Promise]:
    of: dict[UUID, list[Row]] = defaultdict(list)
    for action in await fetch(ACTIONS, now, [row["id"] for row in rows]):
        of[action["commitment"]].append(action)
    return [Promise(row, of[row["id"]]) for row in rows]
