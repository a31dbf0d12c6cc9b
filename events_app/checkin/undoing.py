"""Taking a scan back: recorded, never erased, and attendance counted anew from the scans that remain."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.checkin.refusals import NothingToUndo, TooLateToUndo
from events_app.checkin.tables import Outcome, Scan
from events_app.database import atomically, execute
from events_app.errors import NotFound
from events_app.events.tables import Event

WITHIN = timedelta(minutes=10)

# Whoever is just scanning this guest waits for the deleted rows, and then writes on top of the new ones.
FORGET = "DELETE FROM attendance WHERE event = $1 AND guest = $2"

# Present is who has an admission left; a repeat alone never was one.
RECOUNT = """
INSERT INTO attendance (id, organisation, created_at, event, session, guest, first_in_at, last_in_at,
  last_out_at, first_scan, entry_scan, device)
SELECT gen_random_uuid(), $3, $4, $1, k.session, $2,
  min(s.scanned_at) FILTER (WHERE s.direction = 'in'),
  max(s.scanned_at) FILTER (WHERE s.direction = 'in'),
  max(s.scanned_at) FILTER (WHERE s.direction = 'out' AND s.session IS NOT DISTINCT FROM k.session),
  (array_agg(s.scan_id ORDER BY s.scanned_at) FILTER (WHERE s.direction = 'in'))[1],
  (array_agg(s.scan_id ORDER BY s.scanned_at DESC) FILTER (WHERE s.outcome = 'admitted'))[1],
  (array_agg(s.device ORDER BY s.scanned_at) FILTER (WHERE s.direction = 'in'))[1]
FROM (SELECT NULL::uuid AS session UNION SELECT session FROM scan WHERE event = $1 AND guest = $2) AS k
JOIN scan s ON s.event = $1 AND s.guest = $2 AND s.undone_at IS NULL AND s.outcome <> 'refused'
  AND (k.session IS NULL OR s.session = k.session)
GROUP BY k.session HAVING bool_or(s.outcome = 'admitted')
ON CONFLICT (event, session, guest) DO NOTHING
"""


@atomically
async def undo_scan(actor: Actor, event: Event, scan_id: UUID, now: datetime) -> None:
    """Takes a scan back within ten minutes of its arrival; a second time changes nothing.

    The scan's own answer stays what it was: only attendance forgets it.
    """
    actor.must(Right.scan)
    scan: Any = await Scan.objects().get((Scan.event == event.id) & (Scan.scan_id == scan_id))
    if scan is None:
        raise NotFound()
    if scan.outcome == Outcome.refused:
        raise NothingToUndo()
    if scan.undone_at is None:
        await _undo(actor, scan, now)


async def _undo(actor: Actor, scan: Any, now: datetime) -> None:
    if now - scan.received_at > WITHIN:
        raise TooLateToUndo()
    await execute(FORGET, scan.event, scan.guest)
    undone = Scan.update({Scan.undone_at: now}).where((Scan.id == scan.id) & Scan.undone_at.is_null())
    if await undone.returning(Scan.id):
        await audit.record(actor, "scan.undone", scan.id, after={"event": scan.event, "guest": scan.guest})
    await execute(RECOUNT, scan.event, scan.guest, scan.organisation, now)
