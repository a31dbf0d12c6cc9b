"""What became of the promises, counted by the database. Each figure is defined here and nowhere else.

- An action counts once its commitment has been agreed: a draft promises nothing, nor does one withdrawn as a draft.
- `from` and `to` are days of the event at which the promise was made, in the event's own zone.
- `institution` is the one that promised, whoever does the work.
- Overdue: open, in progress or returned, and the current due date lies before today, on the event's day.
- Completion: verified, of all but the cancelled and infeasible.
- On time: done (the day of the accepted submission) by the date first promised, of all whose first date has
  passed. Cancelled and infeasible ones stay in, or calling off a late action would mend the rate.
- Days late: from the date first promised to the day it was done; for what awaits a verdict, to its submission;
  for what is still owed, to today, so that the worst cases are not left out. The median is of the late ones.
- Not yet ratified: commitments made in place of a head who has not answered; their actions count like any other.
- Ageing: the overdue ones by the days since their current due date.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments.queries import LATE
from events_app.database import fetch
from events_app.reports.forms import ReportFilter
from events_app.reports.rates import AGES, STATES, Figures

Row = Any


@dataclass(frozen=True)
class Stranger:
    """Somebody outside: counts what an organisation marked for everybody, never of a confidential event."""

    organisation: UUID


Reader = Actor | Stranger

WITHIN = """
c.organisation = $2 AND c.agreed_at IS NOT NULL AND ($3 OR NOT e.confidential)
AND ($4::date IS NULL OR (coalesce(e.starts_at, c.created_at) AT TIME ZONE e.timezone)::date >= $4)
AND ($5::date IS NULL OR (coalesce(e.starts_at, c.created_at) AT TIME ZONE e.timezone)::date <= $5)
AND ($6::uuid IS NULL OR c.institution = $6) AND ($7 = '' OR lower(c.theme) = lower($7))
AND ($8::uuid IS NULL OR c.event = $8) AND (NOT $9 OR c.visibility = 'public')
"""

PROMISED = f"""
WITH dated AS (
  SELECT a.state, a.due, a.original_due, a.done_on, c.institution, i.name,
         ($1::timestamptz AT TIME ZONE e.timezone)::date AS today,
         CASE WHEN a.state = 'submitted' THEN (a.state_since AT TIME ZONE e.timezone)::date END AS submitted_on
  FROM follow_up_action a JOIN commitment c ON c.id = a.commitment JOIN event e ON e.id = c.event
  JOIN institution i ON i.id = c.institution
  WHERE a.state <> 'draft' AND a.original_due IS NOT NULL AND {WITHIN}
), promised AS (
  SELECT *, CASE WHEN state IN {LATE} AND due < today THEN today - due END AS age,
         CASE WHEN state NOT IN ('infeasible', 'cancelled')
              THEN coalesce(done_on, submitted_on, today) - original_due END AS days_late
  FROM dated
)
"""

FIGURES = f"""{PROMISED}
SELECT institution, name,
  {", ".join(f"count(*) FILTER (WHERE state = '{state}') AS {state}" for state in STATES)},
  count(age) AS overdue,
  count(*) FILTER (WHERE original_due < today) AS passed,
  count(*) FILTER (WHERE original_due < today AND done_on <= original_due) AS on_time,
  count(*) FILTER (WHERE days_late > 0) AS late,
  percentile_cont(0.5) WITHIN GROUP (ORDER BY days_late) FILTER (WHERE days_late > 0) AS median,
  count(*) FILTER (WHERE age BETWEEN 1 AND 7) AS "1-7",
  count(*) FILTER (WHERE age BETWEEN 8 AND 30) AS "8-30",
  count(*) FILTER (WHERE age BETWEEN 31 AND 90) AS "31-90",
  count(*) FILTER (WHERE age > 90) AS ">90"
FROM promised GROUP BY GROUPING SETS ((), (institution, name)) ORDER BY name NULLS FIRST, institution
"""

COMMITMENTS = f"""
SELECT c.institution, i.name, count(*) AS n,
  count(*) FILTER (WHERE c.ratification = 'pending' AND c.state = 'agreed') AS unratified
