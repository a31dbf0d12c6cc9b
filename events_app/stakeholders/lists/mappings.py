"""What columns mean: recognised by their headings, said by hand, remembered for the next list like it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.database import atomically, execute, fetch, fetch_one, fetch_value
from events_app.ids import new_id
from events_app.stakeholders.sheets.columns import NAMES, folded

FIELDS = tuple(NAMES)
REPORT = ("Baris semula", "Mengapa ditolak", "Original line", "Why it was refused")
"""Headings of the columns that our report of refused lines adds, in both languages; they mean nothing."""

_REPORT = {folded(heading) for heading in REPORT}
_KEEP = """
INSERT INTO column_mapping (id, organisation, created_at, signature, headings, fields, said_by, used_at)
VALUES ($1, $2, $7, $3, $4, $5, $6, $7)
ON CONFLICT (organisation, signature) DO UPDATE
  SET headings = excluded.headings, fields = excluded.fields, said_by = excluded.said_by, used_at = excluded.used_at
RETURNING id
"""
_USE = """
UPDATE column_mapping SET used_at = $3 WHERE organisation = $1 AND signature = $2 RETURNING headings, fields
"""
_KNOWN = "SELECT headings, fields FROM column_mapping WHERE organisation = $1 AND signature = $2"
_ALL = """
SELECT m.id, m.headings, m.fields, m.used_at, coalesce(u.name, '') AS said_by
FROM column_mapping m LEFT JOIN app_user u ON u.id = m.said_by
WHERE m.organisation = $1 AND ($2::uuid IS NULL OR m.id = $2) ORDER BY m.used_at DESC, m.id DESC LIMIT 200
"""


@dataclass(frozen=True)
class Remembered:
    """A mapping as it is shown: headings, what each means, who said so and when it was used last."""

    id: UUID
    headings: list[str]
    fields: list[str]
    used_at: datetime
    said_by: str

    @property
    def read(self) -> list[tuple[str, str]]:
        """The headings whose columns are read, each with its field."""
        return [pair for pair in zip(self.headings, self.fields, strict=False) if pair[1]]


def is_ours(heading: str) -> bool:
    """Whether a column is one that our own report of refused lines added."""
    return folded(heading) in _REPORT


def signature(headings: Sequence[str]) -> str:
    """What makes two lists alike: the folded headings in any order, without blanks and our report's own."""
    keys = sorted(key for key in _keys(headings) if key)
    return hashlib.sha256("\n".join(keys).encode()).hexdigest() if keys else ""


def columns(fields: Sequence[str]) -> dict[str, int]:
    """Field -> column; of a field said twice the left column."""
    found: dict[str, int] = {}
    for column, field in enumerate(fields):
        if field:
            found.setdefault(field, column)
    return found


def spread(width: int, found: dict[str, int]) -> list[str]:
    """The field of each column, or nothing."""
    names = {column: field for field, column in found.items()}
    return [names.get(column, "") for column in range(width)]


async def remember(actor: Actor, headings: Sequence[str], fields: Sequence[str], now: datetime) -> None:
    """Keeps what columns under these headings mean, for the next list with the same ones."""
    known = signature(headings)
    if known:
        facts = (new_id(), actor.organisation, known, list(headings), list(fields), actor.user, now)
        await execute(_KEEP, *facts)


@atomically
async def say(actor: Actor, headings: Sequence[str], fields: Sequence[str], now: datetime) -> UUID:
    """Remembers what a program says of columns; of the same headings the later word counts."""
    facts = (new_id(), actor.organisation, signature(headings), list(headings), list(fields), actor.user, now)
    identity: UUID = await fetch_value(_KEEP, *facts)
    after = {"headings": list(headings), "fields": list(fields)}
    await audit.record(actor, "column_mapping.said", identity, after=after)
    return identity


async def recall(organisation: UUID, headings: Sequence[str], now: datetime) -> list[str] | None:
    """The field of each column as it was said last time, whatever the order of the columns is now."""
    known = signature(headings)
    return _spoken(headings, await fetch_one(_USE, organisation, known, now) if known else None)


async def look_up(organisation: UUID, headings: Sequence[str]) -> list[str] | None:
    """As `recall`, without counting it as used: for a preview, which writes nothing."""
    known = signature(headings)
    return _spoken(headings, await fetch_one(_KNOWN, organisation, known) if known else None)


def _spoken(headings: Sequence[str], row: Any) -> list[str] | None:
    if row is None:
        return None
    said = dict(zip(_keys(row["headings"]), row["fields"], strict=False))
    return [said.get(key, "") if key else "" for key in _keys(headings)]


async def remembered(organisation: UUID) -> list[Remembered]:
    """Every mapping that is kept, the one used last first."""
    return [Remembered(**row) for row in await fetch(_ALL, organisation, None)]


async def one(organisation: UUID, mapping: UUID) -> Remembered | None:
    """One of them, or None when it is not here."""
    row = await fetch_one(_ALL, organisation, mapping)
    return None if row is None else Remembered(**row)


@atomically
async def forget(actor: Actor, mapping: UUID) -> bool:
    """Forgets one; the next list like it is recognised by its headings again. Whether there was one."""
    gone = await fetch_one(
        "DELETE FROM column_mapping WHERE id = $1 AND organisation = $2 RETURNING id",
        mapping,
        actor.organisation,
    )
    if gone is not None:
        await audit.record(actor, "column_mapping.forgotten", mapping)
    return gone is not None


def _keys(headings: Sequence[str]) -> list[str]:
    """A folded heading with its number where it stands several times; nothing for blanks and our own."""
    seen: dict[str, int] = {}
    keys: list[str] = []
    for heading in headings:
        key = "" if is_ours(heading) else folded(heading)
        seen[key] = seen.get(key, 0) + 1
        keys.append(f"{key}#{seen[key]}" if key else "")
    return keys
