"""What is in a feed of due dates, as its reader may see it at the moment."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.database import fetch, fetch_value
from events_app.events.feeds.tables import CalendarFeed, FeedKind

BACK, GONE = timedelta(days=180), timedelta(days=60)
"""How far it reaches back, and how long it goes on saying that something is not owed any more."""

MOST = 5_000

# The number rises when the date moves and when the entry ends, comes back or is done: what a calendar must notice.
DUE = """
SELECT a.id, a.ref, a.title, a.deliverable, a.due, a.state, a.state_since, e.confidential, i.name AS office, a.row_version,
  (SELECT count(*) FROM due_change d WHERE d.action = a.id AND d.decision = 'approved') * 1000 + (
    SELECT count(*) FROM action_event v WHERE v.action = a.id) AS sequence
FROM follow_up_action a JOIN commitment c ON c.id = a.commitment JOIN event e ON e.id = c.event
JOIN institution i ON i.id = a.responsible_institution
WHERE a.organisation = $1 AND a.state <> 'draft' AND ($2 OR NOT e.confidential) AND a.due > $3
  AND (a.state NOT IN ('cancelled', 'infeasible') OR a.state_since > $4) AND {which}
"""
WHICH = {
    FeedKind.due: "$5::uuid IS NULL",
    FeedKind.due_office: "a.responsible_institution = $5",
    FeedKind.due_person: "a.responsible_person = $5",
}


@dataclass(frozen=True)
class DueEntry:
    """One action that is, or was, due."""

    id: UUID
    ref: str
    title: str
    deliverable: str
    due: date
    state: str
    state_since: datetime
    confidential: bool
    office: str
    row_version: int
    sequence: int


async def stand(feed: CalendarFeed, reader: Actor, now: datetime) -> str:
    """A digest of what the feed holds; one statement, a fraction of building it."""
    each = "string_agg(concat_ws(':', id, row_version, sequence, state, due, office, confidential), ',' ORDER BY id)"
    sql = f"SELECT md5(coalesce({each}, '')) FROM ({_sql(feed)}) AS one"
    return f"{await fetch_value(sql, *_asked(feed, reader, now))}-{feed.version}"


async def entries(feed: CalendarFeed, reader: Actor, now: datetime) -> list[DueEntry]:
    """The entries, soonest first."""
    sql = f"{_sql(feed)} ORDER BY a.due, a.id LIMIT {MOST}"
    return [DueEntry(**row) for row in await fetch(sql, *_asked(feed, reader, now))]


def _sql(feed: CalendarFeed) -> str:
    return DUE.format(which=WHICH[FeedKind(feed.kind)])


def _asked(feed: CalendarFeed, reader: Actor, now: datetime) -> tuple[Any, ...]:
    may = reader.may(Right.read_confidential)
    return feed.organisation, may, (now - BACK).date(), now - GONE, feed.subject
