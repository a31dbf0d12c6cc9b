"""Verbs of the door: record scans, each answered once and for good."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
from msgspec import structs

from events_app import clock, tokens
from events_app.accounts.actor import Actor
from events_app.accounts.remembered import Claim
from events_app.accounts.rights import Right
from events_app.checkin import statement, verdicts
from events_app.checkin.conflicts.flagging import flag_offline
from events_app.checkin.forms import ScanIn
from events_app.checkin.statement import Row
from events_app.checkin.tables import Method
from events_app.checkin.verdicts import Verdict
from events_app.database import atomically, fetch_value, in_transaction, steady_connection
from events_app.errors import NotFound
from events_app.events.tables import Event
from events_app.ids import new_id
from events_app.invitations.tables import Guest
from events_app.together import together

Answers = dict[tuple[UUID, UUID], Any]
"""Rows with an outcome, by event and scan. Verdicts are made of them by whoever asked: in their own language."""

Race = (asyncpg.UniqueViolationError, asyncpg.DeadlockDetectedError, asyncpg.SerializationError)
TRIES = 10
SHARES_UP_TO = 20
SHORT = tokens.SHORT_LENGTH
BELIEVED = timedelta(minutes=5)
STANDS = "SELECT true FROM event_session WHERE id = $1 AND event = $2 AND cancelled_at IS NULL"


async def record_scans(
    actor: Actor,
    event: UUID,
    device: str,
    scans: Sequence[ScanIn],
    sent_at: datetime | None = None,
    claim: Claim | None = None,
) -> list[Verdict]:
    """A verdict for each scan, in the order sent; an id that was answered before gets that answer again.

    `sent_at` is what the device's clock says now: where it is wrong, the times of its scans are set right.
    Refuses with `not_found` when the event does not exist here or its door is not this actor's to work, or when
    what is claimed of the actor is no longer so.
    """
    actor.must(Right.scan)
    rows = [_row(actor, event, device, scan, claim) for scan in scans]
    if sent_at is not None:
        rows = _on_our_clock(rows, sent_at, clock.now())
    given = _given(await _answers(rows), event, scans)
    await flag_offline(event, scans, given, clock.now())
    return given


async def admit_by_hand(
    actor: Actor, event: UUID, guest: Guest, device: str, now: datetime, session: UUID | None = None
) -> Verdict:
    """Lets in a guest who stands before the actor, whatever the door's hours are."""
    scan = ScanIn(
        id=new_id(),
        code=guest.short_code,
        session_id=session,
        method=Method.staff_list,
        scanned_at=now,
    )
    return await record_arrival(actor, event, device, scan)


async def record_arrival(actor: Actor, event: UUID, device: str, scan: ScanIn) -> Verdict:
    """Somebody who is let in by hand; for the whole event, where the session is none of it any more."""
    row = structs.replace(_row(actor, event, device, scan), by_hand=True)
    if row.session and not await fetch_value(STANDS, row.session, event):
        row = structs.replace(row, session=None)
    return _given(await _answers([row]), event, [scan])[0]


async def record_by_hand(actor: Actor, event: UUID, device: str, scans: Sequence[ScanIn]) -> list[Verdict]:
    """Scans by short codes that somebody answers for: door's hours and guests' states do not bind them."""
    rows = [structs.replace(_row(actor, event, device, scan), by_hand=True) for scan in scans]
    return _given(await _answers(rows), event, scans)


async def admit_self(
    event: Event, guest: Guest | None, session: UUID | None, device: str, now: datetime
) -> Verdict:
    """A guest marks themselves: the door's rules and hours hold. Nobody is recorded as an unknown code."""
    scan = ScanIn(
        id=new_id(),
        code=guest.short_code if guest else "",
        session_id=session,
        method=Method.self,
        scanned_at=now,
    )
    row = structs.replace(_row(Actor.system(event.organisation), event.id, device, scan), everywhere=True)
    if guest is not None:
        row = structs.replace(row, hash=guest.pass_hash)
    return verdicts.of_row((await _answers([row]))[event.id, scan.id])


def _given(answers: Answers, event: UUID, scans: Sequence[ScanIn]) -> list[Verdict]:
    try:
        return [verdicts.of_row(answers[event, scan.id]) for scan in scans]
    except KeyError:
        raise NotFound() from None


async def _answers(rows: list[Row]) -> Answers:
    """An open transaction keeps its rows to itself, and a long list would make others wait."""
    if in_transaction():
        return await _record_inside(rows)
    if len(rows) > SHARES_UP_TO:
        return await _record(rows)
    return await together(_record_all, steady_connection).answer(rows)


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
    """Every row's answer; several scans of one guest are taken one after the other, by scan time."""
    answers: Answers = {}
    while rows:
        found = await _repeated(rows, tries)
        answers |= {(row["event"], row["scan_id"]): row for row in found if row["outcome"]}
        later = {(row["event"], row["scan_id"]) for row in found if not row["outcome"]}
        rows = [row for row in rows if (row.event, row.scan_id) in later] if later else []
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


def _on_our_clock(rows: list[Row], sent_at: datetime, now: datetime) -> list[Row]:
    """The rows at their true times, none later than now; within five minutes a clock is believed."""
    ahead = sent_at - now
    if abs(ahead) <= BELIEVED:
        return rows
    return [
        structs.replace(row, scanned_at=min(row.scanned_at - ahead, now), device_at=row.scanned_at)
        for row in rows
    ]


def _row(actor: Actor, event: UUID, device: str, scan: ScanIn, claim: Claim | None = None) -> Row:
    bare = tokens.normalise(scan.code)
    return Row(
        id=new_id(),
        scan_id=scan.id,
        event=event,
        organisation=actor.organisation,
        actor=actor.user or actor.credential,
        everywhere=actor.may(Right.plan_events) or actor.stands_at(event),
        by_hand=False,
        device=actor.name if actor.via == "device" else device,
        hash=tokens.digest(bare),
        code=bare if len(bare) == SHORT else "",
        raw=_unreadable(scan.code.strip(), bare),
        session=(actor.post and actor.post.session) or scan.session_id,
        direction=scan.direction,
        method=scan.method,
        scanned_at=scan.scanned_at,
        credential=actor.credential if claim else None,
        roles=claim.roles if claim else "",
    )


def _unreadable(code: str, bare: str) -> str:
    """What is kept of an unknown code: whatever could be somebody's secret only by its beginning."""
    whole = len(bare) >= tokens.LENGTH and bare.isalnum()
    return f"{bare[:4]}…" if whole else tokens.masked(code)[:200]
