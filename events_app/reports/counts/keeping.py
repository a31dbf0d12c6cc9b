"""Counting anew the parts that were touched, and comparing what is kept with the rows."""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from events_app.database import execute, fetch
from events_app.reports.counts import of_rows
from events_app.reports.counts.counts import Counts, of_object
from events_app.reports.counts.queries import Part
from events_app.reports.facts import answered


class Place(NamedTuple):
    """Of an institution (or all together) one part (or all of them), and whether it is what is confidential there."""

    institution: UUID | None
    part: int | None
    confidential: bool


Kept = tuple[Counts, Counts]
"""What plots and scorecards add up, and what figures are made of."""

AT_ONCE = 2000
"""How many parts are in memory together."""

Written = tuple[str, str, str]
NOTHING: Written = ("{}", "[]", "{}")

SUMS = """
SELECT institution, NULL::int AS part, confidential, counts, furthest, facts FROM promise_count
WHERE organisation = $1 AND (institution IS NULL OR institution = ANY($2::uuid[]))
UNION ALL SELECT institution, part, confidential, counts, furthest, facts FROM promise_part
WHERE organisation = $1 AND (institution, part) IN (SELECT * FROM unnest($2::uuid[], $3::int[]))
"""
FURTHEST = """
SELECT institution, confidential, furthest FROM promise_part
WHERE organisation = $1 AND institution = ANY($2::uuid[]) AND furthest <> '[]'
  AND (institution, part) NOT IN (SELECT * FROM unnest($2::uuid[], $3::int[]))
"""
KEEP = """
INSERT INTO promise_count (id, organisation, created_at, institution, confidential, counts, furthest, facts)
SELECT gen_random_uuid(), $1, now(), x.* FROM unnest($2::uuid[], $3::bool[], $4::text[], $5::text[], $6::text[]) x
ON CONFLICT (organisation, confidential, institution)
DO UPDATE SET counts = excluded.counts, furthest = excluded.furthest, facts = excluded.facts
"""
KEEP_PARTS = """
INSERT INTO promise_part (id, organisation, created_at, institution, part, confidential, counts, furthest, facts)
SELECT gen_random_uuid(), $1, now(), x.*
FROM unnest($2::uuid[], $3::int[], $4::bool[], $5::text[], $6::text[], $7::text[]) x
"""
GONE = """
DELETE FROM promise_part
WHERE organisation = $1 AND (institution, part) IN (SELECT * FROM unnest($2::uuid[], $3::int[]))
"""
EMPTY = "DELETE FROM promise_count WHERE organisation = $1 AND counts = '{}'"
EVERY = """
SELECT institution, NULL::int AS part, confidential, counts, furthest, facts FROM promise_count WHERE organisation = $1
UNION ALL SELECT institution, part, confidential, counts, furthest, facts FROM promise_part WHERE organisation = $1
"""
TOUCHED = "SELECT DISTINCT institution, part FROM promise_touch WHERE organisation = $1"
PROMISING = """
SELECT DISTINCT institution, promise_part(event) AS part FROM commitment
WHERE organisation = $1 AND agreed_at IS NOT NULL
"""


async def renew(organisation: UUID, parts: Sequence[Part], now: datetime) -> None:
    """Count these parts anew, and let the sums follow. Only ever one at a time for an organisation."""
    lists = [one for one, _part in parts], [part for _one, part in parts]
    before = await fetch(SUMS, organisation, *lists)
    moved = await fetch(FURTHEST, organisation, *lists)
    fresh = await _counted(organisation, parts, now)
    # The sums may be megabytes: who is served by the same process meanwhile does not wait for them.
    written, sums = await asyncio.to_thread(_renewed, before, moved, fresh)
    await execute(GONE, organisation, *lists)
    await execute(KEEP_PARTS, organisation, *_columns(written, 6))
    await execute(KEEP, organisation, *_columns(sums, 5))
    await execute(EMPTY, organisation)


