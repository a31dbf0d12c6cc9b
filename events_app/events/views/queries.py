"""What is on in a stretch of time: one query for the events and one for the sessions, however many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from piccolo.columns.combination import WhereRaw

from events_app.accounts.actor import Actor
from events_app.database import fetch
from events_app.events.programme.kinds import SessionMode
from events_app.events.queries import visible_to
from events_app.events.tables import Event, EventKind, EventState, Session, standing

MOST = 2_000
"""More than this no calendar can show; the rest is left out, and it is said so."""

DURING = (
    "uuidrange({table}.organisation, {table}.organisation, '[]') && uuidrange({{}}, {{}}, '[]')"
    " AND tstzrange({table}.starts_at, {table}.ends_at) && tstzrange({{}}, {{}})"
)
SHOWN = (
    Event.id, Event.title, Event.kind, Event.starts_at, Event.ends_at, Event.timezone, Event.room, Event.state,
    Event.confidential, Event.row_version,
)  # fmt: skip
PARTS = (
    Session.id, Session.title, Session.starts_at, Session.ends_at, Session.room, Session.mode, Session.cancelled_at,
    Session.row_version, Session.event.id, Session.event.title, Session.event.kind, Session.event.timezone,
    Session.event.starts_at, Session.event.ends_at, Session.event.room, Session.event.state,
    Session.event.confidential,
)  # fmt: skip
A_DAY = """
SELECT event, (starts_at AT TIME ZONE $4)::date AS day, count(*) AS sessions FROM event_session
WHERE uuidrange(organisation, organisation, '[]') && uuidrange($1, $1, '[]')
  AND tstzrange(starts_at, ends_at) && tstzrange($2, $3) AND cancelled_at IS NULL GROUP BY event, day
"""
EVENTS_DURING, SESSIONS_DURING = DURING.format(table="event"), DURING.format(table="event_session")


@dataclass(frozen=True)
class Wanted:
    """What a calendar is narrowed to."""

    room: UUID | None = None
    kind: EventKind | None = None

    def kept(self) -> str:
        """What an address carries on to stay as narrow; nothing when all is shown."""
        narrowed = {"room": self.room or "", "kind": self.kind.value if self.kind else ""}
        return "&" + urlencode(narrowed) if any(narrowed.values()) else ""


class Entry(NamedTuple):
    """An event or, with `session` set, one of its sessions; `timezone` is the event's."""

    event: UUID
    session: UUID | None
    title: str
    event_title: str
    kind: EventKind
    starts_at: datetime
    ends_at: datetime
    timezone: str
    room: UUID | None
    state: EventState
    confidential: bool
    row_version: int


async def events_in(
    actor: Actor, start: datetime, end: datetime, wanted: Wanted, now: datetime
) -> list[Entry]:
    """The events this reader sees in a list, as far as they lie in the time."""
    when = WhereRaw(EVENTS_DURING, actor.organisation, actor.organisation, start, end)
    # Columns and not rows: a calendar shows many, and needs little of each.
    query = Event.select(*SHOWN).where(visible_to(actor), when, *_events_wanted(wanted))
    return [_event(row, now) for row in await query.order_by(Event.starts_at, Event.id).limit(MOST + 1)]


async def sessions_in(
    actor: Actor, start: datetime, end: datetime, wanted: Wanted, now: datetime
) -> list[Entry]:
    """The sessions of those events, as far as they lie in the time; one taken off the programme is cancelled."""
    when = WhereRaw(SESSIONS_DURING, actor.organisation, actor.organisation, start, end)
    seen = WhereRaw(
        "event_session.event IN (SELECT event.id FROM event WHERE {})", visible_to(actor).querystring
    )
    query = Session.select(*PARTS).where(when, seen, *_sessions_wanted(wanted))
    rows = await query.order_by(Session.starts_at, Session.id).limit(MOST + 1)
    return [_session(row, now) for row in rows]


async def sessions_a_day(
    organisation: UUID, start: datetime, end: datetime, zone: str
) -> dict[tuple[UUID, date], int]:
    """How many sessions of each event begin on each day, as the zone counts days; whoever sees them, counts."""
    rows = await fetch(A_DAY, organisation, start, end, zone)
    return {(row["event"], row["day"]): row["sessions"] for row in rows}


def _events_wanted(wanted: Wanted) -> Sequence[Any]:
    room = (
        "(event.room = {} OR EXISTS (SELECT FROM event_session s WHERE s.event = event.id AND s.room = {}"
        " AND s.cancelled_at IS NULL))"
    )
    found: list[Any] = [WhereRaw(room, wanted.room, wanted.room)] if wanted.room else []
    return found + ([Event.kind == wanted.kind] if wanted.kind else [])


def _sessions_wanted(wanted: Wanted) -> Sequence[Any]:
    found: list[Any] = []
    if wanted.room:
        room = (
            "coalesce(event_session.room, CASE WHEN event_session.mode <> 'online' THEN"
            " (SELECT e.room FROM event e WHERE e.id = event_session.event) END) = {}"
        )
        found.append(WhereRaw(room, wanted.room))
    if wanted.kind:
        found.append(Session.event.kind == wanted.kind)
    return found


def _event(row: Any, now: datetime) -> Entry:
    state = standing(row["state"], row["starts_at"], row["ends_at"], now)
    return Entry(
        event=row["id"], session=None, title=row["title"], event_title=row["title"], kind=EventKind(row["kind"]),
        starts_at=row["starts_at"], ends_at=row["ends_at"], timezone=row["timezone"], room=row["room"],
        state=state, confidential=row["confidential"], row_version=row["row_version"],
    )  # fmt: skip


def _session(row: Any, now: datetime) -> Entry:
    event = standing(row["event.state"], row["event.starts_at"], row["event.ends_at"], now)
    whole = row["event.room"] if row["mode"] != SessionMode.online else None
    return Entry(
        event=row["event.id"], session=row["id"], title=row["title"], event_title=row["event.title"],
        kind=EventKind(row["event.kind"]), starts_at=row["starts_at"], ends_at=row["ends_at"],
        timezone=row["event.timezone"], room=row["room"] or whole,
        state=EventState.cancelled if row["cancelled_at"] else event,
        confidential=row["event.confidential"], row_version=row["row_version"],
    )  # fmt: skip
