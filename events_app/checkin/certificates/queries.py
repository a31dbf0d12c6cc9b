"""Reads of certificates: one, those of an event to print, those of a person with their lesson hours."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from events_app import i18n, neutral
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.checkin.certificates.paper import Printable
from events_app.database import fetch, fetch_one

ONE = """
SELECT x.id, x.organisation, x.event, x.person, x.number, x.version, x.name, x.role, x.jp, x.reason, x.created_at,
  x.revoked_at, x.revoked_reason, x.event_day, x.issue, s.facts, p.is_minor,
  p.anonymised_at IS NOT NULL AS anonymised, p.full_name, e.ref, e.confidential, e.timezone,
  e.title AS event_title, o.name AS organisation_name
FROM certificate x JOIN certificate_issuance s ON s.id = x.issue JOIN person p ON p.id = x.person
JOIN event e ON e.id = x.event JOIN organisation o ON o.id = x.organisation
"""
VALID = f"{ONE} WHERE x.event = $1 AND x.revoked_at IS NULL ORDER BY p.name_key, x.id LIMIT $2 OFFSET $3"
COUNT = "SELECT count(*)::int AS n FROM certificate WHERE event = $1 AND revoked_at IS NULL"
OF_PERSON = f"""
{ONE} WHERE x.organisation = $1 AND (NOT e.confidential OR $3)
  AND x.person IN (SELECT $2::uuid UNION SELECT id FROM person WHERE successor = $2)
ORDER BY x.event_day DESC, x.id DESC LIMIT 500
"""
OF_GUEST = """
WITH me AS (
  SELECT g.id, g.event, coalesce(p.successor, p.id) AS person FROM guest g JOIN person p ON p.id = g.person WHERE g.id = $1),
known AS (SELECT person AS id FROM me UNION SELECT p.id FROM me JOIN person p ON p.successor = me.person)
SELECT x.id FROM me CROSS JOIN known JOIN certificate x ON x.event = me.event AND x.person = known.id
WHERE x.revoked_at IS NULL ORDER BY x.guest = me.id DESC NULLS LAST, x.id LIMIT 1
"""


@dataclass(frozen=True)
class Year:
    """The lesson hours of valid certificates of one calendar year, and of how many they are; of an event counts one."""

    year: int
    jp: int
    certificates: int


async def by_link(digest: bytes) -> Any | None:
    """The certificate of its holder's link."""
    return await fetch_one(f"{ONE} WHERE x.link_hash = $1", digest)


async def by_code(digest: bytes) -> Any | None:
    """The certificate of the code on a paper."""
    return await fetch_one(f"{ONE} WHERE x.verify_hash = $1", digest)


async def told(certificate: UUID) -> Any:
    """All that is to be told of a certificate that was loaded before."""
    row = await fetch_one(f"{ONE} WHERE x.id = $1", certificate)
    assert row is not None, "no certificate is ever deleted by itself"
    return row


async def of_guest(guest: UUID) -> UUID | None:
    """The valid certificate of a guest, also where another guest of theirs at the same event came."""
    row = await fetch_one(OF_GUEST, guest)
    return row["id"] if row else None


async def valid(event: UUID, limit: int = 100_000, offset: int = 0) -> list[Any]:
    """Those of an event that stand, by name."""
    return await fetch(VALID, event, limit, offset)


async def count_valid(event: UUID) -> int:
    """How many of an event stand."""
    row = await fetch_one(COUNT, event)
    return row["n"] if row else 0


async def versions(certificate: UUID) -> list[Any]:
    """How the name was written, the newest first."""
    sql = """SELECT v.version, v.name, v.created_at, coalesce(u.name, '') AS by FROM certificate_version v
      LEFT JOIN app_user u ON u.id = v.created_by WHERE v.certificate = $1 ORDER BY v.version DESC"""
    return await fetch(sql, certificate)


async def of_person(actor: Actor, person: UUID) -> list[Any]:
    """Everything somebody got here, also under rows merged into theirs; of confidential events only for who may read them."""
    return await fetch(OF_PERSON, actor.organisation, person, actor.may(Right.read_confidential))


def years(rows: Sequence[Any]) -> list[Year]:
    """The lesson hours of each calendar year, the newest first; civil servants need twenty a year."""
    standing = _once_an_event([row for row in rows if row["revoked_at"] is None])
    found = sorted({row["event_day"].year for row in standing}, reverse=True)
    of = {year: [row for row in standing if row["event_day"].year == year] for year in found}
    return [Year(year, sum(row["jp"] for row in some), len(some)) for year, some in of.items()]


def _once_an_event(rows: Sequence[Any]) -> list[Any]:
    """Two who were found to be one afterwards may have two certificates of an event; its hours count once."""
    best: dict[UUID, Any] = {}
    for row in rows:
        best[row["event"]] = max(best.get(row["event"], row), row, key=lambda one: one["jp"])
    return list(best.values())


def printables(rows: Sequence[Mapping[str, Any]]) -> list[Printable]:
    """What the paper prints of rows; words that many share are read once."""
    shared = {issue: _words(row) for issue, row in {row["issue"]: row for row in rows}.items()}
    names = ("id", "issue", "name", "role", "jp", "number", "version")
    return [Printable(**{name: row[name] for name in names}, facts=shared[row["issue"]]) for row in rows]


def facts_of(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """The words under which a certificate was issued."""
    [one] = printables([row])
    return one.facts


def _words(row: Mapping[str, Any]) -> dict[str, Any]:
    """As they were written down; an event that became confidential since is no longer called by its title."""
    facts: dict[str, Any] = json.loads(row["facts"])
    if row["confidential"]:
        with i18n.using(facts["lang"]):
            facts["event"] = neutral.meeting(row)
    return facts