def _renewed(
    before: Iterable[Any], moved: Iterable[Any], fresh: dict[Place, Kept]
) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """What is to be written of the parts, and of their sums."""
    sums: dict[Place, Kept] = {}
    changes: dict[Place, Kept] = {}
    for row in before:
        place = Place(row["institution"], row["part"], row["confidential"])
        if place.part is None:
            sums[place] = _read(row)
        else:
            _add(changes, place, _read(row), -1)
    for row in moved:
        place = Place(row["institution"], None, row["confidential"])
        _add(changes, place, (Counts.read("{}", row["furthest"]), Counts()), 1)
    for place, kept in fresh.items():
        _add(changes, place, kept, 1)
    for place, change in changes.items():
        _add(sums, place, change, 1)
        _add_to_whole(sums, place, change[0])
    return (
        [(*place, *_written(kept)) for place, kept in fresh.items()],
        [(one.institution, one.confidential, *_written(kept)) for one, kept in sums.items()],
    )


def _add(sums: dict[Place, Kept], place: Place, kept: Kept, sign: int) -> None:
    """To the sum of its institution."""
    counts, facts = sums.setdefault(place._replace(part=None), (Counts(), Counts()))
    counts.add(kept[0], sign)
    facts.add(kept[1], sign)


def _add_to_whole(sums: dict[Place, Kept], place: Place, change: Counts) -> None:
    """What an institution has more, or less, all together have."""
    counts, _facts = sums.setdefault(Place(None, None, place.confidential), (Counts(), Counts()))
    counts.add(change, 1)
    counts.furthest = []
    counts.kinds.pop(of_rows.NAMED, None)


def _columns(rows: Sequence[tuple[Any, ...]], width: int) -> list[list[Any]]:
    return [[row[place] for row in rows] for place in range(width)]


def _read(row: Any) -> Kept:
    """But for what moved furthest, which does not add up."""
    return Counts.read(row["counts"]), Counts.read(row["facts"])


def _written(kept: Kept) -> Written:
    counts, facts = kept
    return *counts.written(), facts.written()[0]


async def strayed(organisation: UUID, now: datetime) -> list[Place]:
    """The kept counts that are taken for true and are not what the rows say; of sums, what they were added up from."""
    kept = {
        Place(row["institution"], row["part"], row["confidential"]): row
        for row in await fetch(EVERY, organisation)
    }
    touched = {(row["institution"], row["part"]) for row in await fetch(TOUCHED, organisation)}
    promising = {(row["institution"], row["part"]) for row in await fetch(PROMISING, organisation)}
    known = promising | {
        (one.institution, one.part) for one in kept if one.institution is not None and one.part is not None
    }
    fresh: dict[Place, Kept] = {}
    clean = sorted(known - touched)
    for first in range(0, len(clean), AT_ONCE):
        fresh |= await _counted(organisation, clean[first : first + AT_ONCE], now)
    for place, row in kept.items():
        if (place.institution, place.part) in touched:
            fresh[place] = Counts.read(row["counts"], row["furthest"]), Counts.read(row["facts"])
    parts, sums = _renewed([], [], fresh)
    true = {Place(*row[:3]): row[3:] for row in parts} | {
        Place(row[0], None, row[1]): row[2:] for row in sums
    }
    told = {place: (row["counts"], row["furthest"], row["facts"]) for place, row in kept.items()}
    return [place for place in {**told, **true} if told.get(place, NOTHING) != true.get(place, NOTHING)]


async def _counted(organisation: UUID, parts: Sequence[Part], now: datetime) -> dict[Place, Kept]:
    lists = [one for one, _part in parts], [part for _one, part in parts]
    asked = (now, organisation, True, None, None, None, "", None, False, *lists)
    counts, facts = await answered(of_rows.EACH, asked), await answered(of_rows.EACH_FACTS, asked)
    return await asyncio.to_thread(_by_place, counts, facts)


def _by_place(*rows: Iterable[Any]) -> dict[Place, Kept]:
    counts, facts = (
        {Place(row["office"], row["part"], row["secret"]): of_object(row["told"]) for row in some}
        for some in rows
    )
    return {place: (counts.get(place, Counts()), facts.get(place, Counts())) for place in {**counts, **facts}}