FROM commitment c JOIN event e ON e.id = c.event JOIN institution i ON i.id = c.institution
WHERE $1::timestamptz IS NOT NULL AND {WITHIN} GROUP BY c.institution, i.name
"""

MONTHS = f"""{PROMISED}
SELECT date_trunc('month', due)::date AS month, count(*) FILTER (WHERE state = 'verified') AS verified,
  count(*) FILTER (WHERE state = 'submitted') AS submitted,
  count(*) FILTER (WHERE state IN {LATE} AND age IS NULL) AS owed, count(age) AS overdue
FROM promised WHERE state NOT IN ('infeasible', 'cancelled') GROUP BY 1 ORDER BY 1 DESC LIMIT 24
"""


async def figures(
    reader: Reader, wanted: ReportFilter, now: datetime
) -> tuple[Figures, list[tuple[UUID, str, Figures]]]:
    """The whole, and each institution with its name, by name. Two queries, however many there are."""
    promised = {row["institution"]: row for row in await fetch(COMMITMENTS, *_asked(reader, wanted, now))}
    rows = await fetch(FIGURES, *_asked(reader, wanted, now))
    whole = next(row for row in rows if row["institution"] is None)
    by_institution = [
        (row["institution"], row["name"], _figures(row, [promised[row["institution"]]]))
        for row in rows
        # Of two statements the later one may know an institution that promised meanwhile.
        if row["institution"] in promised
    ]
    return _figures(whole, list(promised.values())), by_institution


async def due_months(reader: Reader, wanted: ReportFilter, now: datetime) -> list[Row]:
    """How what falls due in a month stands: at most the last 24 months that have any, in order."""
    rows = await fetch(MONTHS, *_asked(reader, wanted, now))
    return list(reversed(rows))


async def choices(reader: Reader) -> dict[str, list[Row]]:
    """What a report can be narrowed to: institutions, events and themes that have commitments."""
    mine = """c.organisation = $1 AND c.agreed_at IS NOT NULL AND ($2 OR NOT e.confidential)
    AND (NOT $3 OR c.visibility = 'public')"""
    joined = "commitment c JOIN event e ON e.id = c.event"
    institutions = f"""SELECT i.id, i.name FROM institution i WHERE i.id IN (SELECT c.institution FROM {joined}
    WHERE {mine}) ORDER BY i.name_key LIMIT 2000"""
    events = f"""SELECT id, title FROM event WHERE id IN (SELECT c.event FROM {joined} WHERE {mine})
    ORDER BY starts_at DESC LIMIT 500"""
    themes = f"SELECT DISTINCT c.theme, c.theme AS label FROM {joined} WHERE {mine} AND c.theme <> '' ORDER BY 1 LIMIT 500"
    asked = _sees(reader)
    return {
        "institutions": await fetch(institutions, *asked),
        "events": await fetch(events, *asked),
        "themes": await fetch(themes, *asked),
    }


def _sees(reader: Reader) -> tuple[UUID, bool, bool]:
    """The tenant, whether confidential events count, and whether only what is for everybody does."""
    if isinstance(reader, Stranger):
        return reader.organisation, False, True
    return reader.organisation, reader.may(Right.read_confidential), False


def _asked(reader: Reader, wanted: ReportFilter, now: datetime) -> tuple[Any, ...]:
    organisation, confidential, public_only = _sees(reader)
    return (
        now,
        organisation,
        confidential,
        wanted.since,
        wanted.until,
        wanted.institution_id,
        wanted.theme,
        wanted.event_id,
        public_only,
    )


def _figures(row: Row, promised: list[Row]) -> Figures:
    return Figures(
        commitments=sum(one["n"] for one in promised),
        not_yet_ratified=sum(one["unratified"] for one in promised),
        states={state: row[state] for state in STATES},
        overdue=row["overdue"],
        on_time=row["on_time"],
        passed=row["passed"],
        late=row["late"],
        median_days_late=row["median"],
        ageing={age: row[age] for age in AGES},
    )
