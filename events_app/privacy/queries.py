"""Reads of ending: the rule, who is due since when, what would go."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from events_app.database import fetch, fetch_one, fetch_value
from events_app.privacy.needles import FAMILY, needles
from events_app.privacy.tables import RetentionRule
from events_app.privacy.traces import AUDITED, TRACES, Trace
from events_app.stakeholders.merging.queries import WITH_TITLES

PAGE = 50

DID = """
SELECT coalesce(q.successor, q.id) AS person, max(x.created_at) AS at FROM (
  SELECT person, created_at FROM progress_update WHERE organisation = $1
  UNION ALL SELECT person, created_at FROM submission WHERE organisation = $1
  UNION ALL SELECT person, created_at FROM due_change WHERE organisation = $1
  UNION ALL SELECT person, created_at FROM infeasible_request WHERE organisation = $1
  UNION ALL SELECT person, created_at FROM withdrawal_request WHERE organisation = $1
  UNION ALL SELECT person, created_at FROM ratification WHERE organisation = $1
) x JOIN person q ON q.id = x.person GROUP BY 1
"""
"""What people wrote by their own link: for a position, or for an action that is somebody else's now."""

# A position without an end is no duty by itself; what it owes stands against ending.
LAST_PART = f"""
SELECT p.id, greatest(p.created_at, p.guardian_agreed_at, did.at,
  (SELECT max(e.ends_at) FROM guest g JOIN event e ON e.id = g.event WHERE g.person = ANY(p.family)),
  (SELECT max(e.ends_at) FROM invitation i JOIN event e ON e.id = i.event WHERE i.person = ANY(p.family)),
  (SELECT max(s.ends_at) FROM session_role r JOIN event_session s ON s.id = r.session WHERE r.person = ANY(p.family)),
  (SELECT max(h.ends_on)::timestamptz FROM position_holding h WHERE h.person = ANY(p.family)),
  (SELECT max(coalesce(a.done_on::timestamptz, a.due::timestamptz)) FROM follow_up_action a
    WHERE a.responsible_person = ANY(p.family))) AS last
FROM (SELECT p.*, ARRAY(SELECT p.id UNION ALL SELECT f.id FROM person f WHERE f.successor = p.id) AS family FROM person p
  WHERE p.organisation = $1 AND p.successor IS NULL AND p.anonymised_at IS NULL) p LEFT JOIN ({DID}) did ON did.person = p.id
"""
KEPT = """
SELECT DISTINCT ON (k.person) k.person, k.until, k.reason FROM retention_postponement k
WHERE k.organisation = $1 ORDER BY k.person, k.id DESC
"""
DUE = f"""
WITH part AS ({LAST_PART}), kept AS ({KEPT})
SELECT {{columns}} FROM part JOIN person p ON p.id = part.id LEFT JOIN kept ON kept.person = p.id
LEFT JOIN institution i ON i.id = p.institution JOIN organisation o ON o.id = p.organisation
WHERE part.last + make_interval(months => $2) <= $3 AND {{also}}
"""
KEPT_STILL = "kept.until >= ($3::timestamptz AT TIME ZONE o.timezone)::date"
NOT_KEPT = f"({KEPT_STILL}) IS NOT TRUE"
SHOWN = f"""p.id, {WITH_TITLES.format(p="p")} AS name, coalesce(i.name, '') AS institution, part.last,
  kept.until, coalesce(kept.reason, '') AS reason"""
NAMED = f"""
SELECT p.id, {WITH_TITLES.format(p="p")} AS name FROM person p
WHERE p.organisation = $1 AND p.id = ANY($2) ORDER BY p.name_key, p.id
"""
EVIDENCE = f"""
WITH family AS ({FAMILY})
SELECT e.id, e.title, a.id AS action, a.ref FROM evidence e
LEFT JOIN submission s ON s.id = e.submission LEFT JOIN infeasible_request q ON q.id = e.infeasible_request
JOIN follow_up_action a ON a.id = coalesce(s.action, q.action)
WHERE e.organisation = $1 AND e.contains_personal_data AND EXISTS (SELECT FROM family f
  WHERE f.id IN (s.person, q.person, a.responsible_person)) ORDER BY a.ref, e.id LIMIT 50
"""


@dataclass(frozen=True)
class Due:
    """Somebody whose time is over; `last` is when their last part ended. `until` and `reason`: of whom is kept longer."""

    id: UUID
    name: str
    institution: str
    last: datetime
    until: date | None
    reason: str


@dataclass(frozen=True)
class Going:
    """How many rows of a kind are about somebody."""

    trace: Trace
    rows: int


async def rule(organisation: UUID) -> RetentionRule:
    """The organisation's rule; where none was set, one that keeps for good."""
    row = await RetentionRule.objects().where(RetentionRule.organisation == organisation).first()
    return row or RetentionRule(organisation=organisation)


async def due(
    organisation: UUID, months: int, now: datetime, page: int = 1, *, kept: bool = False
) -> list[Due]:
    """One page of those whose time is over, the longest over first, and one more; or of those kept all the same."""
    sql = DUE.format(columns=SHOWN, also=KEPT_STILL if kept else NOT_KEPT)
    sql += f" ORDER BY part.last, p.id LIMIT {PAGE + 1} OFFSET $4"
    return [Due(**row) for row in await fetch(sql, organisation, months, now, (page - 1) * PAGE)]


async def how_many(organisation: UUID, months: int, now: datetime) -> int:
    """How many persons would be due, those kept longer left out."""
    return int(await fetch_value(DUE.format(columns="count(*)", also=NOT_KEPT), organisation, months, now))


async def due_ids(
    organisation: UUID, months: int, now: datetime, after: UUID | None, most: int
) -> list[UUID]:
    """Those who are due, by id, from the one after `after`."""
    sql = DUE.format(columns="p.id", also=f"{NOT_KEPT} AND ($4::uuid IS NULL OR p.id > $4)")
    rows = await fetch(f"{sql} ORDER BY p.id LIMIT $5", organisation, months, now, after, most)
    return [row["id"] for row in rows]


async def kept_until(organisation: UUID, person: UUID) -> Any | None:
    """The newest word that somebody is kept longer, with `until` and `reason`."""
    return await fetch_one(f"SELECT * FROM ({KEPT}) k WHERE k.person = $2", organisation, person)


async def named(organisation: UUID, people: list[UUID]) -> list[Any]:
    """Those of these people who are here, with their names."""
    return await fetch(NAMED, organisation, people)


async def going(organisation: UUID, person: UUID) -> list[Going]:
    """How many rows of each kind are about somebody, in one question; kinds without any are left out."""
    known = await needles(organisation, person)
    traces = (*TRACES, *AUDITED)
    parts = " UNION ALL ".join(
        f'SELECT {place} AS place, count(*) AS rows FROM "{one.table}" t WHERE t.organisation = $4 AND ({one.belongs})'
        for place, one in enumerate(traces)
    )
    rows = await fetch(parts, list(known.family), list(known.addresses), list(known.accounts), organisation)
    return [Going(traces[row["place"]], row["rows"]) for row in rows if row["rows"]]


async def marked_evidence(organisation: UUID, person: UUID) -> list[Any]:
    """Evidence that holds personal data, of what this person did, also under rows merged into theirs: people decide of it."""
    return await fetch(EVIDENCE, organisation, person)
