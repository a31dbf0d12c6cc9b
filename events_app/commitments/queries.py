"""Reads of promises and follow-up actions: lists, and one with its facts.

A row is a raw record. Whether something is overdue is asked of the clock, on the event's own day.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments.tables import LATE_STATES
from events_app.database import fetch, fetch_one

Row = Any

LATE = "('" + "', '".join(sorted(LATE_STATES)) + "')"
"""The states in which the owner owes something, as a list of SQL."""

OVERDUE = f"(a.state IN {LATE} AND a.due < ($1::timestamptz AT TIME ZONE e.timezone)::date)"
"""Overdue at the moment $1, for an action `a` of an event `e`."""


def name_of(person: str) -> str:
    """SQL for the name of a person with titles, or null; `person` is a table's alias."""
    return (
        f"CASE WHEN {person}.id IS NULL THEN NULL ELSE concat_ws(', ', concat_ws(' ', "
        f"nullif({person}.title_prefix, ''), {person}.full_name), nullif({person}.title_suffix, '')) END"
    )


ACTIONS = f"""
SELECT a.*, {OVERDUE} AS overdue,
       CASE WHEN {OVERDUE} THEN ($1::timestamptz AT TIME ZONE e.timezone)::date - a.due
            ELSE 0 END AS days_late,
       c.ref AS commitment_ref, c.title AS commitment_title, c.expected_result, c.state AS commitment_state,
       c.event, e.title AS event_title, e.timezone, e.language AS event_language, e.confidential,
       c.ratification, rpos.title AS responsible_title, vpos.title AS verifier_title,
       ARRAY(SELECT r.id FROM follow_up_action r WHERE r.superseded_by = a.id ORDER BY r.id) AS replaces,
       c.institution AS promiser, EXISTS (SELECT FROM verification_waiver w WHERE w.action = a.id) AS waived,
       ri.name AS responsible_name, vi.name AS verifier_name, {name_of("rp")} AS person_name
FROM follow_up_action a
JOIN commitment c ON c.id = a.commitment JOIN event e ON e.id = c.event
JOIN institution ri ON ri.id = a.responsible_institution
LEFT JOIN institution vi ON vi.id = a.verifier_institution
LEFT JOIN person rp ON rp.id = a.responsible_person
LEFT JOIN "position" rpos ON rpos.id = a.responsible_position
LEFT JOIN "position" vpos ON vpos.id = a.verifier_position
"""

COMMITMENTS = f"""
SELECT c.*, e.title AS event_title, e.timezone, e.confidential, i.name AS institution_name,
       {name_of("gp")} AS guest_name, s.title AS session_title,
       pos.title AS position_title, item.title AS agenda_title,
       c.guest IS NULL OR EXISTS (SELECT 1 FROM attendance t WHERE t.guest = c.guest) AS guest_was_present
FROM commitment c JOIN event e ON e.id = c.event JOIN institution i ON i.id = c.institution
LEFT JOIN guest g ON g.id = c.guest LEFT JOIN person gp ON gp.id = g.person
LEFT JOIN event_session s ON s.id = c.session LEFT JOIN agenda_item item ON item.id = c.agenda_item
LEFT JOIN "position" pos ON pos.id = c.position
"""


@dataclass(frozen=True)
class Wanted:
    """What a list is asked for; nothing given means everything one may see."""

    state: str | None = None
    institution: UUID | None = None
    event: UUID | None = None
    theme: str | None = None
    overdue: bool | None = None
    q: str = ""
    ratification: str | None = None


async def actions(actor: Actor, wanted: Wanted, now: datetime, after: UUID | None, limit: int) -> list[Row]:
    """Follow-up actions in the order they fall due, one more than `limit` when there are more."""
    sql = f"""{ACTIONS} WHERE a.organisation = $2 AND ($3 OR NOT e.confidential)
      AND ($4::text IS NULL OR a.state = $4) AND ($5::uuid IS NULL OR a.responsible_institution = $5)
      AND ($6::uuid IS NULL OR c.event = $6) AND ($7::bool IS NULL OR {OVERDUE} = $7)
      AND ($8 = '' OR a.search_text LIKE $8 OR c.search_text LIKE $8)
      AND ($9::uuid IS NULL OR (coalesce(a.due, 'infinity'), a.id) >
           (SELECT coalesce(due, 'infinity'), id FROM follow_up_action WHERE id = $9 AND organisation = $2))
    ORDER BY coalesce(a.due, 'infinity'), a.id LIMIT $10"""
    return await fetch(
        sql,
        now,
        *_reader(actor),
        wanted.state,
        wanted.institution,
        wanted.event,
        wanted.overdue,
        _like(wanted.q),
        after,
        limit + 1,
    )


async def commitments(
    actor: Actor, wanted: Wanted, now: datetime, after: UUID | None, limit: int
) -> list[Row]:
    """Commitments, newest first, one more than `limit` when there are more."""
    sql = f"""{COMMITMENTS} WHERE c.organisation = $2 AND ($3 OR NOT e.confidential)
      AND ($4::text IS NULL OR c.state = $4) AND ($5::uuid IS NULL OR c.institution = $5)
      AND ($6::uuid IS NULL OR c.event = $6) AND ($7 = '' OR lower(c.theme) = $7)
      AND ($8 = '' OR c.search_text LIKE $8) AND ($9::uuid IS NULL OR c.id < $9)
      AND ($10::bool IS NULL OR $10 = EXISTS (
        SELECT 1 FROM follow_up_action a WHERE a.commitment = c.id AND {OVERDUE}))
      AND ($12::text IS NULL OR c.ratification = $12)
    ORDER BY c.id DESC LIMIT $11"""
    return await fetch(
        sql,
        now,
        *_reader(actor),
        wanted.state,
        wanted.institution,
        wanted.event,
        (wanted.theme or "").strip().casefold(),
        _like(wanted.q),
        after,
        wanted.overdue,
        limit + 1,
        wanted.ratification,
    )


