"""Verbs of a list: keep it, say what its columns mean, choose lines, commit it, stop, begin again, forget."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.database import atomically, execute, fetch, fetch_one
from events_app.documents import store
from events_app.documents.tables import Document
from events_app.jobs import enqueue
from events_app.stakeholders.lists import mappings, planning, work
from events_app.stakeholders.lists.progress import nobody
from events_app.stakeholders.lists.refusals import FieldTwice, ListChanged, ListNotReady, NoNameChosen
from events_app.stakeholders.lists.tables import ListReading, ReadingState
from events_app.stakeholders.names import fold_spaces
from events_app.stakeholders.sheets import reading
from events_app.stakeholders.tables import ImportDraft

SMALL = 100_000
"""Bytes of a list that is read at once; a larger one is read by a job."""

SHORT = 1_000
"""Lines of a list that is committed at once."""

_MAP = """
UPDATE list_reading SET state = 'reading', version = version + 1, done = 0, fields = $4, headless = $5, remembered = false
WHERE draft = $1 AND version = $2 AND state = ANY($3) RETURNING headings
"""
_BEGIN = """
UPDATE list_reading SET state = 'committing', done = 0
WHERE draft = $1 AND version = $2 AND state = 'ready' RETURNING total
"""
_STOP = """
UPDATE list_reading SET state = CASE state WHEN 'reading' THEN 'stopped' ELSE 'ready' END, done = 0
WHERE draft = $1 AND state IN ('reading', 'committing')
"""
_AGAIN = """
UPDATE list_reading SET state = 'reading', version = version + 1, done = 0, problem = ''
WHERE draft = $1 AND state IN ('stopped', 'failed') RETURNING id
"""
_FAIL = """
UPDATE list_reading SET state = 'failed', problem = $2 WHERE draft = $1 AND state IN ('reading', 'committing')
"""
_TAKE = """
UPDATE import_line SET taken = line = ANY($3) WHERE draft = $1 AND line = ANY($2) AND outcome <> 'error'
  AND taken <> (line = ANY($3)) RETURNING name_key, office_key
"""
_TAKE_ALL = """
UPDATE import_line SET taken = $3 WHERE draft = $1 AND outcome <> 'error' AND taken <> $3
  AND CASE $2 WHEN '' THEN true WHEN 'warnings' THEN warned WHEN 'left_out' THEN NOT taken ELSE outcome = $2 END
