"""Who is in a group: its members by hand, or whoever its rule finds now. One statement for one group or all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from events_app.database import fetch, fetch_one
from events_app.stakeholders.queries import words
from events_app.stakeholders.tables import GroupTaking, InstitutionKind

PAGE = 50
SHOWN = 25
"""How many institutions and people are offered at one time, besides those that are chosen."""

_NAME = "concat_ws(', ', concat_ws(' ', nullif(p.title_prefix, ''), p.full_name), nullif(p.title_suffix, ''))"
_HOLDERS = "holders_on(o.id, (SELECT day FROM today))"
_HEADED = f"""(i.email <> '' OR EXISTS (
  SELECT FROM "position" o JOIN LATERAL {_HOLDERS} h ON true JOIN person q ON q.id = h.person
  WHERE o.institution = i.id AND o.is_head AND q.email <> ''))"""

# Who counts as its holder today; where no dates are kept, all who are said to hold it.
_HOLDING = f"""
  SELECT h.person AS id FROM {_HOLDERS} h
  ORDER BY rank() OVER (ORDER BY h.rank, h.starts_on DESC NULLS LAST, CASE WHEN h.dated THEN h.person END)
  FETCH FIRST 1 ROW WITH TIES"""

# The rule itself is the database's, `group_offices`: quotas and quorums count by the same one.
_MEMBERS = f"""
WITH today(day) AS (
  SELECT (now() AT TIME ZONE t.timezone)::date FROM organisation t WHERE t.id = g.organisation
), found AS (
  SELECT i.* FROM group_offices(g.id, NULL) o JOIN institution i ON i.id = o
)
SELECT i.id, true AS office, i.name, i.name_key, i.kind AS more, {_HEADED} AS reachable
FROM found i WHERE NOT g.by_rule OR g.taking = 'institutions'
UNION ALL
SELECT DISTINCT p.id, false, {_NAME}, p.name_key, coalesce(i.name, ''), p.email <> ''
FROM stakeholder_group_member x JOIN person was ON was.id = x.person
JOIN person p ON p.id = coalesce(was.successor, was.id) LEFT JOIN institution i ON i.id = p.institution
WHERE x."group" = g.id AND NOT g.by_rule
UNION ALL
SELECT * FROM (
  SELECT DISTINCT ON (p.id) p.id, false, {_NAME}, p.name_key, concat_ws(' · ', o.title, i.name), p.email <> ''
  FROM found i JOIN "position" o ON o.institution = i.id JOIN LATERAL ({_HOLDING}) holder ON true
  JOIN person p ON p.id = holder.id
  WHERE g.by_rule AND (g.taking = 'heads' AND o.is_head OR g.taking = 'holders' AND NOT EXISTS (
    SELECT FROM regexp_split_to_table(lower(g.title), '\\s+') word WHERE strpos(o.title_key, word) = 0))
  ORDER BY p.id, o.title_key, i.id) holders
"""
_GROUP = f"""
SELECT g.id, g.name, g.note, g.by_rule, g.taking, g.kinds, g.within AS within_id, coalesce(up.name, '') AS within,
  g.region_code, g.title, g.row_version, g.created_at,
  (SELECT count(*) FROM ({_MEMBERS}) m) AS count
FROM stakeholder_group g LEFT JOIN institution up ON up.id = g.within
WHERE g.organisation = $1
"""
_OF_ONE = f"""
SELECT m.* FROM stakeholder_group g CROSS JOIN LATERAL ({_MEMBERS}) m WHERE g.organisation = $1 AND g.id = $2
"""
_INSTITUTIONS = """
SELECT i.id, i.name, i.kind AS more, i.id = ANY($3) AS chosen FROM institution i
WHERE i.organisation = $1 AND (i.id = ANY($3) OR i.active AND i.successor IS NULL AND NOT EXISTS (
  SELECT FROM unnest($2::text[]) word WHERE strpos(i.search_text, word) = 0))
ORDER BY chosen DESC, i.name_key, i.id LIMIT $4
"""
_PEOPLE = f"""
SELECT p.id, {_NAME} AS name, coalesce(i.name, '') AS more, p.id = ANY($3) AS chosen
FROM person p LEFT JOIN institution i ON i.id = p.institution
WHERE p.organisation = $1 AND (p.id = ANY($3) OR NOT EXISTS (
  SELECT FROM unnest($2::text[]) word
  WHERE strpos(p.search_text || ' ' || coalesce(i.search_text, ''), word) = 0))
