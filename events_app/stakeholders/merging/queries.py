"""Reads of merging: who may be the same and why, what was merged into what."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from events_app.database import fetch

PAGE = 30
NEAR = 5
"""With how many of its namesakes each row is compared: ten thousand lines of one name stay a list."""

SIGNS = {
    "person": {
        "name": "name_key",
        "office": "name_key || ' ' || institution",
        "phone": "phone",
        "mail": "lower(email)",
        "nip": "nip",
    },
    "institution": {
        "name": r"regexp_replace(regexp_replace(regexp_replace(name_key,"
        r" '\mkel\.? ', 'kelurahan '),  '\mkec\.? ', 'kecamatan '), '[^a-z0-9]+', ' ', 'g')",
        "phone": "phone",
        "mail": "lower(email)",
        "short_name": "lower(short_name)",
    },
}
STRENGTH = {"nip": 4, "name": 3, "phone": 3, "short_name": 2, "mail": 1, "namesake": 1}
LIKELY = 2
"""What two need to be suggested: a name borne in two institutions, or a shared mail address, says little by itself."""

APART = {"person": "institution", "institution": "NULL::uuid"}

WITH_TITLES = """concat_ws(' ', nullif({p}.title_prefix, ''), {p}.full_name) ||
        CASE WHEN {p}.title_suffix = '' THEN '' ELSE ', ' || {p}.title_suffix END"""
"""SQL: what a person is called; two of the same name may differ in their titles alone. Null where there is no person."""

SIDES = {
    "person": f"""{WITH_TITLES.format(p="r")} AS name,
        concat_ws(', ', nullif(o.title, ''), i.name) AS more, r.phone, r.email
      FROM person r LEFT JOIN institution i ON i.id = r.institution LEFT JOIN "position" o ON o.id = r.position""",
    "institution": """r.name, coalesce(up.name, '') AS more, r.phone, r.email
      FROM institution r LEFT JOIN institution up ON up.id = r.parent""",
}

MERGES = f"""
SELECT m.id, m.kind, m.why, m.loser, m.survivor, m.since, m.note, m.created_at, m.undone_at, u.name AS by,
  coalesce({WITH_TITLES.format(p="lp")}, li.name) AS loser_name,
  coalesce({WITH_TITLES.format(p="sp")}, si.name) AS survivor_name,
  m.undone_at IS NULL AND coalesce(sp.successor, si.successor) IS NULL AS undoable
FROM directory_merge m
LEFT JOIN person lp ON lp.id = m.loser LEFT JOIN institution li ON li.id = m.loser
LEFT JOIN person sp ON sp.id = m.survivor LEFT JOIN institution si ON si.id = m.survivor
LEFT JOIN app_user u ON u.id = m.created_by
WHERE m.organisation = $1 AND ($2::text IS NULL OR m.kind = $2) AND ($3::uuid IS NULL OR m.id = $3)
  AND ($4::uuid IS NULL OR m.survivor = $4)
