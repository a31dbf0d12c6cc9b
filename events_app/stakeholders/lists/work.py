"""The long work on a list: reading it into its table, and committing what is taken. Each is one transaction.

Whoever is second at the same list finds nothing left to do. The row of the reading is written last, so that
progress can be told on it meanwhile.
"""

import asyncio
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.database import atomically, execute, fetch_value
from events_app.documents import store
from events_app.stakeholders.lists import mappings, planning, queries, staging
from events_app.stakeholders.lists.planning import Told
from events_app.stakeholders.lists.refusals import ListForgotten, Stopped
from events_app.stakeholders.lists.tables import ListReading, ReadingState
from events_app.stakeholders.rows import Row, parse
from events_app.stakeholders.sheets import reading
from events_app.stakeholders.sheets.faults import EmptyList
from events_app.stakeholders.sheets.reading import Opened, Record
from events_app.stakeholders.tables import ImportDraft

ALONE = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))"
_SAMPLED = 3
_WHOM = """
UPDATE import_draft SET committed_at = $2, people = coalesce((
  SELECT array_agg(person ORDER BY first) FROM (
    SELECT person, min(line) AS first FROM import_line
    WHERE draft = $1 AND taken AND outcome <> 'error' AND person IS NOT NULL GROUP BY person) named), '{}')
WHERE id = $1
"""
_DONE = """
UPDATE list_reading SET state = 'committed', done = total WHERE draft = $1 AND state = 'committing' RETURNING id
"""


@atomically
async def read(
    actor: Actor, draft: ImportDraft, now: datetime, told: Told, data: bytes | None = None
) -> None:
    """Reads the list into its table and plans it; where no column holds names, somebody has to say which."""
    await execute(ALONE, f"list:{draft.id}")
    row = await _in(draft, ReadingState.reading)
    if row is None:
        return
    found = await asyncio.to_thread(reading.opened, await bytes_of(draft) if data is None else data)
    await _choose_columns(row, draft, found, now)
    await staging.clear(draft.id)
    if "full_name" in (fields := mappings.columns(row.fields)):
        row.total = await _stage(draft, found.records(fields, headless=row.headless), told)
        await planning.preview(actor, draft, row.total, told)
        row.state = ReadingState.ready
    else:
        row.state = ReadingState.unmapped
    await _settle(row, ReadingState.reading)


@atomically
async def commit(actor: Actor, draft: ImportDraft, now: datetime, told: Told) -> None:
    """Writes every taken line that is no error, all of them or none; one list at a time in an organisation."""
    await execute(ALONE, f"import:{actor.organisation}")
    row = await _in(draft, ReadingState.committing)
    if row is None:
        return
    await planning.write(actor, draft, row.total, told)
    await execute(_WHOM, draft.id, now)
    if await fetch_value(_DONE, draft.id) is None:
        raise Stopped()
    counts = await queries.counts(draft.id)
    await audit.record(actor, "people.imported", None, after={"file": draft.filename, **counts})


async def bytes_of(draft: ImportDraft) -> bytes:
    """The file as it was uploaded; a list that is no longer kept is refused by name."""
    try:
        return await store.get(draft.sha256)
    except store.FileLost:
        raise ListForgotten() from None


async def _in(draft: ImportDraft, state: ReadingState) -> ListReading | None:
    here = (ListReading.draft == draft.id) & (ListReading.state == state)
    return await ListReading.objects().where(here).first()


async def _choose_columns(row: ListReading, draft: ImportDraft, found: Opened, now: datetime) -> None:
    """As somebody said for this list; else as it was said for the last one like it; else by the headings."""
    row.headings, row.samples = found.headings, _samples(found)
    row.header_line = found.header.line.number
    if len(row.fields) == len(row.headings):
        return
    known = await mappings.recall(draft.organisation, row.headings, now)
    row.remembered = known is not None
    row.fields = known or mappings.spread(len(row.headings), found.header.fields)


def _samples(found: Opened) -> list[str]:
    """What stands in each column of the first lines."""
    lines = [line for line in found.first if not line.blank][:_SAMPLED]
    texts = [[cell.text for cell in line.cells] for line in lines]
    columns = range(len(found.headings))
    return [" · ".join(line[n][:60] for line in texts if n < len(line) and line[n]) for n in columns]


async def _stage(draft: ImportDraft, records: Iterator[Record], told: Told) -> int:
    count = 0
    while part := await asyncio.to_thread(_next, records):
        await staging.put(draft, [row for row, _cells in part], [cells for _row, cells in part])
        count += len(part)
        await told(count, 0)
    if not count:
        raise EmptyList()
    return count


def _next(records: Iterator[Record]) -> list[tuple[Row, list[str]]]:
    return [
        (parse(record), [cell.text for cell in record.whole]) for record in islice(records, staging.PIECE)
    ]


async def _settle(row: ListReading, was: ReadingState) -> None:
    """Notes how it went, unless somebody stopped it meanwhile."""
    kept: dict[Any, Any] = {
        column: getattr(row, column._meta.name)
        for column in (
            ListReading.state, ListReading.total, ListReading.headings, ListReading.samples,
            ListReading.fields, ListReading.header_line, ListReading.remembered,
        )
    }  # fmt: skip
    here = (ListReading.draft == row.draft) & (ListReading.state == was)
    if not await ListReading.update(kept).where(here).returning(ListReading.id):
        raise Stopped()
