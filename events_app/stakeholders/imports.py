"""Lists of people into the directory: a preview that writes nothing, and a commit that writes all at once.

A list of ten thousand lines takes as many statements as one of ten: what is known is read in bulk, and what
is new goes in as one JSON document that PostgreSQL unpacks.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.database import atomically, execute, fetch
from events_app.documents import store
from events_app.documents.tables import Document
from events_app.errors import Refusal
from events_app.i18n import N_
from events_app.stakeholders import bulk
from events_app.stakeholders.matching import Outcome, Plan, plan
from events_app.stakeholders.names import fold_spaces
from events_app.stakeholders.queries import PersonView
from events_app.stakeholders.rows import Problem, Row, parse
from events_app.stakeholders.sheets import reading
from events_app.stakeholders.tables import ImportDraft


class ListForgotten(Refusal):
    status_code = 404
    message = N_("This list is no longer kept. Please upload it again.")


class NothingToRead(Refusal):
    status_code = 422
    message = N_("Please paste some cells or choose a file.")
    field = "pasted"


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
    rows = await asyncio.to_thread(_parsed, data)
    known = await bulk.known(actor.organisation, rows)
    return _report(await asyncio.to_thread(plan, rows, known))


async def commit(actor: Actor, filename: str, data: bytes) -> ImportReport:
    """Writes every line that is no error, in one transaction; the same list again changes nothing."""
    rows = await asyncio.to_thread(_parsed, data)
    return await _write(actor, filename, rows)


async def keep(actor: Actor, filename: str, data: bytes, event: UUID | None = None) -> ImportDraft:
    """Keeps a readable list between its preview and its commit; an unreadable one is refused by name."""
    await asyncio.to_thread(reading.read, data)
    draft = ImportDraft(
        organisation=actor.organisation,
        created_by=actor.user,
        filename=fold_spaces(filename)[:200],
        sha256=await store.put(data),
        event=event,
    )
    await draft.save()
    return draft


async def preview_draft(actor: Actor, draft: ImportDraft) -> ImportReport:
    """What committing the kept list would do now."""
    return await preview(actor, await _bytes(draft))


async def commit_draft(actor: Actor, draft: ImportDraft, now: datetime) -> ImportReport:
    """Commits the kept list and notes whom it named; a second time finds everything unchanged."""
    rows = await asyncio.to_thread(_parsed, await _bytes(draft))
    return await _write_draft(actor, draft, rows, now)


async def forget(before: datetime) -> int:
    """Lets go of the bytes and rows of lists kept since before that moment; how many there were."""
    old = await fetch("DELETE FROM import_draft WHERE created_at < $1 RETURNING sha256", before)
    for sha in {row["sha256"] for row in old}:
        if not await _wanted(sha):
            await store.delete(sha)
    return len(old)


@atomically
async def _write_draft(actor: Actor, draft: ImportDraft, rows: list[Row], now: datetime) -> ImportReport:
    report = await _write(actor, draft.filename, rows)
    people = dict.fromkeys(row.person.id for row in report.rows if row.person and row.outcome != "error")
    here = (ImportDraft.id == draft.id) & (ImportDraft.organisation == actor.organisation)
    await ImportDraft.update({ImportDraft.people: list(people), ImportDraft.committed_at: now}).where(here)
    return report


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


def _parsed(data: bytes) -> list[Row]:
    return [parse(record) for record in reading.read(data)]


def _report(made: Plan) -> ImportReport:
    lines = [ReportRow(line.row.line, line.outcome, line.person, line.row.problems) for line in made.lines]
    return ImportReport(lines, made.counts)


async def _bytes(draft: ImportDraft) -> bytes:
    try:
        return await store.get(draft.sha256)
    except store.FileLost:
        raise ListForgotten() from None


async def _wanted(sha: str) -> bool:
    """Whether another draft or a document has the same content, which is kept only once."""
    return await ImportDraft.exists().where(ImportDraft.sha256 == sha) or await Document.exists().where(
        Document.sha256 == sha
    )
