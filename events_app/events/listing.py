"""Reads of the pages: tabs of events, choices of rooms and people, what the overview shows."""

from datetime import datetime
from typing import Any
from uuid import UUID

from piccolo.columns.combination import WhereRaw

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Role
from events_app.database import fetch, fetch_value
from events_app.events.queries import display_name, like, visible_to
from events_app.events.tables import Event

MOST_PEOPLE = 500
PAGE = 50

TABS = {
    "upcoming": "event.state IN ('published', 'postponed') AND event.ends_at > {}",
    "drafts": "event.state = 'draft' AND {}::timestamptz IS NOT NULL",
    "past": "(event.state = 'cancelled' OR (event.state <> 'draft' AND event.ends_at <= {}))",
}

ROOMS = """
SELECT r.id, r.name, r.capacity, coalesce(v.name, '') AS venue, r.equipment, r.hours, r.retired_at
FROM room r LEFT JOIN venue v ON v.id = r.venue
WHERE r.organisation = $1 ORDER BY v.name NULLS LAST, r.name, r.id
"""
ROOM_NAMES = """
SELECT r.id, concat_ws(', ', r.name, v.name) AS name FROM room r LEFT JOIN venue v ON v.id = r.venue
WHERE r.id = ANY($1)
"""
PEOPLE = """
SELECT p.id, p.title_prefix, p.full_name, p.title_suffix, coalesce(i.name, '') AS institution
FROM person p LEFT JOIN institution i ON i.id = p.institution
WHERE p.organisation = $1 AND p.successor IS NULL AND p.anonymised_at IS NULL AND (p.search_text LIKE $2 OR p.id = ANY($3))
ORDER BY p.full_name, p.id LIMIT $4
"""
DOOR = """
SELECT u.id, u.name, d.id IS NOT NULL AS assigned FROM app_user u
LEFT JOIN door_assignment d ON d."user" = u.id AND d.event = $2
WHERE u.organisation = $1 AND (d.id IS NOT NULL OR (u.active AND $3 = ANY(u.roles))) ORDER BY u.name, u.id
"""


async def tab_of(actor: Actor, tab: str, q: str, now: datetime, skip: int) -> list[Event]:
    """A tab's events, soonest first, the past latest first; one more than a page, to know of more."""
    wanted = [visible_to(actor), WhereRaw(TABS[tab], now)]
    if q.strip():
        wanted.append(WhereRaw("event.search_text LIKE {}", like(q)))
    query = Event.objects().where(*wanted).order_by(Event.starts_at, Event.id, ascending=tab != "past")
    return await query.offset(skip).limit(PAGE + 1)


async def has_events(actor: Actor) -> bool:
    """Whether this reader sees any event at all."""
    return await Event.exists().where(visible_to(actor))


async def room_names(events: list[Event]) -> dict[UUID, str]:
    """`Ruang Kenanga, Balai Kota` by the room's id."""
    ids = list({event.room for event in events if event.room})
    return {row["id"]: row["name"] for row in await fetch(ROOM_NAMES, ids)} if ids else {}


async def rooms_of(organisation: UUID) -> list[Any]:
    """Every room with its venue's name."""
    return await fetch(ROOMS, organisation)


async def room_options(organisation: UUID, kept: UUID | None = None) -> list[tuple[str, str]]:
    """Rooms to choose from: name, venue, size; none that is out of use, unless it is the one kept."""
    rows = [row for row in await rooms_of(organisation) if row["retired_at"] is None or row["id"] == kept]
    return [(str(row["id"]), _room_label(row)) for row in rows]


def _room_label(row: Any) -> str:
    place = ", ".join(part for part in (row["name"], row["venue"]) if part)
    return f"{place} ({row['capacity']})" if row["capacity"] else place


async def people_options(organisation: UUID, q: str = "", chosen: list[UUID] | None = None) -> list[Any]:
    """People to choose from, by name; those already chosen are always among them."""
    rows = await fetch(PEOPLE, organisation, like(q), chosen or [], MOST_PEOPLE)
    return [(str(row["id"]), " – ".join(filter(None, _named(row)))) for row in rows]


def _named(row: Any) -> tuple[str, str]:
    return display_name(row), row["institution"]


async def many_people(organisation: UUID) -> bool:
    """Whether the directory is too long to choose from without searching."""
    sql = "SELECT count(*) FROM (SELECT 1 FROM person WHERE organisation = $1 LIMIT $2) AS few"
    return bool(await fetch_value(sql, organisation, MOST_PEOPLE + 1) > MOST_PEOPLE)


async def door_staff(event: Event) -> list[Any]:
    """Colleagues of the door role, and who of them is assigned."""
    return await fetch(DOOR, event.organisation, event.id, Role.door.value)