ORDER BY chosen DESC, p.name_key, p.id LIMIT $4
"""
_BY_HAND = """
SELECT coalesce(i.successor, m.institution) AS institution, coalesce(p.successor, m.person) AS person
FROM stakeholder_group_member m LEFT JOIN institution i ON i.id = m.institution LEFT JOIN person p ON p.id = m.person
WHERE m."group" = $1 ORDER BY m.id
"""


@dataclass(frozen=True)
class GroupView:
    """A group with how many are in it now."""

    id: UUID
    name: str
    note: str
    by_rule: bool
    taking: GroupTaking
    kinds: list[InstitutionKind]
    within_id: UUID | None
    within: str
    region_code: str
    title: str
    row_version: int
    created_at: Any
    count: int


@dataclass(frozen=True)
class MemberView:
    """An institution (`office`) or a person in a group; `reachable` by mail."""

    id: UUID
    office: bool
    name: str
    more: str
    reachable: bool


@dataclass(frozen=True)
class Option:
    """Somebody who can be ticked."""

    id: UUID
    name: str
    more: str
    chosen: bool


async def by_name(organisation: UUID, page: int) -> list[GroupView]:
    """One page of groups, and one more to tell whether another page follows."""
    sql = f"{_GROUP} ORDER BY g.name_key, g.id LIMIT {PAGE + 1} OFFSET $2"
    return [_group(row) for row in await fetch(sql, organisation, (page - 1) * PAGE)]


async def after(organisation: UUID, last: UUID | None, limit: int) -> list[GroupView]:
    """Groups in the order they were made, from the one after `last`."""
    sql = f"{_GROUP} AND ($2::uuid IS NULL OR g.id > $2) ORDER BY g.id LIMIT $3"
    return [_group(row) for row in await fetch(sql, organisation, last, limit)]


async def one(organisation: UUID, group: UUID) -> GroupView | None:
    """One group, or None when it is not here."""
    row = await fetch_one(f"{_GROUP} AND g.id = $2", organisation, group)
    return None if row is None else _group(row)


async def names(organisation: UUID) -> list[tuple[UUID, str]]:
    """Every group as (id, name), to choose from."""
    sql = "SELECT id, name FROM stakeholder_group WHERE organisation = $1 ORDER BY name_key"
    return [(row["id"], row["name"]) for row in await fetch(sql, organisation)]


async def members(organisation: UUID, group: UUID, page: int = 1) -> list[MemberView]:
    """One page of who is in a group now, by name, and one more to tell whether another page follows."""
    sql = f"{_OF_ONE} ORDER BY m.name_key, m.id LIMIT {PAGE + 1} OFFSET $3"
    return [_member(row) for row in await fetch(sql, organisation, group, (page - 1) * PAGE)]


async def members_after(organisation: UUID, group: UUID, last: UUID | None, limit: int) -> list[MemberView]:
    """Who is in a group now, by id, from the one after `last`."""
    sql = f"{_OF_ONE} AND ($3::uuid IS NULL OR m.id > $3) ORDER BY m.id LIMIT $4"
    return [_member(row) for row in await fetch(sql, organisation, group, last, limit)]


async def everybody(organisation: UUID, group: UUID) -> tuple[list[UUID], list[UUID]]:
    """The ids of all institutions and all people who are in a group now."""
    rows = await fetch(f"{_OF_ONE} ORDER BY m.name_key, m.id", organisation, group)
    return [row["id"] for row in rows if row["office"]], [row["id"] for row in rows if not row["office"]]


async def by_hand(group: UUID) -> tuple[list[UUID], list[UUID]]:
    """The institutions and people who were named, or what they have become, in their order and each once."""
    rows = await fetch(_BY_HAND, group)
    return (
        list(dict.fromkeys(row["institution"] for row in rows if row["institution"])),
        list(dict.fromkeys(row["person"] for row in rows if row["person"])),
    )


async def offered(
    organisation: UUID, q: str, institutions: Sequence[UUID], people: Sequence[UUID]
) -> tuple[list[Option], list[Option]]:
    """Institutions and people to tick: the chosen first, then what fits the search, by name."""
    found = [
        await fetch(sql, organisation, words(q), list(chosen), SHOWN + len(chosen))
        for sql, chosen in ((_INSTITUTIONS, institutions), (_PEOPLE, people))
    ]
    offices, somebody = ([Option(**row) for row in rows] for rows in found)
    return offices, somebody


def _group(row: Any) -> GroupView:
    return GroupView(**row)


def _member(row: Any) -> MemberView:
    return MemberView(**{name: row[name] for name in MemberView.__dataclass_fields__})