"""


@dataclass(frozen=True)
class Side:
    """One of two that may be the same."""

    id: UUID
    name: str
    more: str
    phone: str
    email: str
    created_at: datetime


@dataclass(frozen=True)
class Pair:
    """Two that may be the same, the older first, and what speaks for it, the strongest first."""

    older: Side
    newer: Side
    reasons: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class MergeView:
    """One merge, as it is told."""

    id: UUID
    kind: str
    why: str
    loser: UUID
    survivor: UUID
    since: date | None
    note: str
    created_at: datetime
    undone_at: datetime | None
    by: str | None
    loser_name: str
    survivor_name: str
    undoable: bool


async def suspects(organisation: UUID, kind: str, page: int = 1, weak: bool = False) -> list[Pair]:
    """One page of pairs that may be the same, the surest first, and one more; one question for all signs.

    With `weak`, those too who share only a mail address, or a name in two institutions. A mail address that more
    than three share is an office's and says nothing; two who are known to be different, and whoever was merged,
    are left out.
    """
    parts = " UNION ".join(_same(kind, sign, value) for sign, value in SIGNS[kind].items())
    weights = " ".join(f"WHEN '{sign}' THEN {weight}" for sign, weight in STRENGTH.items())
    sql = f"""
    WITH hit AS ({parts}), pair AS (
      SELECT older, newer, array_agg(sign ORDER BY CASE sign {weights} END DESC, sign) AS reasons,
        sum(CASE sign {weights} END) AS weight
      FROM hit WHERE NOT EXISTS (SELECT FROM directory_distinct d
        WHERE d.first = least(older, newer) AND d.second = greatest(older, newer))
      GROUP BY older, newer)
    SELECT p.reasons, to_jsonb(a) AS a, to_jsonb(b) AS b FROM (
      SELECT * FROM pair WHERE weight >= {1 if weak else LIKELY}
      ORDER BY weight DESC, newer DESC, older LIMIT {PAGE + 1} OFFSET $2) p
    JOIN LATERAL (SELECT r.id, r.created_at, {SIDES[kind]} WHERE r.id = p.older) a ON true
    JOIN LATERAL (SELECT r.id, r.created_at, {SIDES[kind]} WHERE r.id = p.newer) b ON true
    ORDER BY p.weight DESC, p.newer DESC, p.older"""
    return [_pair(row) for row in await fetch(sql, organisation, (page - 1) * PAGE)]


async def merges_after(
    organisation: UUID, last: UUID | None, limit: int, kind: str | None = None
) -> list[MergeView]:
    """Merges in the order they were made, from the one after `last`."""
    sql = f"{MERGES} AND ($5::uuid IS NULL OR m.id > $5) ORDER BY m.id LIMIT $6"
    return [MergeView(**row) for row in await fetch(sql, organisation, kind, None, None, last, limit)]


async def latest_merges(organisation: UUID, kind: str, page: int = 1) -> list[MergeView]:
    """One page of merges, the latest first, and one more."""
    sql = f"{MERGES} ORDER BY m.id DESC LIMIT {PAGE + 1} OFFSET $5"
    return [MergeView(**row) for row in await fetch(sql, organisation, kind, None, None, (page - 1) * PAGE)]


async def merged_into(organisation: UUID, survivor: UUID) -> list[MergeView]:
    """What was merged into this one and not undone, the latest first."""
    sql = f"{MERGES} AND m.undone_at IS NULL ORDER BY m.id DESC LIMIT 100"
    return [MergeView(**row) for row in await fetch(sql, organisation, None, None, survivor)]


async def merge_view(organisation: UUID, merge: UUID) -> MergeView | None:
    """One merge, or None when it is not here."""
    rows = await fetch(MERGES, organisation, None, merge, None)
    return MergeView(**rows[0]) if rows else None


def _same(kind: str, sign: str, value: str) -> str:
    """Rows with the same value, each with the few before it; a mail of more than three is an office's."""
    few = " AND many <= 3" if sign == "mail" else ""
    living = " AND anonymised_at IS NULL" if kind == "person" else ""
    before, their = (
        ", ".join(f"lag({of}, {n}) OVER w" for n in range(1, NEAR + 1)) for of in ("id", "place")
    )
    return f"""SELECT older, id AS newer, {_told(sign)} AS sign FROM (
      SELECT id, place, ARRAY[{before}] AS olders, ARRAY[{their}] AS places, count(*) OVER (PARTITION BY v) AS many
      FROM (SELECT id, {APART[kind]} AS place, {value} AS v FROM {kind}
        WHERE organisation = $1 AND successor IS NULL{living}) x WHERE v <> ''
      WINDOW w AS (PARTITION BY v ORDER BY id)) y
      CROSS JOIN LATERAL unnest(olders, places) AS o (older, there) WHERE older IS NOT NULL{few}"""


def _told(sign: str) -> str:
    """A name counts as one unless both bearers have an institution, and not the same."""
    if sign == "name":
        return "CASE WHEN there <> place THEN 'namesake' ELSE 'name' END"
    return "'name'" if sign == "office" else f"'{sign}'"


def _pair(row: Any) -> Pair:
    return Pair(_side(row["a"]), _side(row["b"]), list(row["reasons"]))


def _side(facts: Any) -> Side:
    known = json.loads(facts) if isinstance(facts, str) else facts
    known |= {"id": UUID(known["id"]), "created_at": datetime.fromisoformat(known["created_at"])}
    return Side(**known)
