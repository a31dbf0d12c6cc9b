"""Lists that programs send: a preview that writes nothing, and a commit that writes all at once.

Lists that people bring to the pages go through `lists`; what columns were said to mean there counts here, too.

A list of ten thousand lines takes as many statements as one of ten: what is known is read in bulk, and what
is new goes in as one JSON document that PostgreSQL unpacks.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.database import atomically, execute
from events_app.stakeholders import bulk
from events_app.stakeholders.lists import mappings
from events_app.stakeholders.matching import Outcome, Plan, plan
from events_app.stakeholders.names import fold_spaces
from events_app.stakeholders.queries import PersonView
from events_app.stakeholders.rows import Problem, Row, parse
from events_app.stakeholders.sheets import reading


@dataclass(frozen=True)
class ReportRow:
    """What becomes, or became, of one line."""

    line: int
    outcome: Outcome
    person: PersonView | None
    problems: list[Problem]


@dataclass(frozen=True)
class ImportReport:
    """Every line of the list in its order; counts by outcome, of warnings and of all lines."""

    rows: list[ReportRow]
    counts: dict[str, int]


async def preview(actor: Actor, data: bytes) -> ImportReport:
    """What `commit` would do now. Writes nothing."""
    found = await asyncio.to_thread(reading.opened, data)
    said = await mappings.look_up(actor.organisation, found.headings)
    rows = await asyncio.to_thread(_parsed, found, said)
    known = await bulk.known(actor.organisation, rows)
    return _report(await asyncio.to_thread(plan, rows, known))


async def commit(actor: Actor, filename: str, data: bytes, now: datetime) -> ImportReport:
    """Writes every line that is no error, in one transaction; the same list again changes nothing."""
    found = await asyncio.to_thread(reading.opened, data)
    said = await mappings.recall(actor.organisation, found.headings, now)
    rows = await asyncio.to_thread(_parsed, found, said)
    return await _write(actor, filename, rows)


@atomically
async def _write(actor: Actor, filename: str, rows: list[Row]) -> ImportReport:
    """One list at a time in an organisation: a second commit of a file finds the first one's people."""
    await execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"import:{actor.organisation}")
    known = await bulk.known(actor.organisation, rows, lock=True)
    made = await asyncio.to_thread(plan, rows, known)
    await bulk.write(actor, made)
    report = _report(made)
    await audit.record(
        actor, "people.imported", None, after={"file": fold_spaces(filename)[:200], **report.counts}
    )
    return report


def _parsed(found: reading.Opened, said: list[str] | None) -> list[Row]:
    return [parse(record) for record in reading.read(found, mappings.columns(said or ()))]


def _report(made: Plan) -> ImportReport:
    lines = [ReportRow(line.row.line, line.outcome, line.person, line.row.problems) for line in made.lines]
    return ImportReport(lines, made.counts)
