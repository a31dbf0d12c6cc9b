"""What an event takes: its rooms and its people, each in one place at a time, across all events.

The exclusion constraint on `booking` decides; the locks taken here only make racing organisers queue up, so
that the loser gets a named refusal instead of a deadlock. Locks go in one order: the event, rooms, people.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from events_app import clock
from events_app.database import execute, fetch, fetch_one, transaction
from events_app.errors import NotFound, Refusal
from events_app.events.queries import SESSION_ROOM
from events_app.events.tables import BookingSubject, Event, Session
from events_app.i18n import N_
from events_app.ids import new_id


class RoomTaken(Refusal):
    message = N_("The room is taken then by “%(title)s”.")
    field = "room_id"


class RoomBlocked(Refusal):
    message = N_("The room is blocked then: %(title)s.")
    field = "room_id"


class RoomRetired(Refusal):
    message = N_("The room “%(name)s” is no longer in use. Choose another one.")
    field = "room_id"


class PersonTaken(Refusal):
    message = N_("%(name)s is on stage then at “%(title)s”. Choose another time, or say why it is all right.")
    field = "person_override_reason"


class RoomUnknown(NotFound):
    code = "not_found"
    message = N_("There is no such room.")
    field = "room_id"


class PersonUnknown(NotFound):
    code = "not_found"
    message = N_("There is no such person.")
    field = "speaker_ids"


@dataclass(frozen=True)
class Claim:
    """A room or person that is wanted for a time; `reason` lets a person be in two places."""

    kind: BookingSubject
    subject: UUID
    session: UUID | None
    starts_at: datetime
    ends_at: datetime
    reason: str = ""
    overridden: bool = False


CLAIMS = f"""
SELECT 'room' AS kind, {SESSION_ROOM} AS subject, s.id AS session, s.starts_at, s.ends_at
FROM event_session s JOIN event e ON e.id = s.event
WHERE s.id = ANY($2) AND s.cancelled_at IS NULL AND {SESSION_ROOM} IS NOT NULL
UNION
SELECT 'person', r.person, s.id, s.starts_at, s.ends_at
FROM session_role r JOIN event_session s ON s.id = r.session
WHERE s.id = ANY($2) AND s.cancelled_at IS NULL
UNION
SELECT 'room', e.room, NULL, e.starts_at, e.ends_at FROM event e
WHERE e.id = $1 AND e.room IS NOT NULL AND e.ends_at IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM event_session s WHERE s.event = e.id AND s.cancelled_at IS NULL)
ORDER BY 4, 1
"""

KEPT = "SELECT session, subject, override_reason FROM booking WHERE event = $1 AND override_reason <> ''"
CLEAR = "DELETE FROM booking WHERE event = $1 AND (session IS NULL OR session = ANY($2))"

INSERT = """
INSERT INTO booking (id, organisation, created_at, subject_kind, subject, event, session, starts_at, ends_at,
                     cancelled, overridden, override_reason)
SELECT i, $2, $3, k, u, $4, s, a, z, false, o, r
FROM unnest($1::uuid[], $5::text[], $6::uuid[], $7::uuid[], $8::timestamptz[], $9::timestamptz[], $10::bool[],
            $11::text[]) AS t (i, k, u, s, a, z, o, r)
"""

CONFLICT = """
SELECT b.session AS session_id, b.event AS event_id, coalesce(s.title, e.title, k.reason) AS title,
       b.starts_at, b.ends_at, b.block AS block_id, coalesce(p.full_name, '') AS name
FROM booking b LEFT JOIN event e ON e.id = b.event LEFT JOIN event_session s ON s.id = b.session
LEFT JOIN room_block k ON k.id = b.block LEFT JOIN person p ON p.id = b.subject
WHERE b.subject = $1 AND b.during && tstzrange($2, $3) AND NOT b.cancelled AND NOT b.overridden
ORDER BY b.starts_at LIMIT 1
"""

# NO KEY: other transactions may go on writing rows that merely point at the room or the person.
LOCK_ROOMS = "SELECT id, name, retired_at FROM room WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE"
LOCK_PEOPLE = "SELECT id FROM person WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE"


async def must_know_room(organisation: UUID, room: UUID | None) -> None:
    """Raises RoomUnknown for a room that is not the organisation's."""
    known = "SELECT 1 FROM room WHERE id = $1 AND organisation = $2"
    if room is not None and await fetch_one(known, room, organisation) is None:
        raise RoomUnknown()


