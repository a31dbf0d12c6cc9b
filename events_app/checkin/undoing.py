"""Taking a scan back: recorded, never erased, and attendance counted anew from the scans that remain."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.checkin.refusals import NothingToUndo, OtherSession, TooLateToUndo
from events_app.checkin.tables import Outcome, Scan
from events_app.database import atomically, execute, fetch
from events_app.errors import NotFound
from events_app.events.tables import Event

WITHIN = timedelta(minutes=10)

# Whoever is just scanning this guest waits for the deleted rows, and then writes on top of the new ones.
FORGET = "DELETE FROM attendance WHERE event = $1 AND guest = ANY($2)"

# Present is who has an entry left; the times follow from the scans that stand, see `attendance_times`.
RECOUNT = """
INSERT INTO attendance (id, organisation, created_at, event, session, guest, first_in_at, last_in_at,
  last_out_at, by_clock, first_scan, entry_scan, device, actor)
SELECT gen_random_uuid(), $3, $4, $1, t.session, g.guest, t.first_in_at, t.last_in_at, t.last_out_at, t.by_clock,
  t.first_scan, t.entry_scan, t.device, t.actor
FROM unnest($2::uuid[]) AS g(guest) CROSS JOIN LATERAL attendance_times($1, g.guest) t
ON CONFLICT (event, session, guest) DO NOTHING
"""

# With an entry go its repeats at the same door: the same hands made them. Another door's scan stands for itself.
TAKE_BACK = """
UPDATE scan s SET undone_at = $2 FROM scan x
WHERE x.id = $1 AND s.event = x.event AND s.guest = x.guest AND s.undone_at IS NULL AND (s.id = x.id OR (
  x.direction = 'in' AND s.direction = 'in' AND s.outcome <> 'refused' AND s.device = x.device
  AND s.session IS NOT DISTINCT FROM x.session AND s.scanned_at >= x.scanned_at
  AND NOT EXISTS (SELECT FROM scan o WHERE o.event = x.event AND o.guest = x.guest AND o.direction = 'out'
    AND o.session IS NOT DISTINCT FROM x.session AND o.outcome <> 'refused' AND o.undone_at IS NULL
    AND o.scanned_at BETWEEN x.scanned_at AND s.scanned_at)))
RETURNING s.scan_id
"""


@atomically
async def undo_scan(actor: Actor, event: Event, scan_id: UUID, now: datetime) -> None:
    """Takes a scan back within ten minutes of its arrival; a second time changes nothing.

    The scan's own answer stays what it was: only attendance forgets it. Refuses with `other_session` a device
    that minds a session and asks for a scan of another room, or of the event's own door.
    """
    actor.must(Right.scan)
    scan = await _undoable(event, scan_id)
    if actor.post and actor.post.session not in (None, scan.session):
        raise OtherSession()
    if scan.undone_at is None:
        if now - scan.received_at > WITHIN:
            raise TooLateToUndo()
        await take_back(actor, scan, now)


@atomically
async def undo_reviewed(actor: Actor, event: Event, scan_id: UUID, now: datetime) -> None:
    """Takes back, however late, what an organiser found wrong on review; a second time changes nothing."""
    actor.must(Right.plan_events)
    scan = await _undoable(event, scan_id)
    if scan.undone_at is None:
        await take_back(actor, scan, now)


async def _undoable(event: Event, scan_id: UUID) -> Any:
    scan: Any = await Scan.objects().get((Scan.event == event.id) & (Scan.scan_id == scan_id))
    if scan is None:
        raise NotFound()
    if scan.outcome == Outcome.refused:
        raise NothingToUndo()
    return scan


async def take_back(actor: Actor, scan: Any, now: datetime) -> None:
    """Marks an accepted scan as undone, an entry with its repeats at that door, and counts its guest anew."""
    await execute(FORGET, scan.event, [scan.guest])
    undone = [row["scan_id"] for row in await fetch(TAKE_BACK, scan.id, now)]
    if undone:
        facts = {"event": scan.event, "guest": scan.guest, "scans": len(undone)}
        await audit.record(actor, "scan.undone", scan.id, after=facts)
    await execute(RECOUNT, scan.event, [scan.guest], scan.organisation, now)


async def take_back_all(event: Event, scans: list[UUID], guests: list[UUID], now: datetime) -> None:
    """Marks these scans as undone and counts their guests anew, in a few statements however many there are."""
    await execute(FORGET, event.id, guests)
    await execute("UPDATE scan SET undone_at = $2 WHERE id = ANY($1) AND undone_at IS NULL", scans, now)
    await execute(RECOUNT, event.id, sorted(set(guests)), event.organisation, now)
