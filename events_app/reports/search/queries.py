"""One statement looks through every kind at once, so that a page of hits costs what a page of none costs."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments.queries import name_of
from events_app.database import fetch
from events_app.stakeholders.queries import FORMER

SHORTEST, LONGEST = 2, 200
PAGE = 50


class HitKind(StrEnum):
    event = "event"
    session = "session"
    commitment = "commitment"
    action = "action"
    institution = "institution"
    person = "person"
    room = "room"


@dataclass(frozen=True)
class Hit:
    """Something that was found: its name, what it belongs to, when it is, and the page it stands on."""

    kind: HitKind
    id: UUID
    ref: str
    title: str
    detail: str
    at: datetime | None
    timezone: str
    url: str


@dataclass(frozen=True)
class Hits:
    """The best hits of one kind, and how many there are in all."""

    kind: HitKind
    count: int
    items: list[Hit]


ASKED = """WITH asked AS (SELECT $1::uuid AS organisation, $2::text[] AS words, $3::bool AS reads,
  $4::bool AS reads_confidential, $5::uuid AS reader, $6::int AS limited, $7::int AS skipped)
"""
"""Names the parameters, and their types for those kinds that do not ask by all of them."""

SEEN = """e.organisation = $1 AND (NOT e.confidential OR $3 AND $4)
  AND ($3 OR e.id IN (SELECT event FROM door_assignment WHERE "user" = $5))"""

PERSON = name_of("p")

PARTS = {
    HitKind.event: (
        "e.id, e.ref, e.title, e.theme AS detail, e.starts_at AS at, e.timezone, e.id AS target",
        "event e",
        SEEN,
        "e.search_text",
    ),
    HitKind.session: (
        "s.id, '', s.title, e.title, s.starts_at, e.timezone, e.id",
        "event_session s JOIN event e ON e.id = s.event",
        f"{SEEN} AND s.cancelled_at IS NULL",
        "lower(s.title)",
    ),
    HitKind.commitment: (
        "c.id, c.ref, c.title, i.name, NULL::timestamptz, '', c.id",
        "commitment c JOIN event e ON e.id = c.event JOIN institution i ON i.id = c.institution",
        f"$3 AND {SEEN}",
        "c.search_text || ' ' || i.search_text",
    ),
    HitKind.action: (
        "a.id, a.ref, a.title, i.name, NULL::timestamptz, '', a.id",
        "follow_up_action a JOIN commitment c ON c.id = a.commitment JOIN event e ON e.id = c.event"
        " JOIN institution i ON i.id = a.responsible_institution",
        f"$3 AND {SEEN}",
        "a.search_text || ' ' || i.search_text",
    ),
    HitKind.institution: (
        "i.id, '', i.name, i.short_name, NULL::timestamptz, '', i.id",
        "institution i",
        "$3 AND i.organisation = $1 AND i.successor IS NULL",
        "i.search_text || " + FORMER.format("institution", "i"),
    ),
    HitKind.person: (
        f"p.id, '', {PERSON}, coalesce(i.name, ''), NULL::timestamptz, '', p.id",
        "person p LEFT JOIN institution i ON i.id = p.institution",
        "$3 AND p.organisation = $1 AND p.successor IS NULL AND p.anonymised_at IS NULL",
        "p.search_text || ' ' || coalesce(i.search_text, '') || " + FORMER.format("person", "p"),
    ),
    HitKind.room: (
        "r.id, '', r.name, coalesce(v.name, ''), NULL::timestamptz, '', r.id",
        "room r LEFT JOIN venue v ON v.id = r.venue",
        "$3 AND r.organisation = $1",
        "lower(concat_ws(' ', r.name, v.name, v.address))",
    ),
}

URLS = {
    HitKind.event: "/events/{}",
    HitKind.session: "/events/{}/sessions",
    HitKind.commitment: "/commitments/{}",
    HitKind.action: "/actions/{}",
    HitKind.institution: "/institutions/{}",
    HitKind.person: "/people/{}",
    HitKind.room: "/rooms/{}",
}


def words_of(q: str) -> list[str]:
    """The words to look for, folded; none when too little was typed to look for."""
    text = q.replace("\x00", "").strip()[:LONGEST].casefold()
    return text.split() if len(text) >= SHORTEST else []


async def search(
    actor: Actor, q: str, kind: HitKind | None = None, *, limit: int, skip: int = 0
) -> list[Hits]:
    """The hits of each kind that has any, those whose own reference or name was typed first, then the newest."""
    words = words_of(q)
    if not words:
        return []
    kinds = [one for one in PARTS if kind in (None, one) and _has_page(actor, one)]
    if not kinds:
        return []
    sql = ASKED + " UNION ALL ".join(_select(one) for one in kinds)
    rows = await fetch(sql, *_asked(actor, words), limit, skip)
    found: dict[HitKind, list[Any]] = {one: [] for one in kinds}
    for row in rows:
        found[HitKind(row["kind"])].append(row)
    return [Hits(one, some[0]["n"], [_hit(row) for row in some]) for one, some in found.items() if some]


def _select(kind: HitKind) -> str:
    columns, tables, seen, text = PARTS[kind]
    return f"""SELECT * FROM (
      SELECT '{kind}' AS kind, found.*, count(*) OVER () AS n FROM (
        SELECT {columns}, {text} AS haystack FROM {tables} WHERE {seen}
          AND NOT EXISTS (SELECT FROM unnest($2::text[]) AS word WHERE strpos({text}, word) = 0)
      ) AS found (id, ref, title, detail, at, timezone, target, haystack)
      ORDER BY lower(ref) = $2[1] DESC, lower(title) = array_to_string($2::text[], ' ') DESC, id DESC
      LIMIT $6 OFFSET $7) AS {kind}s"""


def _has_page(actor: Actor, kind: HitKind) -> bool:
    """Rooms are opened by those who plan; a hit that leads nowhere helps nobody."""
    return kind is not HitKind.room or actor.may(Right.plan_events)


def _asked(actor: Actor, words: list[str]) -> tuple[Any, ...]:
    reads = actor.may(Right.read)
    return actor.organisation, words, reads, actor.may(Right.read_confidential), actor.user


def _hit(row: Any) -> Hit:
    kind = HitKind(row["kind"])
    shown = {name: row[name] for name in ("id", "ref", "title", "detail", "at", "timezone")}
    return Hit(kind=kind, url=URLS[kind].format(row["target"]), **shown)
