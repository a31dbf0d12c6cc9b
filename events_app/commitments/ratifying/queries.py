"""Reads of ratifying: what is waited for, whom one may ask, what was told and answered."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments.queries import name_of
from events_app.database import fetch, fetch_one, fetch_value
from events_app.notifications.mail import usable

Row = Any

HOLDER = f"""
LATERAL (
  SELECT p.id AS holder, {name_of("p")} AS name, p.email, coalesce(p.language, e.language, o.language) AS language
  FROM holders_on(c.position, ($1::timestamptz AT TIME ZONE o.timezone)::date) h JOIN person p ON p.id = h.person
  WHERE NOT same_person(p.id, g.person) AND p.channel <> 'none'
    AND {usable("p.email")}
  ORDER BY h.rank, h.starts_on DESC NULLS LAST, p.id LIMIT 1)
"""
"""Who may be asked for the post of the promise `c` at $1: who holds it, for good before acting, and can be written to."""

LAST = """
LATERAL (
  SELECT t.* FROM access_token t WHERE t.scope = 'ratification' AND t.commitment = c.id
  ORDER BY t.created_at DESC, t.id DESC LIMIT 1)
"""
"""The link that was given last for the promise `c`."""

WAITING = f"""
SELECT c.id, c.organisation, c.event, c.ref, c.title, c.statement, c.expected_result, c.institution, c.position,
  i.name AS institution_name, pos.title AS position_title, {name_of("gp")} AS guest_name,
  e.title AS event_title, e.starts_at, e.timezone, e.confidential, w.*,
  t.id AS token, t.person AS asked, t.created_at AS asked_at, t.expires_at, t.revoked_at
FROM commitment c JOIN organisation o ON o.id = c.organisation JOIN event e ON e.id = c.event
JOIN institution i ON i.id = c.institution JOIN "position" pos ON pos.id = c.position
LEFT JOIN guest g ON g.id = c.guest LEFT JOIN person gp ON gp.id = g.person
LEFT JOIN {HOLDER} w ON true LEFT JOIN {LAST} t ON true
WHERE c.ratification = 'pending' AND c.state = 'agreed'
"""
UNASKED = f"""
SELECT q.id, q.organisation FROM ({WAITING}) q
WHERE q.holder IS NOT NULL AND q.asked IS DISTINCT FROM q.holder ORDER BY q.id
"""

FACTS = f"""
SELECT c.id, c.organisation, c.ref, c.title, c.statement, c.expected_result, c.state AS commitment_state, c.ratification,
  c.event, c.agreed_at, c.position, c.institution, e.title AS event_title, e.starts_at, e.timezone, e.confidential,
  e.language AS event_language, i.name AS institution_name, pos.title AS position_title,
  {name_of("gp")} AS guest_name,
  t.id AS token, t.created_at AS asked_at, t.expires_at, t.revoked_at, t.person AS asked_id, {name_of("tp")} AS asked_name,
  t.id IS NOT NULL AND may_ratify(c.id, t.person, ($1::timestamptz AT TIME ZONE o.timezone)::date) AS holds,
  (SELECT max(n.created_at) FROM ratification_notice n WHERE n.token = t.id AND n.kind = 'reminded') AS reminded_at,
  r.id AS answer, r.outcome, r.created_at AS answered_at, r.note, r.letter, r.letter_number, r.letter_date,
  r.person AS answered_id, {name_of("rp")} AS answered_name, u.name AS handed_in_by
FROM commitment c JOIN organisation o ON o.id = c.organisation JOIN event e ON e.id = c.event
JOIN institution i ON i.id = c.institution LEFT JOIN "position" pos ON pos.id = c.position
LEFT JOIN guest g ON g.id = c.guest LEFT JOIN person gp ON gp.id = g.person
LEFT JOIN {LAST} t ON true LEFT JOIN person tp ON tp.id = t.person
LEFT JOIN ratification r ON r.commitment = c.id
  AND NOT EXISTS (SELECT FROM ratification_taken_back b WHERE b.ratification = r.id)
