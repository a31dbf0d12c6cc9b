"""Verbs of the door's settings, and what the clock does when a door closes."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.bulk import insert_new
from events_app.checkin.closing.forms import DoorIn
from events_app.checkin.tables import AUTOMATIC, Direction, Outcome, Scan
from events_app.database import atomically, execute, fetch, fetch_one
from events_app.events.states import locked_event
from events_app.events.tables import Event

REACHES_BACK = timedelta(days=60)
"""Phones come back with their scans late, but not later than this."""

SET = """
INSERT INTO event_door (id, organisation, created_at, event, one_room, checks_out)
VALUES (gen_random_uuid(), $1, $2, $3, $4, $5)
ON CONFLICT (event) DO UPDATE SET one_room = excluded.one_room, checks_out = excluded.checks_out
"""
FOLLOW = "SELECT follow_moves($1, guest) FROM (SELECT DISTINCT guest FROM attendance WHERE event = $1) AS g"

CLOSES = "e.ends_at + e.door_closes_minutes * interval '1 minute'"
INSIDE = "(a.last_out_at IS NULL OR a.last_in_at > a.last_out_at)"
CLOSED = f"""
SELECT e.id FROM event e LEFT JOIN event_door d ON d.event = e.id
WHERE e.state = 'published' AND {CLOSES} <= $1 AND e.ends_at > $2 AND d.checks_out IS NOT FALSE
  AND EXISTS (SELECT FROM attendance a WHERE a.event = e.id AND {INSIDE} AND a.last_in_at < {CLOSES})
"""
STAYED = f"""
SELECT a.id, a.guest, a.session, {CLOSES} AS closes_at FROM attendance a JOIN event e ON e.id = a.event
WHERE a.event = $1 AND {INSIDE} AND a.last_in_at < {CLOSES} ORDER BY a.id FOR UPDATE OF a
"""
# Whoever took a check-out of the clock back knows better than the clock.
CHECK_OUT = """
UPDATE attendance a SET last_out_at = s.scanned_at, by_clock = true
FROM unnest($1::uuid[], $2::uuid[]) AS k(attendance, scan) JOIN scan s ON s.scan_id = k.scan
WHERE a.id = k.attendance AND s.event = $3 AND s.undone_at IS NULL
"""


async def door_of(event: Event) -> DoorIn:
    """As it is set."""
    row = await fetch_one("SELECT one_room, checks_out FROM event_door WHERE event = $1", event.id)
    return DoorIn(**row) if row else DoorIn()


@atomically
async def set_door(actor: Actor, event: Event, said: DoorIn, now: datetime) -> DoorIn:
    """Writes all of it anew; the times of leaving follow at once, of scans before this moment, too."""
    actor.must(Right.plan_events)
    event = await locked_event(event)
    before = await door_of(event)
    await execute(SET, event.organisation, now, event.id, said.one_room, said.checks_out)
    if before.one_room != said.one_room:
        await execute(FOLLOW, event.id)
    if before != said:
        await audit.record(
            actor, "event.door_set", event.id, before=before.model_dump(), after=said.model_dump()
        )
    return said


async def close_doors(now: datetime) -> None:
    """Checks out whoever is still inside where the door has closed, at the closing time. Safe to repeat.

    A scan that comes in late and saw somebody leave counts more than the clock does.
    """
    for row in await fetch(CLOSED, now, now - REACHES_BACK):
        await close_door(row["id"], now)


@atomically
async def close_door(identity: UUID, now: datetime) -> None:
    """One event's door."""
    event = await Event.objects().get(Event.id == identity)
    stayed = await fetch(STAYED, identity)
    if event is None or not stayed:
        return
    scans = [_check_out(event, row, now) for row in stayed]
    await insert_new(scans)
    await execute(CHECK_OUT, [row["id"] for row in stayed], [scan.scan_id for scan in scans], identity)


def _check_out(event: Event, row: Any, now: datetime) -> Scan:
    """Its id follows from what it says, so that it is written once."""
    closes_at: datetime = row["closes_at"]
    return Scan(
        organisation=event.organisation,
        scan_id=uuid5(event.id, f"closing:{row['guest']}:{row['session']}:{closes_at.isoformat()}"),
        event=event.id,
        session=row["session"],
        guest=row["guest"],
        direction=Direction.out,
        method=AUTOMATIC,
        outcome=Outcome.left,
        scanned_at=closes_at,
        received_at=now,
    )
