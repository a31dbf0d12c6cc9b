"""Verbs of importing: keep the sheet, say what its columns mean, write its lines; the same again changes nothing."""

from datetime import date, datetime
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments.actions import record
from events_app.commitments.capturing.actions import shortened
from events_app.commitments.capturing.forms import Spoken, SpokenAction
from events_app.commitments.importing.planning import Plan, Planned, opened, plan
from events_app.commitments.importing.tables import ImportedSheet
from events_app.database import atomically, execute
from events_app.documents import actions as documents
from events_app.documents import store
from events_app.documents.tables import Document
from events_app.errors import NotFound
from events_app.events.states import must_be_current
from events_app.events.tables import Event

MOST_ACTIONS = 50


async def keep(actor: Actor, event: Event, filename: str, data: bytes) -> ImportedSheet:
    """The sheet is kept as a document as it came; one that cannot be read is refused and nothing is kept."""
    actor.must(Right.keep_commitments)
    opened(data)
    document = await documents.keep(actor, filename, data)
    return await _note(actor, event, document)


@atomically
async def say_columns(actor: Actor, sheet: ImportedSheet, version: int, columns: list[str]) -> ImportedSheet:
    """What each column means, by hand; ChangedMeanwhile where somebody else said so since."""
    actor.must(Right.keep_commitments)
    row = await _locked(sheet)
    must_be_current(version, row)
    row.columns = columns
    row.row_version += 1
    await row.save()
    return row


async def look(event: Event, sheet: ImportedSheet, now: datetime) -> Plan:
    """What would become of each line. Writes nothing."""
    document = await Document.objects().get(Document.id == sheet.document)
    if document is None:
        raise NotFound()
    data = await store.get(document.sha256)
    return await plan(event.organisation, event.id, data, sheet.columns, _day(event, now))


@atomically
async def commit(actor: Actor, event: Event, sheet: ImportedSheet, now: datetime) -> Plan:
    """Writes every line that is no error, as drafts, in one transaction; sheets of one event take turns."""
    actor.must(Right.keep_commitments)
    await execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"rtl:{event.id}")
    row = await _locked(sheet)
    found = await look(event, row, now)
    new = [one for one in found.lines if one.outcome == "create"]
    for _key, group in groupby(new, key=lambda one: (one.institution, shortened(one.main))):
        lines = list(group)
        for start in range(0, len(lines), MOST_ACTIONS):
            await record(actor, event, _promise(lines[start : start + MOST_ACTIONS]), now)
    row.committed_at, row.created_count = now, row.created_count + len(new)
    row.row_version += 1
    await row.save()
    await audit.record(actor, "rtl.imported", row.id, after=dict(found.counts))
    return found


def _promise(lines: list[Planned]) -> Spoken:
    first = lines[0]
    assert first.institution is not None, "a line without one is an error"
    return Spoken(
        institution_id=first.institution,
        title=shortened(first.main),
        statement=first.main[:4000],
        expected_result=next((one.said["goal"] for one in lines if one.said["goal"]), ""),
        indicator=first.said["indicator"][:300],
        target=first.said["target"][:100],
        actions=[_step(one, first.institution) for one in lines],
    )


def _step(one: Planned, owner: UUID) -> SpokenAction:
    activity = one.said["activity"]
    return SpokenAction(
        title=shortened(activity),
        deliverable=(one.said["indicator"] or one.said["target"] or activity)[:300],
        responsible_institution_id=owner,
        due=one.due,
    )


def _day(event: Event, now: datetime) -> date:
    return now.astimezone(ZoneInfo(event.timezone)).date()


@atomically
async def _note(actor: Actor, event: Event, document: Document) -> ImportedSheet:
    row = ImportedSheet(
        organisation=event.organisation, event=event.id, created_by=actor.user, document=document.id
    )
    await row.save()
    await audit.record(actor, "rtl.kept", row.id, after={"document": document.id})
    return row


async def _locked(sheet: ImportedSheet) -> ImportedSheet:
    row: ImportedSheet | None = (
        await ImportedSheet.objects().where(ImportedSheet.id == sheet.id).lock_rows().first()
    )
    if row is None:
        raise NotFound()
    return row