LEFT JOIN person rp ON rp.id = r.person
LEFT JOIN app_user u ON u.id = r."user"
"""
"""A promise with who was asked last and the answer that stands, as at $1."""

ACTIONS = """
SELECT title, deliverable, due FROM follow_up_action WHERE commitment = $1 AND state <> 'cancelled' ORDER BY seq
"""
TOLD = f"""
SELECT n.kind, n.created_at, n.token, {name_of("p")} AS name, t.revoked_at, t.expires_at FROM ratification_notice n
JOIN access_token t ON t.id = n.token LEFT JOIN person p ON p.id = t.person
WHERE t.commitment = $1 AND t.scope = 'ratification' ORDER BY n.created_at, n.id
"""
ANSWERS = f"""
SELECT r.id, r.commitment, r.outcome, r.created_at, r.note, r.letter IS NOT NULL AS by_letter, {name_of("p")} AS name,
  b.created_at AS taken_back_at, b.user AS set_back, coalesce(u.name, '') AS taken_back_by, b.reason
FROM ratification r LEFT JOIN person p ON p.id = r.person
LEFT JOIN ratification_taken_back b ON b.ratification = r.id LEFT JOIN app_user u ON u.id = b.user
WHERE r.commitment = ANY($1) ORDER BY r.commitment, r.no
"""
HELD = f"""
SELECT DISTINCT ON (p.name_key, p.id) p.id, {name_of("p")} AS name FROM commitment c
LEFT JOIN guest g ON g.id = c.guest
JOIN person p ON p.position = c.position
  OR EXISTS (SELECT FROM position_holding h WHERE h.position = c.position AND h.person = p.id)
WHERE c.id = $1 AND p.successor IS NULL AND NOT same_person(p.id, g.person) ORDER BY p.name_key, p.id LIMIT 200
"""


async def waiting_for(commitment: UUID, now: datetime) -> Row | None:
    """What is waited for at one promise, with the holder who may be asked and who was asked last; None if nothing is."""
    return await fetch_one(f"{WAITING} AND c.id = $2", now, commitment)


async def unasked(now: datetime) -> list[Row]:
    """The promises, of all organisations, whose post is held by somebody who was not asked last."""
    return await fetch(UNASKED, now)


async def facts(organisation: UUID, commitment: UUID, now: datetime) -> Row | None:
    """One promise as `FACTS` has it."""
    return await fetch_one(f"{FACTS} WHERE c.organisation = $2 AND c.id = $3", now, organisation, commitment)


async def listed(actor: Actor, state: str, now: datetime, after: UUID | None, limit: int) -> list[Row]:
    """Agreed promises made in somebody's place, the newest first; of one state, or all. One more when there are more."""
    sql = f"""{FACTS} WHERE c.organisation = $2 AND ($3 OR NOT e.confidential) AND c.ratification <> 'not_needed'
      AND c.state <> 'draft' AND (CASE WHEN $4 = 'pending' THEN c.ratification = 'pending' AND c.state = 'agreed'
        ELSE $4 IN ('', c.ratification) END)
      AND ($5::uuid IS NULL OR c.id < $5) ORDER BY c.id DESC LIMIT $6"""
    may = actor.may(Right.read_confidential)
    return await fetch(sql, now, actor.organisation, may, state, after, limit + 1)


async def actions_of(commitment: UUID) -> list[Row]:
    """What follows from it, as the head reads it."""
    return await fetch(ACTIONS, commitment)


async def told(commitment: UUID) -> list[Row]:
    """Who was asked and reminded, in order."""
    return await fetch(TOLD, commitment)


async def answers(commitments: list[UUID]) -> dict[UUID, list[Row]]:
    """Of each promise every answer, in order, and whether and by whom it was taken back."""
    found: dict[UUID, list[Row]] = {one: [] for one in commitments}
    for row in await fetch(ANSWERS, commitments):
        found[row["commitment"]].append(row)
    return found


async def signers(commitment: UUID) -> list[Row]:
    """Who ever held the represented post, by name; never who spoke in its place."""
    return await fetch(HELD, commitment)


async def may_ratify(commitment: UUID, person: UUID | None, day: date) -> bool:
    """Whether somebody stands for the represented post on a day."""
    return bool(await fetch_value("SELECT may_ratify($1, $2, $3)", commitment, person, day))
