"""Verbs of paper: mark many present at once, and take a batch back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.bulk import insert_new
from events_app.checkin import undoing
from events_app.checkin.actions import record_by_hand
from events_app.checkin.forms import ScanIn
from events_app.checkin.paper.tables import PaperBatch, PaperMark
from events_app.checkin.refusals import TooLateToUndo
from events_app.checkin.tables import Method
from events_app.database import atomically, execute, fetch
from events_app.errors import FieldError, Invalid
from events_app.events.states import must_stand
from events_app.events.tables import Event
from events_app.i18n import N_, gettext
from events_app.ids import new_id

CODES = "SELECT id, short_code FROM guest WHERE event = $1 AND id = ANY($2)"
PRESENT = (
    "SELECT guest FROM attendance WHERE event = $1 AND session IS NOT DISTINCT FROM $2 AND guest = ANY($3)"
)
SESSION = "SELECT 1 FROM event_session WHERE id = $1 AND event = $2 AND cancelled_at IS NULL"
SCANS = """
SELECT s.id, s.guest FROM paper_mark m JOIN scan s ON s.scan_id = m.scan AND s.event = $2
WHERE m.batch = $1 AND s.undone_at IS NULL
"""
TAKEN_BACK = "UPDATE paper_batch SET undone_at = $2 WHERE id = $1 AND undone_at IS NULL RETURNING id"
UNKNOWN = N_("This guest is not on the list of this event.")
NOT_OPEN = N_("The door was not open at this time.")
TO_COME = N_("This time is still to come.")
NO_SESSION = N_("This session does not belong to the event.")


@dataclass(frozen=True)
class Mark:
    """A guest who stands on the paper, and when they came."""

    guest: UUID
    at: datetime


@dataclass(frozen=True)
class Marked:
    """What a save did: a batch of those newly present, or None, and how many were present already."""

    batch: UUID | None
    marked: int
    unchanged: int


@atomically
async def mark_present(
    actor: Actor, event: Event, session: UUID | None, marks: Sequence[Mark], source: str, now: datetime
) -> Marked:
    """Marks guests present as if they had been scanned; whoever is present already stays as they are.

    All or none: Invalid names every mark that cannot be, by its place.
    """
    actor.must(Right.scan)
    must_stand(event)
    await execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"paper:{event.id}")
    codes = await _codes(event, session, marks, now)
    present = {r["guest"] for r in await fetch(PRESENT, event.id, session, list(codes))}
    new = {mark.guest: mark for mark in reversed(marks) if mark.guest not in present}
    if not new:
        return Marked(None, 0, len(codes))
    scans = [_scan(session, mark, codes[mark.guest]) for mark in new.values()]
    await record_by_hand(actor, event.id, source[:80], scans)
    batch = await _keep(actor, event, session, source, dict(zip(new, scans, strict=True)))
    return Marked(batch, len(new), len(codes) - len(new))


@atomically
async def take_back(actor: Actor, event: Event, batch: PaperBatch, now: datetime) -> None:
    """Takes a whole batch back; twice is once. After ten minutes only who plans the event may."""
    actor.must(Right.scan)
    if batch.undone_at:
        return
    if now - batch.created_at > undoing.WITHIN and not actor.may(Right.plan_events):
        raise TooLateToUndo()
    if not await fetch(TAKEN_BACK, batch.id, now):
        return
    scans = await fetch(SCANS, batch.id, event.id)
    await undoing.take_back_all(event, [s["id"] for s in scans], [s["guest"] for s in scans], now)
    facts = {"event": event.id, "scans": len(scans)}
    await audit.record(actor, "attendance.paper_undone", batch.id, after=facts)


def fault_of(event: Event, at: datetime, now: datetime) -> str:
    """Why nobody can have come at this time; empty when they can."""
    if at > now + timedelta(minutes=1):
        return TO_COME
    if not event.starts_at or not event.ends_at:
        return NOT_OPEN
    opens_at = event.starts_at - timedelta(minutes=event.door_opens_minutes)
    closes_at = event.ends_at + timedelta(minutes=event.door_closes_minutes)
    return "" if opens_at <= at <= closes_at else NOT_OPEN


async def _codes(event: Event, session: UUID | None, marks: Sequence[Mark], now: datetime) -> dict[UUID, str]:
    """The short codes of all guests that are marked, who are of this event."""
    rows = await fetch(CODES, event.id, [mark.guest for mark in marks])
    codes = {row["id"]: row["short_code"] for row in rows}
    faults = []
    if session is not None and not await fetch(SESSION, session, event.id):
        faults.append(FieldError("session_id", "wrong_session", gettext(NO_SESSION)))
    for place, mark in enumerate(marks):
        if mark.guest not in codes:
            faults.append(FieldError(f"marks.{place}.guest_id", "unknown", gettext(UNKNOWN)))
        if fault := fault_of(event, mark.at, now):
            faults.append(FieldError(f"marks.{place}.at", "bad_time", gettext(fault)))
    if faults:
        raise Invalid(faults)
    return codes


def _scan(session: UUID | None, mark: Mark, code: str) -> ScanIn:
    return ScanIn(id=new_id(), code=code, session_id=session, method=Method.paper, scanned_at=mark.at)


async def _keep(
    actor: Actor, event: Event, session: UUID | None, source: str, scans: dict[UUID, ScanIn]
) -> UUID:
    batch = PaperBatch(
        organisation=event.organisation,
        created_by=actor.user,
        event=event.id,
        session=session,
        source=source,
        marked=len(scans),
    )
    await batch.save()
    await insert_new(
        [
            PaperMark(organisation=event.organisation, batch=batch.id, guest=guest, scan=scan.id)
            for guest, scan in scans.items()
        ]
    )
    facts = {"event": event.id, "session": session, "source": source, "marked": len(scans)}
    await audit.record(actor, "attendance.paper_marked", batch.id, after=facts)
    return batch.id