async def commitment(actor: Actor, commitment: UUID) -> Row | None:
    """One commitment with its facts, if the actor may see it."""
    sql = f"{COMMITMENTS} WHERE c.organisation = $1 AND ($2 OR NOT e.confidential) AND c.id = $3"
    return await fetch_one(sql, *_reader(actor), commitment)


async def action(organisation: UUID, action: UUID, now: datetime) -> Row | None:
    """One follow-up action with its facts, whoever asks; loaders check who may see it."""
    return await fetch_one(f"{ACTIONS} WHERE a.organisation = $2 AND a.id = $3", now, organisation, action)


async def actions_of(commitments: list[UUID], now: datetime) -> dict[UUID, list[Row]]:
    """The follow-up actions of many commitments, in their order, by one statement."""
    found: dict[UUID, list[Row]] = {commitment: [] for commitment in commitments}
    rows = await fetch(f"{ACTIONS} WHERE a.commitment = ANY($2) ORDER BY a.seq", now, commitments)
    for row in rows:
        found[row["commitment"]].append(row)
    return found


# From one theme to the next by its index, however many promises carry each.
SEEN = "($2 OR EXISTS (SELECT FROM event e WHERE e.id = c.event AND NOT e.confidential))"
THEMES = f"""
WITH RECURSIVE t AS (
  (SELECT c.theme FROM commitment c WHERE c.organisation = $1 AND c.theme <> '' AND {SEEN} ORDER BY c.theme LIMIT 1)
  UNION ALL
  SELECT (SELECT c.theme FROM commitment c WHERE c.organisation = $1 AND c.theme <> '' AND c.theme > t.theme AND {SEEN}
          ORDER BY c.theme LIMIT 1)
  FROM t WHERE t.theme IS NOT NULL
)
SELECT theme FROM t WHERE theme IS NOT NULL LIMIT 200
"""


async def themes(actor: Actor) -> list[str]:
    """The themes that commitments carry, for a filter."""
    return [
        row["theme"] for row in await fetch(THEMES, actor.organisation, actor.may(Right.read_confidential))
    ]


async def institutions(organisation: UUID) -> list[Row]:
    """Institutions to choose from, by name."""
    sql = """SELECT id, name FROM institution WHERE organisation = $1 AND active AND successor IS NULL
    ORDER BY name_key LIMIT 5000"""
    return await fetch(sql, organisation)


async def guests(event: UUID) -> list[Row]:
    """Who may be named as having spoken at an event: those who were there first, then those expected."""
    sql = f"""
    SELECT g.id, {name_of("p")} AS name, i.name AS institution,
           EXISTS (SELECT 1 FROM attendance t WHERE t.guest = g.id) AS present
    FROM guest g JOIN person p ON p.id = g.person LEFT JOIN institution i ON i.id = g.institution
    WHERE g.event = $1 AND g.state <> 'cancelled' ORDER BY present DESC, p.name_key LIMIT 5000"""
    return await fetch(sql, event)


async def sessions(event: UUID) -> list[Row]:
    """The sessions of an event, in their order."""
    return await fetch("SELECT id, title FROM event_session WHERE event = $1 ORDER BY starts_at, id", event)


async def agenda(event: UUID) -> list[Row]:
    """The running order of an event."""
    return await fetch("SELECT id, title FROM agenda_item WHERE event = $1 ORDER BY place, id", event)


async def posts(organisation: UUID) -> list[Row]:
    """Positions to choose from, with their institution."""
    sql = """SELECT o.id, o.title, i.name AS institution FROM "position" o
    JOIN institution i ON i.id = o.institution AND i.successor IS NULL
    WHERE o.organisation = $1 ORDER BY i.name_key, o.title_key LIMIT 5000"""
    return await fetch(sql, organisation)


async def session_title(session: UUID | None) -> str | None:
    """What a session is called."""
    if session is None:
        return None
    row = await fetch_one("SELECT title FROM event_session WHERE id = $1", session)
    return row["title"] if row else None


async def people(organisation: UUID, office: UUID | None = None) -> list[Row]:
    """People to choose from as responsible, with their institution; those of an office first."""
    sql = f"""
    SELECT p.id, {name_of("p")} AS name, i.name AS institution
    FROM person p LEFT JOIN institution i ON i.id = p.institution
    WHERE p.organisation = $1 AND p.successor IS NULL AND p.anonymised_at IS NULL
    ORDER BY (p.institution = $2) IS NOT TRUE, p.name_key LIMIT 2000"""
    return await fetch(sql, organisation, office)


def _reader(actor: Actor) -> tuple[UUID, bool]:
    return actor.organisation, actor.may(Right.read_confidential)


def _like(q: str) -> str:
    plain = q.strip().casefold()
    escaped = plain.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%" if plain else ""
