"""Reads of minutes: everything that stands on their page, with a number of statements that does not grow."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.commitments.minutes.tables import Part
from events_app.commitments.queries import name_of
from events_app.database import fetch, fetch_one, fetch_value
from events_app.events.programme.queries import running_order
from events_app.events.programme.running_order import TimedLine
from events_app.events.queries import parts_of
from events_app.events.tables import Event, StageRole

TEXTS = """
SELECT t.id, t.part, t.agenda_item, t.heading, t.content, t.version, t.changed_at, coalesce(u.name, '') AS changed_by
FROM minutes_text t LEFT JOIN app_user u ON u.id = t.changed_by WHERE t.event = $1 ORDER BY t.id
"""
DECISIONS = """
SELECT id, agenda_item, heading, content, place, row_version, created_at FROM minutes_decision
WHERE event = $1 ORDER BY place, id
"""
PROMISES = """
SELECT c.id, c.ref, c.title, c.state, c.ratification, i.name AS institution, (to_jsonb(c) ->> 'agenda_item')::uuid AS agenda_item,
  (SELECT count(*) FROM follow_up_action a WHERE a.commitment = c.id)::int AS actions
FROM commitment c JOIN institution i ON i.id = c.institution
WHERE c.event = $1 AND c.state <> 'withdrawn' ORDER BY c.ref
"""
MARK = """
SELECT concat_ws('.', (SELECT sum(version) FROM minutes_text WHERE event = $1),
  (SELECT count(*) || '-' || sum(row_version) FROM minutes_decision WHERE event = $1),
  (SELECT count(*) || '-' || sum(row_version) FROM commitment WHERE event = $1),
  (SELECT row_version FROM minutes WHERE event = $1), (SELECT count(*) FROM minutes_version WHERE event = $1),
  (SELECT count(*) || '-' || sum(row_version) FROM meeting_review WHERE event = $1),
  (SELECT count(*) || '-' || md5(string_agg(id || title || place, ',' ORDER BY id)) FROM agenda_item WHERE event = $1))
"""
NAMED = f"SELECT id, {name_of('person')} AS name, nip FROM person WHERE id = ANY($1)"
WORDINGS = """
SELECT w.version, w.content, w.aside, w.created_at, coalesce(u.name, '') AS author
FROM minutes_wording w LEFT JOIN app_user u ON u.id = w.author
WHERE w.minutes_text = $1 AND ($2::int IS NULL OR w.version < $2) ORDER BY w.version DESC LIMIT $3
"""


@dataclass(frozen=True)
class Note:
    """One text as it stands; `name` is how the page and its stream call it."""

    part: Part
    agenda_item: UUID | None = None
    heading: str = ""
    id: UUID | None = None
    content: str = ""
    version: int = 0
    changed_at: datetime | None = None
    changed_by: str = ""

    @property
    def name(self) -> str:
        return str(self.agenda_item or (self.id if self.heading else self.part.value))


@dataclass(frozen=True)
class Topic:
    """A discussion with what was decided and promised at it. A topic whose agenda item is gone is only read."""

    name: str
    title: str
    note: Note
    session: str = ""
    line: TimedLine | None = None
    item: UUID | None = None
    decisions: Sequence[Any] = ()
    promises: Sequence[Any] = ()


@dataclass(frozen=True)
class Desk:
    """The minutes of an event: how it opened, its topics in order, what came of it, how it closed."""

    opening: Note
    topics: list[Topic]
    conclusions: Note
    closing: Note
    notes: list[Note] = field(default_factory=list)


@dataclass(frozen=True)
class Named:
    """Somebody who chairs or writes, as it stands below the minutes."""

    id: UUID
    name: str
    nip: str


async def desk(event: Event, general: str) -> Desk:
    """Everything on the page; `general` is the title of what was discussed at no agenda item."""
    notes = [_note(row) for row in await fetch(TEXTS, event.id)]
    decisions = await fetch(DECISIONS, event.id)
    promises = await fetch(PROMISES, event.id)
    topics = await _topics(event, notes, decisions, promises, general)
    plain = {note.part: note for note in notes if note.agenda_item is None and not note.heading}
    return Desk(
        plain.get(Part.opening, Note(Part.opening)),
        topics,
        plain.get(Part.conclusions, Note(Part.conclusions)),
        plain.get(Part.closing, Note(Part.closing)),
        notes,
    )


async def mark(event: UUID) -> str:
    """Another text whenever something of the page changed."""
    return str(await fetch_value(MARK, event))


async def people(event: Event) -> dict[StageRole, Named | None]:
    """Who chairs and who takes the minutes: the one named in the minutes, else the first on stage."""
    row = await fetch_one("SELECT chair, minute_taker FROM minutes WHERE event = $1", event.id)
    staged = {one.role: one.person_id for part in reversed(await parts_of(event)) for one in part.people}
    wanted = {
        StageRole.chair: (row and row["chair"]) or staged.get(StageRole.chair),
        StageRole.minute_taker: (row and row["minute_taker"]) or staged.get(StageRole.minute_taker),
    }
    rows = {one["id"]: one for one in await fetch(NAMED, [who for who in wanted.values() if who])}
    return {role: _named(rows.get(who)) for role, who in wanted.items()}


async def wordings(text: UUID, before: int | None, limit: int) -> list[Any]:
    """The wordings of a text, the newest first."""
    return await fetch(WORDINGS, text, before, limit)


async def _topics(
    event: Event, notes: list[Note], decisions: list[Any], promises: list[Any], general: str
) -> list[Topic]:
    """The agenda's order, then what belongs to no item, then what belonged to items that are gone."""
    found = []
    of_item = {note.agenda_item: note for note in notes if note.agenda_item}
    for block in await running_order(event, await parts_of(event)):
        for timed in block.lines:
            item = timed.line.id
            note = of_item.get(item, Note(Part.discussion, item))
            mine = [one for one in decisions if one["agenda_item"] == item]
            said = [one for one in promises if one["agenda_item"] == item]
            title = block.title if block.session else ""
            found.append(Topic(str(item), timed.line.title, note, title, timed, item, mine, said))
    known = {topic.item for topic in found}
    rest = [one for one in promises if one["agenda_item"] not in known]
    return [*found, _general(notes, decisions, rest, general), *_gone(notes, decisions)]


def _general(notes: list[Note], decisions: list[Any], promises: list[Any], title: str) -> Topic:
    at_none = (n for n in notes if n.part == Part.discussion and not n.agenda_item and not n.heading)
    note = next(at_none, Note(Part.discussion))
    mine = [one for one in decisions if one["agenda_item"] is None and not one["heading"]]
    return Topic("discussion", title, note, decisions=mine, promises=promises)


def _gone(notes: list[Note], decisions: list[Any]) -> list[Topic]:
    headings = dict.fromkeys([n.heading for n in notes if n.heading] + [d["heading"] for d in decisions])
    topics: list[Topic] = []
    for heading in filter(None, headings):
        texts = [note for note in notes if note.heading == heading]
        whole = "\n\n".join(note.content for note in texts if note.content)
        note = Note(Part.discussion, heading=heading, id=texts[0].id if texts else None, content=whole)
        mine = [one for one in decisions if one["heading"] == heading]
        topics.append(Topic(f"gone-{len(topics)}", heading, note, decisions=mine))
    return topics


def _note(row: Any) -> Note:
    return Note(
        Part(row["part"]),
        row["agenda_item"],
        row["heading"],
        row["id"],
        row["content"],
        row["version"],
        row["changed_at"],
        row["changed_by"],
    )


def _named(row: Any) -> Named | None:
    return Named(row["id"], row["name"], row["nip"]) if row else None
