"""Many people at once: what is known of a list, and all that is new, in a constant number of statements."""

import asyncio
import json
from collections.abc import Iterable
from enum import Enum
from typing import Any
from uuid import UUID

from piccolo.table import Table

from events_app.accounts.actor import Actor
from events_app.database import execute, fetch
from events_app.ids import new_id
from events_app.stakeholders import kinds
from events_app.stakeholders.actions import person_text
from events_app.stakeholders.matching import Known, Plan
from events_app.stakeholders.names import name_key
from events_app.stakeholders.queries import PersonView
from events_app.stakeholders.rows import Row
from events_app.stakeholders.tables import Institution, Person, Position, Sex

_PEOPLE = """
WITH office AS (
  SELECT name_key AS office, coalesce(successor, id) AS id FROM institution
  WHERE organisation = $1 AND name_key = ANY($3)
  UNION ALL SELECT '', uuid_nil),
named AS (
  SELECT n.name_key, p.id, coalesce(p.institution, uuid_nil) AS office FROM person n
  JOIN person p ON p.id = coalesce(n.successor, n.id)
  WHERE n.organisation = $1 AND n.name_key = ANY($2)
  UNION SELECT n.name_key, n.successor, coalesce(i.successor, i.id) FROM person n
  JOIN directory_merge m ON m.loser = n.id AND m.undone_at IS NULL
  JOIN directory_merge_move v ON v.merge = m.id AND v.relation = 'person' AND v.attribute = 'institution'
    AND v.after IS NULL
  JOIN institution i ON i.id = v.before
  WHERE n.organisation = $1 AND n.name_key = ANY($2) AND n.successor IS NOT NULL)
SELECT p.id, p.full_name, p.title_prefix, p.title_suffix, p.sex, p.nip, p.email, p.phone, named.name_key,
       p.institution AS institution_id, coalesce(i.name, '') AS institution, office.office,
       coalesce(o.title, '') AS position, coalesce(o.is_head, false) AS is_head, p.created_at,
       p.channel, p.language, p.needs, p.is_minor, p.guardian_name, p.guardian_allows_phone,
       p.guardian_agreed_at IS NOT NULL AS guardian_consent
FROM named JOIN office ON office.id = named.office JOIN person p ON p.id = named.id
LEFT JOIN institution i ON i.id = p.institution LEFT JOIN "position" o ON o.id = p.position
ORDER BY p.id DESC
""".replace("uuid_nil", "'00000000-0000-0000-0000-000000000000'::uuid")
"""Known by the names of the list; who was merged, or whose institution was, answers as the one that stays."""
_INSTITUTIONS = """
SELECT s.id, s.name, i.name_key FROM institution i
JOIN institution s ON s.id = coalesce(i.successor, i.id) WHERE i.organisation = $1 AND i.name_key = ANY($2)
"""
"""By the name that was asked for; one that has gone into another answers with its successor."""
_POSITIONS = """
SELECT o.id, o.institution, o.title_key, o.title, o.is_head FROM "position" o
JOIN unnest($2::uuid[], $3::text[]) AS wanted(institution, title_key)
  ON o.institution IS NOT DISTINCT FROM wanted.institution AND o.title_key = wanted.title_key
WHERE o.organisation = $1
"""
_CHANGE = """
UPDATE person p SET (title_prefix, title_suffix, sex, nip, phone, email, position, search_text) =
  (r.title_prefix, r.title_suffix, r.sex, r.nip,
   CASE WHEN p.is_minor AND NOT p.guardian_allows_phone THEN '' ELSE r.phone END,
   r.email, r.position, r.search_text)
FROM jsonb_populate_recordset(NULL::person, $1::jsonb) r WHERE p.id = r.id AND p.organisation = $2
"""
Post = tuple[UUID | None, str]


async def known(organisation: UUID, rows: list[Row], *, lock: bool = False) -> Known:
    """The people and institutions that the list names; of namesakes in one office the oldest counts.

    `lock` keeps others from changing these people until the transaction ends.
    """
    keys = [row.key for row in rows if not row.refused]
    offices = list({office for _name, office in keys})
    sql = f"{_PEOPLE} FOR UPDATE OF p" if lock else _PEOPLE
    people = await fetch(sql, organisation, list({name for name, _office in keys}), offices)
    found = await fetch(_INSTITUTIONS, organisation, offices)
    return Known(
        people={(row["name_key"], row["office"]): _view(row) for row in people},
        institutions={row["name_key"]: (row["id"], row["name"]) for row in found},
    )


