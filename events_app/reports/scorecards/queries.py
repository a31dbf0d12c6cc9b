"""What a scorecard says, for one reader and a span of days."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.commitments.queries import name_of
from events_app.database import fetch, fetch_one, one_moment
from events_app.reports import measures
from events_app.reports.counts import Counts, counted
from events_app.reports.counts.counts import Days
from events_app.reports.facts import JOINED, TODAY, WITHIN, answered
from events_app.reports.forms import ReportFilter
from events_app.reports.plots import OF_ONE, kinds_of
from events_app.reports.rates import Figures, figures_of
from events_app.reports.scorecards.months import Month, Quarter, due_months, quarters

Row = Any
SHOWN = 20
KINDS = tuple(
    dict.fromkeys([*kinds_of(OF_ONE), "planned", "owed", "met", "unfinished", "promise", "soonest"])
)
"""What is counted for it and its plots."""

OVERDUE = f"""
SELECT a.id, a.ref, a.title, a.due, a.state, c.id AS commitment_id, c.title AS commitment_title, {TODAY} - a.due AS days_late
FROM {JOINED} WHERE a.id = ANY($2::uuid[]) ORDER BY a.due, a.id
"""
# The latest are picked first: counting the actions of each would cost more than all the rest.
PROMISED = f"""
SELECT c.id, c.ref, c.title, c.state, c.ratification, e.id AS event_id, e.title AS event_title,
  (coalesce(e.starts_at, c.created_at) AT TIME ZONE e.timezone)::date AS day, {name_of("p")} AS said_by, o.title AS position,
  n.actions, n.verified
FROM (SELECT c.* FROM commitment c JOIN event e ON e.id = c.event WHERE $1::timestamptz IS NOT NULL AND {WITHIN}
  ORDER BY c.agreed_at DESC, c.id DESC LIMIT {SHOWN}) c
JOIN event e ON e.id = c.event LEFT JOIN guest g ON g.id = c.guest LEFT JOIN person p ON p.id = g.person
LEFT JOIN "position" o ON o.id = c.position
CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE a.state <> 'cancelled')::int AS actions,
  count(*) FILTER (WHERE a.state = 'verified')::int AS verified
  FROM follow_up_action a WHERE a.commitment = c.id AND a.original_due IS NOT NULL) n
ORDER BY c.agreed_at DESC, c.id DESC
"""
CAME = """
WITH span AS (
  SELECT e.id FROM event e WHERE e.organisation = $1 AND ($2 OR NOT e.confidential)
    AND ($3::date IS NULL OR (e.starts_at AT TIME ZONE e.timezone)::date >= $3)
    AND ($4::date IS NULL OR (e.starts_at AT TIME ZONE e.timezone)::date <= $4)
), guests AS (
  SELECT g.event, p.sex, EXISTS (SELECT FROM attendance t WHERE t.guest = g.id) AS came
  FROM guest g JOIN person p ON p.id = g.person
  WHERE g.organisation = $1 AND g.institution = $5 AND g.state <> 'cancelled' AND g.event IN (SELECT id FROM span)
)
SELECT (SELECT count(DISTINCT i.event)::int FROM invitation i WHERE i.organisation = $1 AND i.event IN (SELECT id FROM span)
    AND i.state NOT IN ('draft', 'withdrawn') AND (i.institution = $5
      OR i.position IN (SELECT id FROM "position" WHERE institution = $5))) AS invited,
  count(DISTINCT event) FILTER (WHERE came)::int AS attended, count(*)::int AS expected,
  count(*) FILTER (WHERE came)::int AS came, count(*) FILTER (WHERE came AND sex = 'female')::int AS women,
  count(*) FILTER (WHERE came AND sex = 'male')::int AS men
FROM guests
"""


@dataclass(frozen=True)
class Funnel:
    """From being asked to having done it: events at first, then commitments."""

    invited: int
    attended: int
    committed: int
    ratified: int
    verified: int


@dataclass(frozen=True)
class Attendance:
    """Of `expected` guests so many came; of some it is not known whether they are women or men."""

    expected: int
    came: int
    women: int
    men: int


@dataclass(frozen=True)
class Scorecard:
    """All of it; lists are the most urgent and the latest `SHOWN`."""

    mine: Figures
    everybody: Figures
    months: list[Month]
    overdue: list[Row]
    promised: list[Row]
    quarters: list[Quarter]
    funnel: Funnel
    attendance: Attendance
    counts: Counts
    """What its plots are made of."""

    @property
    def is_empty(self) -> bool:
        return not (self.mine.commitments or self.funnel.invited or self.attendance.expected)


async def scorecard(actor: Actor, institution: UUID, span: ReportFilter, now: datetime) -> Scorecard:
    """The scorecard of an institution of the actor's own; what is confidential counts only for those who may know.

    All of it is of one moment, whoever changes something meanwhile.
    """
    async with one_moment():
        return await _scorecard(actor, institution, span, now)


async def _scorecard(actor: Actor, institution: UUID, span: ReportFilter, now: datetime) -> Scorecard:
    wanted = span.model_copy(update={"institution_id": institution})
    asked = measures.asked(actor, wanted, now)
    everybody, each = await measures.figures(actor, span, now, of=institution)
    counts = await counted(asked, KINDS)
    came = await fetch_one(CAME, asked[1], asked[2], span.since, span.until, institution)
    assert came is not None, "counting always gives a row"
    return Scorecard(
        mine=next((figures for id_, _name, figures in each if id_ == institution), figures_of({})),
        everybody=everybody,
        months=due_months(counts, Days(now)),
        overdue=await _overdue(counts, now),
        promised=await answered(PROMISED, asked),
        quarters=quarters(counts, Days(now)),
        funnel=_funnel(came, counts),
        attendance=Attendance(came["expected"], came["came"], came["women"], came["men"]),
        counts=counts,
    )


async def _overdue(counts: Counts, now: datetime) -> list[Row]:
    late = counts.overdue(now)
    return await fetch(OVERDUE, now, late) if late else []


def _funnel(came: Row, counts: Counts) -> Funnel:
    known = {what: n for (what,), n in counts.of("promise", 1)}
    steps = (known.get(step, 0) for step in ("committed", "ratified", "verified"))
    return Funnel(came["invited"], came["attended"], *steps)
