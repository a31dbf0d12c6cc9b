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
  that are open, in progress or returned.
- Carried over: how often a later meeting looked at one of the actions again.
- Not yet ratified: commitments made in place of a head who has not answered; their actions count like any other.
- Ageing: the overdue ones by the days since their current due date.

What is over is read from kept counts (`commitments.tallies`) when nothing but the reader narrows the report, and from
the same facts of the rows themselves when something does; what is owed, and what is over before it was due, is read
as it stands. Either way the answer is of this moment.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.database import fetch
from events_app.reports.facts import (
    COUNTED,
    COUNTED_MONTHS,
    FIGURES,
    MONTHS,
    TALLIED,
    TALLIED_MONTHS,
    spelled,
)
from events_app.reports.facts import WITHIN as WITHIN
from events_app.reports.forms import ReportFilter
from events_app.reports.rates import Figures, figures_of

Row = Any


@dataclass(frozen=True)
class Stranger:
    """Somebody outside: counts what an organisation marked for everybody, never of a confidential event."""

    organisation: UUID


Reader = Actor | Stranger


async def figures(
    reader: Reader, wanted: ReportFilter, now: datetime, of: UUID | None = None
) -> tuple[Figures, list[tuple[UUID, str, Figures]]]:
    """The whole, and each institution (or only the one asked for) with its name, by name. One query, however many."""
    kept = COUNTED if _cuts_across(wanted) else TALLIED
    office = f"CASE WHEN institution = '{of}' THEN institution END" if of else "institution"
    rows = await answered(FIGURES.format(kept=kept, office=office), asked(reader, wanted, now))
    told = [(row, figures_of(dict(zip(row["kinds"], row["counts"], strict=True)))) for row in rows]
    whole = next((figures for row, figures in told if row["whole"]), figures_of({}))
    by_institution = [
        (row["institution"], row["name"], figures)
        for row, figures in told
        if row["institution"] is not None and figures.commitments
    ]
    return whole, by_institution


async def due_months(reader: Reader, wanted: ReportFilter, now: datetime) -> list[Row]:
    """How what falls due in a month stands: at most the last 24 months that have any, in order."""
    kept = COUNTED_MONTHS if wanted.narrows else TALLIED_MONTHS
    rows = await answered(MONTHS.format(kept=kept), asked(reader, wanted, now))
    return list(reversed(rows))


async def answered(sql: str, values: tuple[Any, ...]) -> list[Row]:
    """The rows of a question in the terms of `facts`."""
    sharper, used = spelled(sql, values)
    return await fetch(sharper, *used)


def _cuts_across(wanted: ReportFilter) -> bool:
    """Whether a filter asks for what kept counts do not tell apart."""
    return bool(wanted.since or wanted.until or wanted.event_id or wanted.theme)


async def choices(reader: Reader) -> dict[str, list[Row]]:
    """What a report can be narrowed to: institutions, events and themes that have commitments."""
    mine = """c.organisation = $1 AND c.agreed_at IS NOT NULL AND ($2 OR NOT e.confidential)
    AND (NOT $3 OR c.visibility = 'public')"""
    named = "agreed_at IS NOT NULL AND theme <> ''"
    institutions = """SELECT i.id, i.name FROM institution i WHERE i.id IN (SELECT t.institution FROM promise_tally t
    WHERE t.organisation = $1 AND t.kind = 'promise' AND ($2 OR NOT t.confidential) AND (NOT $3 OR t.public)
    GROUP BY 1 HAVING sum(t.n) > 0) ORDER BY i.name_key LIMIT 2000"""
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
