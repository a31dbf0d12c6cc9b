"""Reads of the directory. Every one names the organisation first: a stranger's rows are never among them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.database import fetch, fetch_one
from events_app.stakeholders.names import Name, name_key
from events_app.stakeholders.tables import InstitutionKind, Sex

PAGE = 50


@dataclass
class PersonView:
    """A person with the names of institution and position; `id` is None while it is only proposed."""

    id: UUID | None
    full_name: str
    title_prefix: str
    title_suffix: str
    sex: Sex | None
    nip: str
    email: str
    phone: str
    institution_id: UUID | None
    institution: str
    position: str
    is_head: bool
    created_at: datetime | None = None
    channel: str = "email"
    language: str | None = None
    needs: str = ""
    is_minor: bool = False
    guardian_name: str = ""
    guardian_consent: bool = False
    guardian_allows_phone: bool = False
    anonymised: bool = False

    @property
    def display_name(self) -> str:
        """Prefix, name and suffix as they are written."""
        return Name(self.title_prefix, self.full_name, self.title_suffix).display


@dataclass
class InstitutionView:
    """An institution with its parent's name and the number of its people."""

    id: UUID
    name: str
    short_name: str
    kind: InstitutionKind
    region_code: str
    parent_id: UUID | None
    parent: str
    email: str
    phone: str
    address: str
    active: bool
    created_at: datetime
    people: int


@dataclass
class Recipient:
    """Where an institution's mail goes: its own address, or its head's."""

    institution: UUID
    email: str
    person: UUID | None = None
    name: str = ""


FORMER = "coalesce((SELECT ' ' || string_agg(f.search_text, ' ') FROM {0} f WHERE f.successor = {1}.id), '')"
"""What the rows that went into this one were found by; it is found by that, too."""

_PERSON = """
SELECT p.id, p.full_name, p.title_prefix, p.title_suffix, p.sex, p.nip, p.email, p.phone,
       p.institution AS institution_id, coalesce(i.name, '') AS institution,
       coalesce(o.title, '') AS position, coalesce(o.is_head, false) AS is_head, p.created_at,
       p.channel, p.language, p.needs, p.is_minor, p.guardian_name, p.guardian_allows_phone,
       p.guardian_agreed_at IS NOT NULL AS guardian_consent, p.anonymised_at IS NOT NULL AS anonymised
FROM person p LEFT JOIN institution i ON i.id = p.institution LEFT JOIN "position" o ON o.id = p.position
WHERE p.organisation = $1
"""
_PEOPLE = f"""{_PERSON}
  AND p.successor IS NULL AND p.anonymised_at IS NULL AND NOT EXISTS (SELECT FROM unnest($2::text[]) word
    WHERE strpos(p.search_text || ' ' || coalesce(i.search_text, '') || {FORMER.format("person", "p")}, word) = 0)
  AND ($3::uuid IS NULL OR p.institution = $3)
"""
_INSTITUTION = """
SELECT i.id, i.name, i.short_name, i.kind, i.region_code, i.parent AS parent_id,
       coalesce(up.name, '') AS parent, i.email, i.phone, i.address, i.active, i.created_at,
       (SELECT count(*) FROM person p WHERE p.institution = i.id AND p.successor IS NULL
         AND p.anonymised_at IS NULL) AS people
FROM institution i LEFT JOIN institution up ON up.id = i.parent
WHERE i.organisation = $1
"""
_INSTITUTIONS = f"""{_INSTITUTION}
  AND i.successor IS NULL AND NOT EXISTS (SELECT FROM unnest($2::text[]) word
    WHERE strpos(i.search_text || {FORMER.format("institution", "i")}, word) = 0)
  AND ($3::text IS NULL OR i.kind = $3)
"""
_COUNTED = """
SELECT (SELECT count(*) FROM institution WHERE organisation = $1 AND successor IS NULL) AS institutions,
       (SELECT count(*) FROM person WHERE organisation = $1 AND successor IS NULL AND anonymised_at IS NULL) AS people
"""

_SUCCESSORS = """
SELECT id, successor FROM person WHERE organisation = $1 AND id = ANY($2) AND successor IS NOT NULL
UNION ALL SELECT id, successor FROM institution WHERE organisation = $1 AND id = ANY($2) AND successor IS NOT NULL
"""
_IMPORTED = f"""{_PERSON}
  AND p.id = ANY(SELECT unnest(people) FROM import_draft WHERE id = $2 AND organisation = $1)
ORDER BY array_position((SELECT people FROM import_draft WHERE id = $2), p.id)
"""
_RECIPIENTS = """
SELECT DISTINCT ON (i.id) i.id AS institution, coalesce(nullif(i.email, ''), p.email) AS email,
       CASE WHEN i.email = '' THEN p.id END AS person,
       CASE WHEN i.email <> '' THEN i.name
            ELSE concat_ws(', ', concat_ws(' ', nullif(p.title_prefix, ''), p.full_name),
                           nullif(p.title_suffix, '')) END AS name
FROM institution i
LEFT JOIN "position" o ON o.institution = i.id AND o.is_head
LEFT JOIN person p ON p.position = o.id AND p.institution = i.id AND p.email <> ''
WHERE i.organisation = $1 AND i.id = ANY($2) AND (i.email <> '' OR p.id IS NOT NULL)
ORDER BY i.id, p.id
"""