async def must_know_people(organisation: UUID, people: Iterable[UUID | None]) -> None:
    """Raises PersonUnknown when one of these is not in the organisation's directory."""
    wanted = {person for person in people if person}
    known = "SELECT count(*) AS n FROM person WHERE id = ANY($1) AND organisation = $2"
    row = await fetch_one(known, list(wanted), organisation) if wanted else None
    if row is not None and row["n"] < len(wanted):
        raise PersonUnknown()


async def book(
    event: Event, sessions: Sequence[Session] = (), reasons: dict[UUID, str] | None = None
) -> None:
    """Make the bookings of the event and these sessions what their rows say, in the open transaction.

    `reasons` lets the people of a session be in two places; without one, a reason given before stays good.
    Raises RoomTaken or PersonTaken, which name what stands in the way.
    """
    ids = [session.id for session in sessions]
    claims = [_claim(row) for row in await fetch(CLAIMS, event.id, ids)]
    await _lock(claims)
    claims = await _with_reasons(event, claims, reasons or {})
    await execute(CLEAR, event.id, ids)
    if claims:
        await _insert(event, claims)


async def give_back(event: Event) -> None:
    """The event does not take place: what it held is free; the rows stay, to tell what was planned."""
    await execute("UPDATE booking SET cancelled = true WHERE event = $1", event.id)


def _claim(row: Any) -> Claim:
    return Claim(
        BookingSubject(row["kind"]), row["subject"], row["session"], row["starts_at"], row["ends_at"]
    )


async def _lock(claims: list[Claim]) -> None:
    rooms = [claim.subject for claim in claims if claim.kind == BookingSubject.room]
    people = [claim.subject for claim in claims if claim.kind == BookingSubject.person]
    for room in await fetch(LOCK_ROOMS, rooms) if rooms else ():
        if room["retired_at"] is not None and _is_ahead(room["id"], claims):
            raise RoomRetired(name=room["name"])
    if people:
        await fetch(LOCK_PEOPLE, people)


def _is_ahead(room: UUID, claims: list[Claim]) -> bool:
    """Whether the room is wanted for a time that is not over; what took place there keeps it."""
    return any(claim.subject == room and claim.ends_at > clock.now() for claim in claims)


async def _with_reasons(event: Event, claims: list[Claim], given: dict[UUID, str]) -> list[Claim]:
    kept = {(row["session"], row["subject"]): row["override_reason"] for row in await fetch(KEPT, event.id)}

    def reason(claim: Claim) -> str:
        if claim.kind == BookingSubject.room or claim.session is None:
            return ""
        before: str = kept.get((claim.session, claim.subject), "")
        return given.get(claim.session, before)

    return [replace(claim, reason=reason(claim)) for claim in claims]


async def _insert(event: Event, claims: list[Claim]) -> None:
    """All at once; only when something clashes one by one, to find out what with."""
    try:
        async with transaction():
            await _insert_rows(event, claims)
    except asyncpg.ExclusionViolationError:
        for claim in claims:
            await _insert_or_refuse(event, claim)


async def _insert_or_refuse(event: Event, claim: Claim) -> None:
    try:
        async with transaction():
            await _insert_rows(event, [claim])
    except asyncpg.ExclusionViolationError:
        if not claim.reason:
            raise await refusal_of(claim) from None
        await _insert_rows(event, [replace(claim, overridden=True)])


async def _insert_rows(event: Event, claims: list[Claim]) -> None:
    await execute(
        INSERT,
        [new_id() for _ in claims],
        event.organisation,
        clock.now(),
        event.id,
        [claim.kind.value for claim in claims],
        [claim.subject for claim in claims],
        [claim.session for claim in claims],
        [claim.starts_at for claim in claims],
        [claim.ends_at for claim in claims],
        [claim.overridden for claim in claims],
        [claim.reason for claim in claims],
    )


async def refusal_of(claim: Claim) -> Refusal:
    """Under the lock nobody can have moved: what the constraint met is there to be read."""
    found = await fetch_one(CONFLICT, claim.subject, claim.starts_at, claim.ends_at)
    conflict = dict(found) if found else {"title": "", "name": "", "block_id": None}
    name, block = conflict.pop("name"), conflict.pop("block_id")
    extra = {"conflict": {key: _plain(value) for key, value in conflict.items()}}
    if block is not None:
        return RoomBlocked(extra=extra, title=conflict["title"])
    if claim.kind == BookingSubject.room:
        return RoomTaken(extra=extra, title=conflict["title"])
    return PersonTaken(extra=extra, title=conflict["title"], name=name)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return str(value) if isinstance(value, UUID) else value
