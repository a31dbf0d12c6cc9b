"""Reads of self check-in: the codes of an event with their places, who a typed name may be, what waits for a look."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.checkin import verdicts
from events_app.checkin.self_checkin.tables import RoomCode
from events_app.database import fetch, fetch_one, fetch_value
from events_app.events.tables import Event
from events_app.invitations.tables import Guest
from events_app.stakeholders import names

PLACES = """
SELECT c.id, s.title, coalesce(r.name, v.name) AS room, s.cancelled_at IS NOT NULL AS off
FROM room_code c JOIN event e ON e.id = c.event LEFT JOIN event_session s ON s.id = c.session
LEFT JOIN room r ON r.id = s.room LEFT JOIN room v ON v.id = e.room WHERE c.event = $1
"""

# Two who cannot be told apart are nobody: the desk asks them.
NAMED = """
SELECT g.id FROM guest g JOIN person p ON p.id = g.person
WHERE g.event = $1 AND p.name_key = $2 AND p.phone <> '' AND right(p.phone, 4) = $3 LIMIT 2
"""

FLAGS = """
SELECT f.id, f.event, f.scan AS scan_id, f.way, f.reasons, f.marked_at, f.code_at, f.decision, f.note, f.decided_at,
  f.guest AS guest_id, d.label AS device, d.marks, d.failures, u.name AS decided_by, n.undone_at IS NOT NULL AS undone,
  p.title_prefix, p.full_name, p.title_suffix, i.name AS institution, s.title AS session
FROM self_flag f JOIN self_device d ON d.id = f.device JOIN guest g ON g.id = f.guest JOIN person p ON p.id = g.person
LEFT JOIN institution i ON i.id = g.institution LEFT JOIN app_user u ON u.id = f.decided_by
LEFT JOIN scan n ON n.event = f.event AND n.scan_id = f.scan LEFT JOIN event_session s ON s.id = n.session
WHERE f.event = $1
"""

WAITING = "SELECT count(*)::int FROM self_flag WHERE event = $1 AND decision IS NULL"


@dataclass(frozen=True)
class Spot:
    """A room's code with where it is: no session means the whole event."""

    code: RoomCode
    session: str | None
    room: str
    off: bool

    @property
    def id(self) -> UUID:
        identity: UUID = self.code.id
        return identity


@dataclass(frozen=True)
class Flagged:
    """An odd mark as people look at it: who, when, from which phone, why, and what was decided."""

    id: UUID
    event_id: UUID
    scan_id: UUID
    guest_id: UUID
    name: str
    institution: str | None
    session: str | None
    way: str
    reasons: list[str]
    device: str
    marks: int
    failures: int
    marked_at: datetime
    code_at: datetime
    undone: bool
    decision: str | None
    note: str
    decided_at: datetime | None
    decided_by: str | None


async def spots(event: Event) -> list[Spot]:
    """The codes of an event, that of the whole event first: two queries, however many."""
    found = await RoomCode.objects().where(RoomCode.event == event.id).order_by(RoomCode.id)
    places = {row["id"]: row for row in await fetch(PLACES, event.id)}
    rows = [_spot(code, places[code.id]) for code in found]
    return sorted(rows, key=lambda one: one.code.session is not None)


async def spot(code: RoomCode) -> Spot:
    """One code with its place."""
    row = await fetch_one(f"{PLACES} AND c.id = $2", code.event, code.id)
    assert row is not None, "a foreign key holds the event"
    return _spot(code, row)


async def is_on(event: UUID) -> bool:
    """Whether anybody may check themselves in at this event."""
    return await RoomCode.exists().where((RoomCode.event == event) & RoomCode.open.eq(True))


async def guest_of_code(event: Event, code: str) -> Guest | None:
    """Whose short code it is."""
    return await Guest.objects().get((Guest.event == event.id) & (Guest.short_code == code))


async def guest_called(event: Event, name: str, digits: str) -> Guest | None:
    """The one guest of that name whose telephone number ends so; titles do not matter."""
    key = names.name_key(names.split(name).name)
    found = await fetch(NAMED, event.id, key, digits)
    return await Guest.objects().get(Guest.id == found[0]["id"]) if len(found) == 1 else None


async def flags(event: Event) -> list[Flagged]:
    """Odd marks, the undecided first, then the newest: one query."""
    rows = await fetch(f"{FLAGS} ORDER BY f.decision IS NOT NULL, f.marked_at DESC, f.id", event.id)
    return [_flagged(row) for row in rows]


async def flag(event: Event, identity: UUID) -> Flagged | None:
    """One of them."""
    row = await fetch_one(f"{FLAGS} AND f.id = $2", event.id, identity)
    return None if row is None else _flagged(row)


async def waiting(event: Event) -> int:
    """How many odd marks nobody has decided about."""
    count: int = await fetch_value(WAITING, event.id)
    return count


def _spot(code: RoomCode, row: Any) -> Spot:
    return Spot(code, row["title"], row["room"] or "", bool(row["off"]))


def _flagged(row: Any) -> Flagged:
    own = {"event", "title_prefix", "full_name", "title_suffix"}
    facts = {name: value for name, value in dict(row).items() if name not in own}
    return Flagged(event_id=row["event"], name=verdicts.display_name(row), **facts)