async def write(actor: Actor, plan: Plan) -> None:
    """Carries out a plan, and fills in the ids of what it made."""
    new, changed = plan.people("create"), plan.people("update")
    await _make_institutions(actor, plan)
    posts = await _make_positions(actor, [*new, *changed])
    for person in new:
        person.id = new_id()
    await insert("person", (_person(actor, person, posts) for person in new))
    if changed:
        document = await asyncio.to_thread(_document, (_person(actor, person, posts) for person in changed))
        await execute(_CHANGE, document, actor.organisation)


async def _make_institutions(actor: Actor, plan: Plan) -> None:
    """Makes those that are missing; one that somebody else made meanwhile is taken as it is."""
    wanted = plan.new_institutions
    if not wanted:
        return
    rows = [_institution(actor, name, key) for key, name in wanted.items()]
    await insert("institution", rows, "ON CONFLICT (organisation, name_key) DO NOTHING")
    found = {row["name_key"]: row for row in await fetch(_INSTITUTIONS, actor.organisation, list(wanted))}
    for line in plan.lines:
        if line.person is not None and (row := found.get(line.row.key[1])) is not None:
            line.person.institution_id, line.person.institution = row["id"], row["name"]


async def _make_positions(actor: Actor, people: list[PersonView]) -> dict[Post, UUID]:
    wanted = {_post(person): person for person in people if person.position}
    if not wanted:
        return {}
    rows = [_position(actor, post, person) for post, person in wanted.items()]
    await insert("position", rows, "ON CONFLICT (organisation, institution, title_key) DO NOTHING")
    offices, titles = [office for office, _title in wanted], [title for _office, title in wanted]
    found = {
        (row["institution"], row["title_key"]): row
        for row in await fetch(_POSITIONS, actor.organisation, offices, titles)
    }
    for person in people:
        if person.position:
            person.is_head = found[_post(person)]["is_head"]
    return {post: row["id"] for post, row in found.items()}


async def insert(table: str, rows: Iterable[Table], otherwise: str = "") -> None:
    """All rows in one statement; the document has every column, for the tables keep no defaults."""
    document = await asyncio.to_thread(_document, rows)
    if document != "[]":
        source = f'jsonb_populate_recordset(NULL::"{table}", $1::jsonb)'
        await execute(f'INSERT INTO "{table}" SELECT * FROM {source} {otherwise}', document)


def _institution(actor: Actor, name: str, key: str) -> Institution:
    return Institution(
        organisation=actor.organisation,
        created_by=actor.user,
        name=name,
        name_key=key,
        kind=kinds.kind_of(name),
        search_text=key,
    )


def _position(actor: Actor, post: Post, person: PersonView) -> Position:
    return Position(
        organisation=actor.organisation,
        institution=post[0],
        title=person.position,
        title_key=post[1],
        is_head=person.is_head,
    )


def _person(actor: Actor, view: PersonView, posts: dict[Post, UUID]) -> Person:
    row = Person(
        organisation=actor.organisation,
        created_by=actor.user,
        full_name=view.full_name,
        name_key=name_key(view.full_name),
        title_prefix=view.title_prefix,
        title_suffix=view.title_suffix,
        sex=view.sex,
        nip=view.nip,
        phone=view.phone,
        email=view.email,
        institution=view.institution_id,
        position=posts.get(_post(view)),
    )
    row.id = view.id
    row.search_text = person_text(row, view.position)
    return row


def _post(person: PersonView) -> Post:
    return person.institution_id, name_key(person.position)


def _document(rows: Iterable[Any]) -> str:
    return json.dumps([_columns(row) for row in rows], default=str)


def _columns(row: Any) -> dict[str, Any]:
    values = {column._meta.db_column_name: getattr(row, column._meta.name) for column in row._meta.columns}
    return {name: value.value if isinstance(value, Enum) else value for name, value in values.items()}


def _view(row: Any) -> PersonView:
    facts = {name: value for name, value in row.items() if name not in ("name_key", "office")}
    return PersonView(**(facts | {"sex": Sex(row["sex"]) if row["sex"] else None}))
