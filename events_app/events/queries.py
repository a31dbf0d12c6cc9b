"""Reads about events: lists that show only what the reader may see, sessions with their people, places."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from piccolo.columns.combination import WhereRaw

from events_app import neutral
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.database import fetch, fetch_one
from events_app.events.tables import Event, EventState, Session, StageRole


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; `state` is the one people see, so the clock counts."""

    state: EventState | None = None
    since: date | None = None
    until: date | None = None
    q: str = ""


@dataclass(frozen=True)
class Place:
    """Where something takes place; empty texts when that is not known yet."""

    room: str = ""
    venue: str = ""
    address: str = ""
    room_capacity: int | None = None

    @property
    def line(self) -> str:
        """`Ruang Kenanga, Balai Kota`."""
        return ", ".join(part for part in (self.room, self.venue) if part)


@dataclass(frozen=True)
class OnStage:
    """A person's part in a session."""

    person_id: UUID
    name: str
    role: StageRole


@dataclass(frozen=True)
class Part:
    """A session with where it really is and who is on stage."""

    session: Session
    room_id: UUID | None
    place: Place
    people: list[OnStage] = field(default_factory=list)

    @property
    def speakers(self) -> list[OnStage]:
        return [person for person in self.people if person.role == StageRole.speaker]

    @property
    def moderator(self) -> OnStage | None:
        return next((person for person in self.people if person.role == StageRole.moderator), None)


def visible_to(actor: Actor) -> WhereRaw:
    """The condition every list of events carries: the tenant's, and no more than this reader may see."""
    if not actor.may(Right.read):
        assigned = '(SELECT event FROM door_assignment WHERE "user" = {})'
        sql = f"event.organisation = {{}} AND NOT event.confidential AND event.id IN {assigned}"
        # An actor without a user has no assignments: no event matches.
        return WhereRaw(sql, actor.organisation, actor.user)
    if actor.may(Right.read_confidential):
        return WhereRaw("event.organisation = {}", actor.organisation)
    return WhereRaw("event.organisation = {} AND NOT event.confidential", actor.organisation)


async def list_events(
    actor: Actor, filters: Filters, now: datetime, *, after: UUID | None, limit: int
) -> list[Event]:
    """The visible events by id, newest last; ask for one more than is shown."""
    query = Event.objects().where(visible_to(actor), *_conditions(filters, now))
    if after is not None:
        query = query.where(Event.id > after)
    return await query.order_by(Event.id).limit(limit)


def _conditions(filters: Filters, now: datetime) -> list[WhereRaw]:
    found = [in_state(filters.state, now)] if filters.state else []
    if filters.since:
        found.append(WhereRaw("(event.ends_at AT TIME ZONE event.timezone)::date >= {}", filters.since))
    if filters.until:
        found.append(WhereRaw("(event.starts_at AT TIME ZONE event.timezone)::date <= {}", filters.until))
    if filters.q.strip():
        found.append(WhereRaw("event.search_text LIKE {}", like(filters.q)))
    return found


def in_state(state: EventState, now: datetime) -> WhereRaw:
    """The SQL twin of `Event.state_at`."""
    published = "event.state = 'published' AND "
    if state == EventState.closed:
        return WhereRaw(published + "event.ends_at <= {}", now)
    if state == EventState.in_progress:
        return WhereRaw(published + "event.starts_at <= {} AND event.ends_at > {}", now, now)
    if state == EventState.published:
        return WhereRaw(published + "event.starts_at > {}", now)
    return WhereRaw("event.state = {}", state.value)


def like(text: str) -> str:
    """A pattern for text anywhere in a folded column; the searcher's own wildcards stand for themselves."""
    folded = text.strip().casefold().replace("\x00", "")
    return "%" + folded.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"


PLACE = """
SELECT r.name AS room, coalesce(v.name, '') AS venue, coalesce(v.address, '') AS address, r.capacity
FROM room r LEFT JOIN venue v ON v.id = r.venue WHERE r.id = $1
"""

AT_PLACE = (
    "r.name AS room_name, v.name AS venue_name, v.address AS venue_address, r.capacity AS room_capacity"
)
PLACE_JOIN = "LEFT JOIN room r ON r.id = e.room LEFT JOIN venue v ON v.id = r.venue"
"""For a statement about an event `e`; see `place_found`."""

SESSION_ROOM = "CASE WHEN s.mode = 'online' THEN s.room ELSE coalesce(s.room, e.room) END"
"""Where a session `s` of an event `e` really is: its own room, or the event's unless all join from afar."""

PARTS = f"""
SELECT s.id, r.id AS room_id, r.name AS room, v.name AS venue, v.address, r.capacity
FROM event_session s JOIN event e ON e.id = s.event
LEFT JOIN room r ON r.id = {SESSION_ROOM}
LEFT JOIN venue v ON v.id = r.venue WHERE s.id = ANY($1)
"""

STAGE = """
SELECT r.session, r.person, r.role, p.title_prefix, p.full_name, p.title_suffix
FROM session_role r JOIN person p ON p.id = r.person WHERE r.session = ANY($1) ORDER BY r.id
"""


async def place_of(room: UUID | None) -> Place:
    """The room with its venue; an empty place for none."""
    row = await fetch_one(PLACE, room) if room else None
    return Place(row["room"], row["venue"], row["address"], row["capacity"]) if row else Place()


def place_found(found: Any) -> Place:
    """The place that a statement found by `AT_PLACE`."""
    room, venue, address = (found[name] or "" for name in ("room_name", "venue_name", "venue_address"))
    return Place(room, venue, address, found["room_capacity"])


async def parts_of(event: Event) -> list[Part]:
    """The event's sessions as they stand, by time, cancelled ones left out."""
    wanted = (Session.event == event.id) & Session.cancelled_at.is_null()
    return await as_parts(await Session.objects().where(wanted).order_by(Session.starts_at, Session.id))


async def as_parts(sessions: Sequence[Session]) -> list[Part]:
    """These sessions with their places and people; two queries, however many there are."""
    ids = [session.id for session in sessions]
    places = {row["id"]: row for row in await fetch(PARTS, ids)}
    stage: dict[UUID, list[OnStage]] = {}
    for row in await fetch(STAGE, ids):
        person = OnStage(row["person"], display_name(row), StageRole(row["role"]))
        stage.setdefault(row["session"], []).append(person)
    return [_part(session, places[session.id], stage.get(session.id, [])) for session in sessions]


def _part(session: Session, row: Any, people: list[OnStage]) -> Part:
    place = Place(row["room"] or "", row["venue"] or "", row["address"] or "", row["capacity"])
    return Part(session, row["room_id"], place, people)


def display_name(row: Any) -> str:
    """A person's prefix, name and suffix as they are written, from a row that has the three."""
    front = " ".join(part for part in (row["title_prefix"], neutral.person(row["full_name"])) if part)
    return f"{front}, {row['title_suffix']}" if row["title_suffix"] else front


async def sessions_of(event: Event, after: UUID | None, limit: int) -> list[Session]:
    """An event's sessions by id, cancelled ones included."""
    wanted = Session.event == event.id
    return await Session.objects().where(_beyond(Session, wanted, after)).order_by(Session.id).limit(limit)


async def places(table: Any, organisation: UUID, after: UUID | None, limit: int) -> list[Any]:
    """Venues or rooms of an organisation, by id."""
    wanted = _beyond(table, table.organisation == organisation, after)
    rows: list[Any] = await table.objects().where(wanted).order_by(table.id).limit(limit)
    return rows


def _beyond(table: Any, wanted: Any, after: UUID | None) -> Any:
    return wanted if after is None else wanted & (table.id > after)
