"""Two questions each: the events of somebody with what came of them, and the duties themselves."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.database import fetch
from events_app.invitations.queries import HOLDER

PAGE = 50
MOST_DUTIES = 200

FAMILY = "WITH family AS (SELECT $2::uuid AS id UNION SELECT id FROM {table} WHERE successor = $2)"
SEEN = "e.organisation = $1 AND (NOT e.confidential OR $3)"
PROMISED = {
    "institution": "(c.institution IN (SELECT id FROM family) OR a.responsible_institution IN (SELECT id FROM family))",
    "person": "(g.person IN (SELECT id FROM family) OR a.responsible_person IN (SELECT id FROM family))",
}
"""Whoever promised, and whoever does it: an institution or its part; a person who spoke or is responsible."""

DAY = "(e.starts_at AT TIME ZONE e.timezone)::date"
ASKED = {
    "institution": """(i.institution IN (SELECT id FROM family)
      OR i.position IN (SELECT id FROM position WHERE institution IN (SELECT id FROM family)))""",
    "person": f"""(i.person IN (SELECT id FROM family)
      OR i.position IS NOT NULL AND EXISTS (
        SELECT FROM guest g WHERE g.invitation = i.id AND g.person IN (SELECT id FROM family))
      OR i.position IN (SELECT position FROM position_holding WHERE person IN (SELECT id FROM family)
          UNION SELECT position FROM person WHERE id IN (SELECT id FROM family))
        AND ({HOLDER.format(position="i.position", day=DAY)}) IN (SELECT id FROM family))""",
}
"""Whoever was asked by name or by a post: of the institution; held by the person that day, or come to in its place."""

EVENTS = """{family},
asked AS (
  SELECT i.event, (array_agg(i.state ORDER BY i.answered_at DESC NULLS LAST, i.id))[1] AS state
  FROM invitation i JOIN event e ON e.id = i.event
  WHERE i.organisation = $1 AND i.state <> 'withdrawn' AND {asked} GROUP BY i.event),
came AS (
  SELECT g.event, count(*) FILTER (WHERE g.state <> 'cancelled') AS guests,
    count(*) FILTER (WHERE EXISTS (SELECT FROM attendance t WHERE t.guest = g.id)) AS present
  FROM guest g WHERE g.{column} IN (SELECT id FROM family) GROUP BY g.event),
promised AS (
  SELECT c.event, count(DISTINCT c.id) AS commitments,
    count(a.id) FILTER (WHERE a.state <> 'cancelled') AS actions,
    count(a.id) FILTER (WHERE a.state = 'verified') AS delivered
  FROM commitment c LEFT JOIN follow_up_action a ON a.commitment = c.id LEFT JOIN guest g ON g.id = c.guest
  WHERE c.organisation = $1 AND c.state IN ('agreed', 'closed') AND {promised} GROUP BY c.event),
line AS (
  SELECT e.id, e.ref, e.title, e.starts_at, e.timezone, coalesce(asked.state, '') AS invited,
    coalesce(came.guests, 0) AS guests, coalesce(came.present, 0) AS present,
    coalesce(promised.commitments, 0) AS commitments, coalesce(promised.actions, 0) AS actions,
    coalesce(promised.delivered, 0) AS delivered
  FROM event e LEFT JOIN asked ON asked.event = e.id LEFT JOIN came ON came.event = e.id
  LEFT JOIN promised ON promised.event = e.id
  WHERE {seen} AND (asked.event IS NOT NULL OR came.guests > 0 OR came.present > 0 OR promised.event IS NOT NULL))
SELECT line.*, count(*) FILTER (WHERE invited <> '') OVER () AS total_invited,
  count(*) FILTER (WHERE present > 0) OVER () AS total_came, sum(commitments) OVER () AS total_commitments,
  sum(actions) OVER () AS total_actions, sum(delivered) OVER () AS total_delivered
FROM line ORDER BY starts_at DESC, id LIMIT {limit} OFFSET $4
"""
DUTIES = """{family}
SELECT a.id, a.ref, a.title, a.state, a.due, a.done_on, c.id AS commitment, c.title AS promise, e.title AS event
FROM follow_up_action a JOIN commitment c ON c.id = a.commitment JOIN event e ON e.id = c.event
LEFT JOIN guest g ON g.id = c.guest
WHERE {seen} AND c.state IN ('agreed', 'closed') AND {promised}
ORDER BY coalesce(a.done_on, a.due) DESC NULLS LAST, a.id DESC LIMIT {limit}
"""


@dataclass(frozen=True)
class Line:
    """One event and what came of it; `present` of `guests` were there, `delivered` of `actions` are verified."""

    id: UUID
    ref: str
    title: str
    starts_at: datetime
    timezone: str
    invited: str
    guests: int
    present: int
    commitments: int
    actions: int
    delivered: int


@dataclass(frozen=True)
class Duty:
    """One follow-up action that was promised."""

    id: UUID
    ref: str
    title: str
    state: str
    due: date | None
    done_on: date | None
    commitment: UUID
    promise: str
    event: str


@dataclass(frozen=True)
class History:
    """Totals over all events, one page of them, the latest first, and the duties."""

    invited: int
    came: int
    commitments: int
    actions: int
    delivered: int
    events: list[Line]
    more: bool
    duties: list[Duty]


async def history(actor: Actor, table: str, row: UUID, page: int = 1) -> History:
    """What is known of a person or an institution; confidential events only to those who may read them."""
    facts = {"family": FAMILY.format(table=table), "column": table, "seen": SEEN, "promised": PROMISED[table]}
    facts |= {"asked": ASKED[table]}
    asked = (actor.organisation, row, actor.may(Right.read_confidential))
    lines = await fetch(EVENTS.format(**facts, limit=PAGE + 1), *asked, (page - 1) * PAGE)
    duties = await fetch(DUTIES.format(**facts, limit=MOST_DUTIES), *asked)
    names = ("invited", "came", "commitments", "actions", "delivered")
    return History(
        **{name: int(lines[0][f"total_{name}"]) if lines else 0 for name in names},
        events=[_line(one) for one in lines[:PAGE]],
        more=len(lines) > PAGE,
        duties=[Duty(**one) for one in duties],
    )


def _line(row: Any) -> Line:
    return Line(**{name: row[name] for name in Line.__dataclass_fields__})