RETURNING name_key, office_key
"""


@atomically
async def keep(actor: Actor, filename: str, data: bytes, event: UUID | None, now: datetime) -> ImportDraft:
    """Keeps a list and reads it, a large one by a job; what cannot be read at all is refused by name."""
    if len(data) > SMALL:
        await asyncio.to_thread(reading.opened, data)
    draft = ImportDraft(
        organisation=actor.organisation,
        created_by=actor.user,
        filename=fold_spaces(filename)[:200],
        sha256=store.digest(data),
        event=event,
    )
    await draft.save()
    await ListReading(organisation=actor.organisation, draft=draft.id).save()
    await _read(actor, draft, now, data)
    await store.put(data)
    return draft


async def reading_of(actor: Actor, draft: ImportDraft, now: datetime) -> ListReading:
    """How far a list is; one of before readings were kept is read now."""
    row = await ListReading.objects().where(ListReading.draft == draft.id).first()
    if row is None:
        await _begin(actor, draft, now)
        row = await ListReading.objects().where(ListReading.draft == draft.id).first()
    assert row is not None, "it was made a moment ago"
    return row


@atomically
async def map_columns(
    actor: Actor, draft: ImportDraft, version: int, fields: Sequence[str], headless: bool, now: datetime
) -> None:
    """Reads the list anew under these columns, and remembers them for the next list like it."""
    said = [field for field in fields if field]
    if "full_name" not in said:
        raise NoNameChosen()
    if len(set(said)) < len(said):
        raise FieldTwice()
    states = [ReadingState.ready.value, ReadingState.unmapped.value]
    row = await fetch_one(_MAP, draft.id, version, states, list(fields), headless)
    if row is None or len(row["headings"]) != len(fields):
        raise ListChanged()
    if not headless:
        await mappings.remember(actor, row["headings"], fields, now)
    await _read(actor, draft, now, await work.bytes_of(draft))


@atomically
async def take(
    actor: Actor, draft: ImportDraft, version: int, shown: Sequence[int], taken: Sequence[int]
) -> None:
    """Of the lines shown, takes those that are ticked and leaves the others out."""
    await _still(draft, version)
    rows = await fetch(_TAKE, draft.id, list(shown), list(taken))
    await planning.again(actor, draft, {(row["name_key"], row["office_key"]) for row in rows})


@atomically
async def take_all(actor: Actor, draft: ImportDraft, version: int, show: str, taken: bool) -> None:
    """Takes, or leaves out, every line of that outcome, on all pages."""
    await _still(draft, version)
    rows = await fetch(_TAKE_ALL, draft.id, show, taken)
    await planning.again(actor, draft, {(row["name_key"], row["office_key"]) for row in rows})


@atomically
async def commit(actor: Actor, draft: ImportDraft, version: int, now: datetime) -> None:
    """Writes what is taken, a long list by a job; a list that is not as it was looked at is refused."""
    row = await fetch_one(_BEGIN, draft.id, version)
    if row is None:
        await _still(draft, version)
        raise ListNotReady()
    if row["total"] <= SHORT:
        await work.commit(actor, draft, now, nobody)
    else:
        await enqueue("commit_list", _job(actor, draft))


async def stop(draft: ImportDraft) -> None:
    """Stops the work on a list: nothing of it is written. One that is done already stays done."""
    await execute(_STOP, draft.id)


@atomically
async def begin_again(actor: Actor, draft: ImportDraft) -> None:
    """Reads a list anew that was stopped or failed."""
    if await fetch_one(_AGAIN, draft.id) is not None:
        await enqueue("read_list", _job(actor, draft))


async def fail(draft: UUID, problem: str) -> None:
    """Notes that a list could not be worked on, and why."""
    await execute(_FAIL, draft, problem[:40])


async def forget(before: datetime) -> int:
    """Lets go of the bytes and rows of lists kept since before that moment; how many there were."""
    old = await fetch("DELETE FROM import_draft WHERE created_at < $1 RETURNING sha256", before)
    for sha in {row["sha256"] for row in old}:
        if not await _wanted(sha):
            await store.delete(sha)
    return len(old)


@atomically
async def _begin(actor: Actor, draft: ImportDraft, now: datetime) -> None:
    await execute(work.ALONE, f"list:{draft.id}")
    if not await ListReading.exists().where(ListReading.draft == draft.id):
        await ListReading(organisation=draft.organisation, draft=draft.id).save()
        await _read(actor, draft, now, await work.bytes_of(draft))


async def _read(actor: Actor, draft: ImportDraft, now: datetime, data: bytes) -> None:
    if len(data) <= SMALL:
        await work.read(actor, draft, now, nobody, data)
        return
    await enqueue("read_list", _job(actor, draft))


async def _still(draft: ImportDraft, version: int) -> None:
    """The list stands as it was looked at; a row that is held so stays so until the end."""
    row = await fetch_one("SELECT state, version FROM list_reading WHERE draft = $1 FOR UPDATE", draft.id)
    if row is None or row["version"] != version:
        raise ListChanged()
    if row["state"] != ReadingState.ready:
        raise ListNotReady()


def _job(actor: Actor, draft: ImportDraft) -> dict[str, object]:
    return {"draft": draft.id, "user": actor.user, "name": actor.name}


async def _wanted(sha: str) -> bool:
    """Whether another draft or a document has the same content, which is kept only once."""
    return await ImportDraft.exists().where(ImportDraft.sha256 == sha) or await Document.exists().where(
        Document.sha256 == sha
    )
