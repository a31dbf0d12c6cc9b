"""Reads of capturing: who may speak, what was said, and whether anything changed; a fixed number of questions each."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from events_app.commitments.queries import name_of
from events_app.database import fetch, fetch_one, fetch_value
from events_app.events.programme.queries import running_order
from events_app.events.queries import parts_of
from events_app.events.tables import Event

MOST = 1_000

INSIDE = """EXISTS (SELECT FROM attendance t WHERE t.guest = g.id
  AND (t.last_out_at IS NULL OR t.last_in_at > t.last_out_at))"""

SPEAKERS = f"""
SELECT g.id, {name_of("p")} AS name, coalesce(i.short_name, '') AS short_name, i.name AS institution,
  coalesce(nullif(g.position_title, ''), n.title, '') AS position, coalesce(h.title, '') AS in_place_of,
  {INSIDE} AS inside
FROM guest g JOIN person p ON p.id = g.person LEFT JOIN institution i ON i.id = g.institution
LEFT JOIN position n ON n.id = p.position LEFT JOIN position h ON h.id = g.represents
WHERE g.event = $1 AND g.state = 'expected' ORDER BY inside DESC, p.name_key, g.id LIMIT 2000
"""

# Those who were asked or came, however many the directory has.
INSTITUTIONS = """
SELECT i.id, i.name FROM institution i WHERE i.active AND i.successor IS NULL AND i.id IN (
  SELECT institution FROM guest WHERE event = $1 UNION SELECT institution FROM invitation WHERE event = $1
  UNION SELECT institution FROM commitment WHERE event = $1)
ORDER BY i.name_key LIMIT 2000
"""

LINES = f"""
SELECT l.line, c.agenda_item, c.id AS commitment, c.ref, c.statement AS text, c.state, c.row_version, c.session,
  c.institution AS institution_id, c.guest AS guest_id, i.name AS institution, {name_of("p")} AS speaker,
  coalesce(nullif(g.position_title, ''), n.title, '') AS position, coalesce(h.title, '') AS in_place_of,
  u.name AS typed_by, l.created_at, s.title AS session_title, m.title AS agenda_item_title
FROM captured_line l JOIN commitment c ON c.id = l.commitment JOIN institution i ON i.id = c.institution
LEFT JOIN guest g ON g.id = c.guest LEFT JOIN person p ON p.id = g.person
LEFT JOIN position n ON n.id = p.position LEFT JOIN position h ON h.id = g.represents
LEFT JOIN app_user u ON u.id = l.created_by LEFT JOIN event_session s ON s.id = c.session
LEFT JOIN agenda_item m ON m.id = c.agenda_item
WHERE l.event = $1 AND NOT l.of_action AND c.state <> 'withdrawn'
"""

ACTIONS = """
SELECT a.id, a.commitment, a.ref, a.deliverable, a.due, a.state, a.row_version,
  a.responsible_institution AS institution_id, i.name AS institution
FROM follow_up_action a JOIN institution i ON i.id = a.responsible_institution
WHERE a.commitment = ANY($1) ORDER BY a.commitment, a.seq
"""

MARK = """
SELECT concat_ws(' ',
  (SELECT md5(string_agg(c.id::text || c.row_version || c.state, '' ORDER BY l.id)) FROM captured_line l
   JOIN commitment c ON c.id = l.commitment WHERE l.event = $1 AND NOT l.of_action),
  (SELECT md5(string_agg(a.id::text || a.row_version || a.state, '' ORDER BY a.id)) FROM captured_line l
   JOIN follow_up_action a ON a.commitment = l.commitment WHERE l.event = $1 AND NOT l.of_action),
  (SELECT concat(count(*), count(last_out_at), max(last_in_at), max(last_out_at)) FROM attendance WHERE event = $1))
"""


@dataclass(frozen=True)
class Speaker:
    """Somebody who may speak: who they are, for whom, in whose place, and whether they are in the room."""

    id: UUID
    name: str
    short_name: str
    institution: str | None
    position: str
    in_place_of: str
    inside: bool


@dataclass(frozen=True)
class Doing:
    """A follow-up action below a line."""

    id: UUID
    commitment: UUID
    ref: str
    deliverable: str
    due: date | None
    state: str
    row_version: int
    institution_id: UUID
    institution: str


@dataclass(frozen=True)
class Line:
    """A captured promise with all that is shown of it."""

    line: UUID
    commitment: UUID
    ref: str
    text: str
    state: str
    row_version: int
    institution_id: UUID
    institution: str
    guest_id: UUID | None
    speaker: str | None
    position: str
    in_place_of: str
    session: UUID | None
    session_title: str | None
    agenda_item: UUID | None
    agenda_item_title: str | None
    typed_by: str | None
    created_at: datetime
    actions: list[Doing]

    @property
    def id(self) -> UUID:
        """What the line is called in its event."""
        return self.line


async def speakers(event: UUID) -> list[Speaker]:
    """Who is in the room first, then who is expected."""
    return [Speaker(**row) for row in await fetch(SPEAKERS, event)]


async def institutions(event: UUID) -> list[tuple[str, str]]:
    """The institutions of an event, to choose from."""
    return [(str(row["id"]), row["name"]) for row in await fetch(INSTITUTIONS, event)]


async def agenda(event: UUID) -> list[tuple[str, str]]:
    """The lines of the running order, to choose from."""
    sql = (
        "SELECT id, title FROM agenda_item WHERE event = $1 ORDER BY session NULLS FIRST, place, id LIMIT 500"
    )
    return [(str(row["id"]), row["title"]) for row in await fetch(sql, event)]


async def running_item(event: Event, now: datetime) -> UUID | None:
    """The line of the running order whose time it is; nothing before the first, after the last, or where none has times."""
    found: UUID | None = None
    for block in await running_order(event, await parts_of(event)):
        for one in block.lines:
            if one.starts_at and one.starts_at <= now < (one.ends_at or block.ends_at):
                found = one.line.id
    return found


async def lines(event: UUID) -> list[Line]:
    """What was captured, the newest first, with what follows from it: two questions, however many lines."""
    return await _with_actions(await fetch(f"{LINES} ORDER BY l.id DESC LIMIT {MOST}", event))


async def line(event: UUID, identity: UUID) -> Line | None:
    """One of them."""
    row = await fetch_one(f"{LINES} AND l.line = $2", event, identity)
    return (await _with_actions([row]))[0] if row else None


async def mark(event: UUID) -> str:
    """Changes whenever the list, or who is in the room, does."""
    return str(await fetch_value(MARK, event))


async def _with_actions(rows: list[Any]) -> list[Line]:
    found: dict[UUID, list[Doing]] = {row["commitment"]: [] for row in rows}
    for row in await fetch(ACTIONS, list(found)) if found else []:
        found[row["commitment"]].append(Doing(**row))
    return [Line(**row, actions=found[row["commitment"]]) for row in rows]
