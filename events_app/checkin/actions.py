"""Verbs of the door: record scans, each answered once and for good."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
from msgspec import structs

from events_app import clock, tokens
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.checkin import statement, verdicts
from events_app.checkin.forms import ScanIn
from events_app.checkin.statement import Row
from events_app.checkin.tables import Method
from events_app.checkin.verdicts import Verdict
from events_app.database import atomically, in_transaction
from events_app.errors import NotFound
from events_app.ids import new_id
from events_app.invitations.tables import Guest
from events_app.together import together

Answers = dict[tuple[UUID, UUID], Verdict]
Race = (asyncpg.UniqueViolationError, asyncpg.DeadlockDetectedError, asyncpg.SerializationError)
TRIES = 10
SHARES_UP_TO = 20
SHORT = tokens.SHORT_LENGTH


async def record_scans(actor: Actor, event: UUID, device: str, scans: Sequence[ScanIn]) -> list[Verdict]:
    """A verdict for each scan, in the order sent; an id that was answered before gets that answer again.

    Refuses with `not_found` when the event does not exist here or its door is not this actor's to work.
    """
    actor.must(Right.scan)
    rows = [_row(actor, event, device, scan) for scan in scans]
    answers = await _answers(rows)
    try:
        return [answers[event, scan.id] for scan in scans]
    except KeyError:
        raise NotFound() from None


async def admit_by_hand(actor: Actor, event: UUID, guest: Guest, device: str, now: datetime) -> Verdict:
    """Lets in a guest who stands before the actor, whatever the door's hours are."""
    scan = ScanIn(id=new_id(), code=guest.short_code, method=Method.staff_list, scanned_at=now)
    row = structs.replace(_row(actor, event, device, scan), by_hand=True, hash=guest.pass_hash)
    answers = await _answers([row])
    if not answers:
        raise NotFound()
    return answers[event, scan.id]


async def _answers(rows: list[Row]) -> Answers:
    """An open transaction keeps its rows to itself, and a long list would make others wait."""
    if in_transaction():
        return await _record_inside(rows)
    if len(rows) > SHARES_UP_TO:
        return await _record(rows)
    return await together(_record_all).answer(rows)


async def _record_all(requests: list[list[Row]]) -> list[Answers]:
    """The requests' rows in one statement, unless two of them speak of one scan: each has its own rights."""
    named = [key for rows in requests for key in {(row.event, row.scan_id) for row in rows}]
    if len(set(named)) < len(named):
        return [await _record(rows) for rows in requests]
    answers = await _record([row for rows in requests for row in rows])
    return [answers for _rows in requests]


@atomically
async def _record_inside(rows: list[Row]) -> Answers:
    return await _record(rows, tries=1)


async def _record(rows: list[Row], tries: int = TRIES) -> Answers:
    """Every row's verdict; several scans of one guest are taken one after the other, by scan time."""
    answers: Answers = {}
    while rows:
        found = await _repeated(rows, tries)
        answers |= {(row["event"], row["scan_id"]): verdicts.of_row(row) for row in found if row["outcome"]}
        later = {(row["event"], row["scan_id"]) for row in found if not row["outcome"]}
        rows = [row for row in rows if (row.event, row.scan_id) in later]
    return answers


async def _repeated(rows: list[Row], tries: int) -> list[Any]:
    """The statement, again while it loses races: the same id at two servers, or two batches crossing."""
    while True:
        tries -= 1
        try:
            return await statement.record(rows, clock.now())
        except Race:
            if not tries:
                raise
            await asyncio.sleep(0.005)


def _row(actor: Actor, event: UUID, device: str, scan: ScanIn) -> Row:
    bare = tokens.normalise(scan.code)
    return Row(
        id=new_id(),
        scan_id=scan.id,
        event=event,
        organisation=actor.organisation,
        actor=actor.user,
        everywhere=actor.may(Right.plan_events),
        by_hand=False,
        device=device,
        hash=tokens.digest(bare),
        code=bare if len(bare) == SHORT else "",
        raw=_unreadable(scan.code.strip(), bare),
        session=scan.session_id,
        direction=scan.direction,
        method=scan.method,
        scanned_at=scan.scanned_at,
    )


def _unreadable(code: str, bare: str) -> str:
    """What is kept of an unknown code: whatever could be somebody's secret only by its beginning."""
    return f"{bare[:4]}…" if len(bare) >= tokens.LENGTH and bare.isalnum() else code[:200]
