"""What became of the promises, counted by the database. Each figure is defined here and nowhere else.

- An action counts once its commitment has been agreed: a draft promises nothing, nor does one withdrawn as a draft.
- `from` and `to` are days of the event at which the promise was made, in the event's own zone.
- `institution` is the one that promised, whoever does the work.
- Overdue: open, in progress or returned, and the current due date lies before today, on the event's day.
- Completion: verified, of all but the cancelled and infeasible.
- On time: done (the day of the accepted submission) by the date first promised, of all whose first date has
  passed. Cancelled and infeasible ones stay in, or calling off a late action would mend the rate. The same against
  the current date, of all whose current date has passed.
- Days late: from the date first promised to the day it was done; for what awaits a verdict, to its submission;
  for what is still owed, to today, so that the worst cases are not left out. The median is of the late ones.
- Slip: days between the first and the current due date, of those that were moved and are neither cancelled nor
  infeasible; the median of them.
- Return rate: verdicts that returned a submission, of all verdicts. Turnaround: whole days from a submission to its
  verdict; the median of all verdicts.
- With evidence: accepted submissions that have at least one piece of evidence, of all that were accepted.
- Stale: open, in progress or returned, and for thirty days neither moved nor reported on, of all such.
- Reporting rate: reported on within thirty days, of those whose commitment was agreed thirty days ago or earlier and
  that are open, in progress or returned. Thirty days are counted by the event's days, like lateness.
- Carried over: how often a later meeting looked at one of the actions again.
- Not yet ratified: commitments made in place of a head who has not answered; their actions count like any other.
- Ageing: the overdue ones by the days since their current due date.

The institutions come from kept figures (`summaries`) when nothing but the reader narrows the report, but for those of which
something changed since, which are worked out of what is kept of their parts (`of_facts`); so does the whole, and once
anything changed it is added up from kept counts (`of_counts`). What is
narrowed otherwise, and what is not kept, is counted from the rows (`of_rows`). Either way the answer is of this moment.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.database import fetch
from events_app.reports import of_counts, of_rows, summaries
from events_app.reports.facts import answered
from events_app.reports.forms import ReportFilter
from events_app.reports.rates import Figures, figures_of

Row = Any


@dataclass(frozen=True)
class Stranger:
    """Somebody outside: counts what an organisation marked for everybody, never of a confidential event."""

    organisation: UUID


Reader = Actor | Stranger
STANDINGS = ("verified", "submitted", "owed", "overdue")
MONTHS = f"""
SELECT make_date(month / 12, month % 12 + 1, 1) AS month,
  {", ".join(f"coalesce(sum(n) FILTER (WHERE kind = '{one}'), 0)::int AS {one}" for one in STANDINGS)}
FROM ({{counts}}) one GROUP BY one.month HAVING sum(n) <> 0 ORDER BY 1 DESC LIMIT 24
"""


async def figures(
    reader: Reader, wanted: ReportFilter, now: datetime, of: UUID | None = None
) -> tuple[Figures, list[tuple[UUID, str, Figures]]]:
    """The whole, and each institution (or only the one asked for) with its name, by name. At most three queries."""
    values = asked(reader, wanted, now)
    one = of or wanted.institution_id
    if _cuts_across(wanted):
        known = await answered(of_rows.WHOLE if of else of_rows.EACH, values)
        rows = await answered(of_rows.SOME, (*values, [of])) if of else known[1:]
        whole = figures_of(known[0])
        each = [(row["institution"], row["name"], figures_of(row)) for row in rows]
    else:
        kept, each = await summaries.known(values, one)
        whole = await _whole(values, kept, each, wanted)
    return whole, [row for row in each if row[2].commitments]


async def _whole(
    values: tuple[Any, ...],
    kept: Figures | None,
    each: list[tuple[UUID, str, Figures]],
    wanted: ReportFilter,
) -> Figures:
    if wanted.institution_id:
        return each[0][2] if each else figures_of({})
    if kept:
        return kept
    [row] = await answered(of_counts.WHOLE, values)
    return figures_of(row)


async def due_months(reader: Reader, wanted: ReportFilter, now: datetime) -> list[Row]:
    """How what falls due in a month stands: at most the last 24 months that have any, in order."""
    counts = of_rows.MONTHS if wanted.narrows else of_counts.MONTHS
    rows = await answered(MONTHS.format(counts=counts), asked(reader, wanted, now))
    return list(reversed(rows))


def _cuts_across(wanted: ReportFilter) -> bool:
    """Whether a filter asks for what kept counts do not tell apart."""
    return bool(wanted.since or wanted.until or wanted.event_id or wanted.theme)


async def choices(reader: Reader) -> dict[str, list[Row]]:
    """What a report can be narrowed to: institutions, events and themes that have commitments."""
    mine = """c.organisation = $1 AND c.agreed_at IS NOT NULL AND ($2 OR NOT e.confidential)
    AND (NOT $3 OR c.visibility = 'public')"""
    named = "agreed_at IS NOT NULL AND theme <> ''"
    institutions = f"""SELECT i.id, i.name FROM institution i WHERE i.organisation = $1 AND EXISTS (
    SELECT FROM commitment c JOIN event e ON e.id = c.event WHERE c.institution = i.id AND {mine} OFFSET 0)
    ORDER BY i.name_key LIMIT 2000"""
    events = f"""SELECT e.id, e.title FROM event e WHERE e.organisation = $1 AND EXISTS (
    SELECT FROM commitment c WHERE c.event = e.id AND {mine} OFFSET 0) ORDER BY e.starts_at DESC LIMIT 500"""
    # A walk along the index from one theme to the next, however many promises carry it.
    themes = f"""WITH RECURSIVE walk AS (
      (SELECT theme FROM commitment WHERE organisation = $1 AND {named} ORDER BY theme LIMIT 1)
      UNION ALL SELECT (SELECT n.theme FROM commitment n WHERE n.organisation = $1 AND {named} AND n.theme > w.theme
        ORDER BY n.theme LIMIT 1) FROM walk w WHERE w.theme IS NOT NULL)
    SELECT w.theme, w.theme AS label FROM walk w WHERE w.theme IS NOT NULL AND EXISTS (
      SELECT FROM commitment c JOIN event e ON e.id = c.event WHERE c.theme = w.theme AND {mine} OFFSET 0)
    ORDER BY 1 LIMIT 500"""
    sees = _sees(reader)
    return {
        "institutions": await fetch(institutions, *sees),
        "events": await fetch(events, *sees),
        "themes": await fetch(themes, *sees),
    }


def _sees(reader: Reader) -> tuple[UUID, bool, bool]:
    """The tenant, whether confidential events count, and whether only what is for everybody does."""
    if isinstance(reader, Stranger):
        return reader.organisation, False, True
    return reader.organisation, reader.may(Right.read_confidential), False


def asked(reader: Reader, wanted: ReportFilter, now: datetime) -> tuple[Any, ...]:
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