async def people_after(
    organisation: UUID, last: UUID | None, limit: int, q: str = "", institution: UUID | None = None
) -> list[PersonView]:
    """People in the order they were added, from the one after `last`."""
    sql = f"{_PEOPLE} AND ($4::uuid IS NULL OR p.id > $4) ORDER BY p.id LIMIT $5"
    return [_person(row) for row in await fetch(sql, organisation, words(q), institution, last, limit)]


async def people_by_name(
    organisation: UUID, page: int = 1, q: str = "", institution: UUID | None = None
) -> list[PersonView]:
    """One page of people by name, and one more to tell whether another page follows."""
    sql = f"{_PEOPLE} ORDER BY p.name_key, p.id LIMIT {PAGE + 1} OFFSET $4"
    rows = await fetch(sql, organisation, words(q), institution, (page - 1) * PAGE)
    return [_person(row) for row in rows]


async def person(organisation: UUID, person_id: UUID) -> PersonView | None:
    """One person, or None when it is not here; of two rows that were merged, the one that stays."""
    sql = f"{_PERSON} AND p.id = coalesce((SELECT successor FROM person WHERE id = $2), $2)"
    row = await fetch_one(sql, organisation, person_id)
    return None if row is None else _person(row)


async def people_of_import(organisation: UUID, draft: UUID) -> list[PersonView]:
    """The people a committed list named, in its order."""
    return [_person(row) for row in await fetch(_IMPORTED, organisation, draft)]


async def institutions_after(
    organisation: UUID, last: UUID | None, limit: int, q: str = "", kind: str | None = None
) -> list[InstitutionView]:
    """Institutions in the order they were added, from the one after `last`."""
    sql = f"{_INSTITUTIONS} AND ($4::uuid IS NULL OR i.id > $4) ORDER BY i.id LIMIT $5"
    return [InstitutionView(**row) for row in await fetch(sql, organisation, words(q), kind, last, limit)]


async def institutions_by_name(
    organisation: UUID, page: int = 1, q: str = "", kind: str | None = None
) -> list[InstitutionView]:
    """One page of institutions by name, and one more to tell whether another page follows."""
    sql = f"{_INSTITUTIONS} ORDER BY i.name_key, i.id LIMIT {PAGE + 1} OFFSET $4"
    rows = await fetch(sql, organisation, words(q), kind, (page - 1) * PAGE)
    return [InstitutionView(**row) for row in rows]


async def institution(organisation: UUID, institution_id: UUID) -> InstitutionView | None:
    """One institution, or None when it is not here; the successor of one that has gone into another."""
    sql = f"{_INSTITUTION} AND i.id = coalesce((SELECT successor FROM institution WHERE id = $2), $2)"
    row = await fetch_one(sql, organisation, institution_id)
    return None if row is None else InstitutionView(**row)


async def institution_choices(organisation: UUID) -> list[tuple[UUID, str]]:
    """Every active institution as (id, name), by name, to choose from."""
    sql = "SELECT id, name FROM institution WHERE organisation = $1 AND active AND successor IS NULL ORDER BY name_key"
    return [(row["id"], row["name"]) for row in await fetch(sql, organisation)]


async def counted(organisation: UUID) -> dict[str, int]:
    """How many institutions and people there are."""
    return dict(await fetch_one(_COUNTED, organisation) or {})


async def recipients(organisation: UUID, institutions: Sequence[UUID]) -> dict[UUID, Recipient]:
    """Where each institution's mail goes; one without an address of its own or its head's is missing."""
    rows = await fetch(_RECIPIENTS, organisation, list(institutions))
    return {row["institution"]: Recipient(**row) for row in rows}


async def successors(organisation: UUID, ids: Sequence[UUID | None]) -> dict[UUID, UUID]:
    """Those of these people and institutions that have gone into another, and what they went into."""
    wanted = [one for one in ids if one is not None]
    rows = await fetch(_SUCCESSORS, organisation, wanted) if wanted else []
    return {row["id"]: row["successor"] for row in rows}


def words(q: str) -> list[str]:
    """What to look for: every word of it must stand somewhere."""
    return name_key(q)[:200].split()


def _person(row: Any) -> PersonView:
    return PersonView(**(dict(row) | {"sex": Sex(row["sex"]) if row["sex"] else None}))
