"""What is in a feed: entries of events, or of sessions where a room or a person is meant."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.database import fetch, fetch_value
from events_app.events.feeds.tables import CalendarFeed, FeedKind
from events_app.events.queries import SESSION_ROOM
from events_app.events.tables import Event

BACK, GONE = timedelta(days=180), timedelta(days=60)
"""How far a feed reaches back, and how long it goes on saying that something was cancelled."""

MOST = 5_000

EVENTS = """
SELECT e.id, NULL::uuid AS parent, e.calendar_sequence AS sequence, e.title, e.description, e.ref, e.confidential, e.timezone,
  e.starts_at, e.ends_at, e.state, e.row_version::text AS mark, coalesce(e.changed_at, e.created_at) AS changed_at,
  concat_ws(', ', r.name, nullif(v.name, ''), nullif(v.address, '')) AS place
FROM event e LEFT JOIN room r ON r.id = e.room LEFT JOIN venue v ON v.id = r.venue
WHERE {seen} AND {which}
"""

SESSIONS = """
SELECT s.id, e.id AS parent, s.calendar_sequence AS sequence, s.title || ' – ' || e.title AS title, '' AS description, e.ref,
  e.confidential, e.timezone, s.starts_at, s.ends_at,
  CASE WHEN s.cancelled_at IS NULL THEN e.state ELSE 'cancelled' END AS state,
  s.row_version || '.' || e.row_version AS mark,
  greatest(s.cancelled_at, coalesce(e.changed_at, s.created_at)) AS changed_at,
  concat_ws(', ', r.name, nullif(v.name, ''), nullif(v.address, '')) AS place
FROM event_session s JOIN event e ON e.id = s.event
LEFT JOIN room r ON r.id = {room} LEFT JOIN venue v ON v.id = r.venue
WHERE {seen} AND {which}
"""

SEEN = "e.organisation = $1 AND ($2 OR NOT e.confidential) AND e.state <> 'draft' AND e.ends_at > $3"

WHICH = {
    FeedKind.organisation: [EVENTS.format(seen=SEEN, which="$4::uuid IS NULL")],
    FeedKind.room: [
        SESSIONS.format(seen=SEEN, room=SESSION_ROOM, which=f"{SESSION_ROOM} = $4"),
        EVENTS.format(
            seen=SEEN,
            which="e.room = $4 AND NOT EXISTS (SELECT FROM event_session s"
            " WHERE s.event = e.id AND s.cancelled_at IS NULL)",
        ),
    ],
    FeedKind.person: [
        SESSIONS.format(
            seen=SEEN, room=SESSION_ROOM, which="s.id IN (SELECT session FROM session_role WHERE person = $4)"
        )
    ],
}


@dataclass(frozen=True)
class FeedEntry:
    """One entry, of an event or a session; `parent` is the event of a session."""

    id: UUID
    parent: UUID | None
    sequence: int
    title: str
    description: str
    ref: str
    confidential: bool
    timezone: str
    starts_at: datetime
    ends_at: datetime
    state: str
    mark: str
    changed_at: datetime
    place: str


async def stand(feed: CalendarFeed, reader: Actor, now: datetime) -> str:
    """A digest of what the feed holds; one statement, a fraction of building it."""
    sql = f"SELECT md5(coalesce(string_agg(id || ':' || mark || state, ',' ORDER BY id), '')) FROM ({_sql(feed)}) AS one"
    return f"{await fetch_value(sql, *_asked(feed, reader, now))}-{feed.version}"


async def entries(feed: CalendarFeed, reader: Actor, now: datetime) -> list[FeedEntry]:
    """The entries, soonest first; what was cancelled long ago is left out."""
    sql = f"SELECT * FROM ({_sql(feed)}) AS one ORDER BY starts_at, id LIMIT {MOST}"
    rows: list[Any] = await fetch(sql, *_asked(feed, reader, now))
    found = [FeedEntry(**row) for row in rows]
    return [one for one in found if one.state != "cancelled" or one.changed_at > now - GONE]


async def entries_on_stage(event: Event, person: UUID) -> list[FeedEntry]:
    """The sessions of one event that have this person on stage; nothing of a draft.

    A confidential event is in it: whoever is on stage there knows of it.
    """
    which = "e.id = $4 AND s.id IN (SELECT session FROM session_role WHERE person = $5)"
    sql = SESSIONS.format(seen=SEEN, room=SESSION_ROOM, which=which) + " ORDER BY s.starts_at, s.id"
    asked = (event.organisation, True, event.starts_at - BACK, event.id, person)
    return [FeedEntry(**row) for row in await fetch(sql, *asked)]


def _sql(feed: CalendarFeed) -> str:
    return " UNION ALL ".join(WHICH[FeedKind(feed.kind)])


def _asked(feed: CalendarFeed, reader: Actor, now: datetime) -> tuple[Any, ...]:
    return feed.organisation, reader.may(Right.read_confidential), now - BACK, feed.subject
