"""Reads about the stage: everybody with their sessions and answers, and who is put where they cannot be."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from events_app.database import fetch
from events_app.events.queries import SESSION_ROOM, display_name
from events_app.events.speakers.tables import Standing
from events_app.events.tables import Event

TURNS = f"""
WITH stage AS (
  SELECT r.session, r.person, array_agg(r.role ORDER BY r.id) AS roles
  FROM session_role r JOIN event_session s ON s.id = r.session
  WHERE s.event = $1 AND s.cancelled_at IS NULL AND ($2::uuid IS NULL OR r.person = $2)
  GROUP BY r.session, r.person)
SELECT t.person, t.roles, s.id AS session, s.title, s.starts_at, s.ends_at, {SESSION_ROOM} AS room_id,
  m.name AS room, g.state, g.topic, g.reason, g.note, g.asked_at, g.answered_at, coalesce(g.by_staff, false) AS by_staff,
  g.agreed_starts_at, g.agreed_ends_at, g.agreed_room, g.perhaps_to, s.calendar_sequence, o.name AS agreed_room_name,
  (SELECT string_agg(concat_ws(' ', nullif(p.title_prefix, ''), p.full_name, nullif(p.title_suffix, '')), ', ')
   FROM session_role x JOIN person p ON p.id = x.person WHERE x.session = s.id AND x.role = 'moderator') AS moderator
FROM stage t JOIN event_session s ON s.id = t.session JOIN event e ON e.id = s.event
LEFT JOIN room m ON m.id = {SESSION_ROOM}
LEFT JOIN event_speaker d ON d.event = s.event AND d.person = t.person
LEFT JOIN event_speaking g ON g.speaker = d.id AND g.session = s.id
LEFT JOIN room o ON o.id = g.agreed_room
ORDER BY s.starts_at, s.id
"""
PEOPLE = """
SELECT p.id AS person, p.title_prefix, p.full_name, p.title_suffix, p.email, p.language, d.id AS speaker,
  d.link_version, d.asked_at, d.reminded_at, coalesce(d.biography, '') AS biography, coalesce(d.needs, '') AS needs,
  d.consented_at, d.consent_version, d.withdrawn_at, d.free_from, d.free_until, d.free_asked_at
FROM person p LEFT JOIN event_speaker d ON d.person = p.id AND d.event = $1
WHERE p.id = ANY($2) OR d.id IS NOT NULL AND ($3::uuid IS NULL OR p.id = $3)
ORDER BY p.name_key, p.id
"""
TIMES = """
SELECT id, person, free, starts_at, ends_at, said_by FROM person_availability
WHERE person = ANY($1) AND ends_at > $2 ORDER BY starts_at, ends_at LIMIT 5000
"""
UNNAMED = """
SELECT person FROM event_speaker WHERE event = $1 AND withdrawn_at IS NOT NULL
UNION SELECT r.person FROM session_role r JOIN event_session s ON s.id = r.session JOIN person p ON p.id = r.person
WHERE s.event = $1 AND p.is_minor AND NOT EXISTS (
  SELECT FROM consent_record c LEFT JOIN consent_withdrawal w ON w.consent = c.id
  WHERE c.person = p.id AND c.purpose = 'publication' AND w.id IS NULL)
"""
ABSENT = """
WITH turn AS (
  SELECT DISTINCT s.id AS session, s.title, s.starts_at, s.ends_at, r.person, tstzrange(s.starts_at, s.ends_at) AS during,
    CASE WHEN (s.starts_at AT TIME ZONE e.timezone)::date BETWEEN d.free_from AND d.free_until
      THEN tstzrange(d.free_from::timestamp AT TIME ZONE e.timezone,
                     (d.free_until + 1)::timestamp AT TIME ZONE e.timezone)
      ELSE tstzrange((s.starts_at AT TIME ZONE e.timezone)::date::timestamp AT TIME ZONE e.timezone,
                     ((s.ends_at AT TIME ZONE e.timezone)::date + 1)::timestamp AT TIME ZONE e.timezone)
    END AS about
  FROM event_session s JOIN event e ON e.id = s.event JOIN session_role r ON r.session = s.id
  LEFT JOIN event_speaker d ON d.event = s.event AND d.person = r.person
  WHERE s.event = $1 AND s.cancelled_at IS NULL AND ($2::uuid IS NULL OR s.id = $2)),
stated AS (
  SELECT a.person, a.free, tstzrange(a.starts_at, a.ends_at) AS during FROM person_availability a
  WHERE a.person IN (SELECT person FROM turn))
SELECT t.session, t.title, t.starts_at, t.ends_at, t.person, p.title_prefix, p.full_name, p.title_suffix
FROM turn t JOIN person p ON p.id = t.person
WHERE EXISTS (SELECT 1 FROM stated a WHERE a.person = t.person AND NOT a.free AND a.during && t.during)
  OR EXISTS (SELECT 1 FROM stated a WHERE a.person = t.person AND a.free AND a.during && t.about)
    AND NOT (SELECT range_agg(a.during) @> t.during FROM stated a WHERE a.person = t.person AND a.free)
ORDER BY t.starts_at, p.name_key
"""


UNDECIDED = (Standing.asked, Standing.perhaps)
"""Asked, and neither yes nor no yet."""


@dataclass(frozen=True)
class Turn:
    """One person in one session, and where they stand with it."""

    session: UUID
    title: str
    starts_at: datetime
    ends_at: datetime
    room: str
    moderator: str
    roles: list[str]
    standing: Standing
    topic: str
    reason: str
    note: str
    by_staff: bool
    asked_at: datetime | None
    answered_at: datetime | None
    agreed_starts_at: datetime | None
    agreed_ends_at: datetime | None
    agreed_room: str
    room_id: UUID | None
    elsewhere: bool

    @property
    def seen(self) -> str:
        """What somebody who answers has in front of them: time and room."""
        return f"{self.starts_at.isoformat()}|{self.ends_at.isoformat()}|{self.room_id or ''}"

    @property
    def open(self) -> bool:
        """Whether there is something to ask."""
        return self.standing in (Standing.not_asked, Standing.moved)


@dataclass(frozen=True)
class Time:
    """A stated time."""

    id: UUID
    free: bool
    starts_at: datetime
    ends_at: datetime
    said_by: str = ""


@dataclass(frozen=True)
class OnStage:
    """A person at an event: what they said of themselves, their sessions, their times."""

    person: UUID
    name: str
    email: str
    language: str | None
    speaker: UUID | None
    link_version: int
    asked_at: datetime | None
    reminded_at: datetime | None
    biography: str
    needs: str
    consented_at: datetime | None
    consent_version: int | None
    withdrawn_at: datetime | None
    free_from: date | None
    free_until: date | None
    free_asked_at: datetime | None
    turns: list[Turn] = field(default_factory=list)
    times: list[Time] = field(default_factory=list)

    @property
    def askable(self) -> bool:
        """Whether a session of theirs was not asked about, or has moved since they confirmed."""
        return any(turn.open for turn in self.turns)

    @property
    def waiting(self) -> bool:
        """Whether they were asked and have not said yes or no to everything."""
        return any(turn.standing in UNDECIDED for turn in self.turns)


@dataclass(frozen=True)
class Absence:
    """A person put into a session at a time that they cannot, or did not, state."""

    session: UUID
    title: str
    starts_at: datetime
    ends_at: datetime
    person: UUID
    name: str


async def stage_of(event: Event, person: UUID | None = None) -> list[OnStage]:
    """Everybody on stage and whoever was asked for times, by name; three questions, however many there are."""
    turns: dict[UUID, list[Turn]] = {}
    for row in await fetch(TURNS, event.id, person):
        turns.setdefault(row["person"], []).append(_turn(row))
    people = await fetch(PEOPLE, event.id, list(turns), person)
    since = min(event.starts_at, event.created_at)
    times: dict[UUID, list[Time]] = {}
    for row in await fetch(TIMES, [one["person"] for one in people], since):
        one = Time(row["id"], row["free"], row["starts_at"], row["ends_at"], row["said_by"])
        times.setdefault(row["person"], []).append(one)
    return [_on_stage(row, turns, times) for row in people]


async def absences(event: Event, session: UUID | None = None) -> list[Absence]:
    """Who is put where they said they cannot be, or outside the times they gave for those days."""
    rows = await fetch(ABSENT, event.id, session)
    facts = ("session", "title", "starts_at", "ends_at", "person")
    return [Absence(**{name: row[name] for name in facts}, name=display_name(row)) for row in rows]


async def published_of(event: Event) -> dict[tuple[UUID, UUID], OnStage]:
    """By session and person: who has confirmed and agreed that topic and biography may be read by everybody."""
    found: dict[tuple[UUID, UUID], OnStage] = {}
    for one in await stage_of(event):
        for turn in one.turns:
            if one.consented_at and turn.standing == Standing.confirmed:
                found[turn.session, one.person] = one
    return found


async def withdrawn_of(event: Event) -> set[UUID]:
    """Those who took back that they may be named, and minors whose guardian did not agree to it."""
    return {row["person"] for row in await fetch(UNNAMED, event.id)}


def names(people: Iterable[str]) -> str:
    """`Kartini, Budi`, each once."""
    return ", ".join(dict.fromkeys(people))


def _turn(row: Any) -> Turn:
    agreed = (row["agreed_starts_at"], row["agreed_ends_at"], row["agreed_room"])
    elsewhere = agreed[0] is not None and agreed != (row["starts_at"], row["ends_at"], row["room_id"])
    standing = _standing_of(row, elsewhere)
    facts: dict[str, Any] = {name: row[name] for name in Turn.__dataclass_fields__ if name in row}
    facts |= {name: row[name] or "" for name in ("room", "moderator", "topic", "reason", "note")}
    facts["agreed_room"] = row["agreed_room_name"] or ""
    if standing == Standing.asked:
        facts |= {"answered_at": None, "reason": ""}
    return Turn(**facts | {"standing": standing, "elsewhere": elsewhere})


def _standing_of(row: Any, elsewhere: bool) -> Standing:
    stored = Standing(row["state"] or "not_asked")
    if stored == Standing.confirmed and elsewhere:
        return Standing.moved
    if stored == Standing.asked and row["perhaps_to"] == row["calendar_sequence"]:
        return Standing.perhaps
    return stored


def _on_stage(row: Any, turns: dict[UUID, list[Turn]], times: dict[UUID, list[Time]]) -> OnStage:
    kept = {name: row[name] for name in OnStage.__dataclass_fields__ if name in row}
    person = row["person"]
    known = {"name": display_name(row), "link_version": row["link_version"] or 1}
    return OnStage(**kept | known, turns=turns.get(person, []), times=times.get(person, []))
