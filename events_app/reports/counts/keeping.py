"""Counting anew what was touched, and comparing what is kept with the rows."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.database import execute, fetch
from events_app.reports.counts import of_rows
from events_app.reports.counts.counts import Counts
from events_app.reports.counts.counts import of_rows as added_up
from events_app.reports.facts import answered

Place = tuple[UUID | None, bool]
"""An institution, or all together, and whether it is what is confidential there."""

KEPT = """
SELECT institution, confidential, counts, furthest FROM promise_count
WHERE organisation = $1 AND (institution IS NULL OR institution = ANY($2::uuid[]))
"""
KEEP = """
INSERT INTO promise_count (id, organisation, created_at, institution, confidential, counts, furthest)
SELECT gen_random_uuid(), $1, now(), x.institution, x.confidential, x.counts, x.furthest
FROM unnest($2::uuid[], $3::bool[], $4::text[], $5::text[]) x(institution, confidential, counts, furthest)
ON CONFLICT (organisation, confidential, institution)
DO UPDATE SET counts = excluded.counts, furthest = excluded.furthest
"""
EMPTY = "DELETE FROM promise_count WHERE organisation = $1 AND counts = '{}'"
UNTOUCHED = """
SELECT k.institution, k.confidential, k.counts, k.furthest FROM promise_count k WHERE k.organisation = $1
  AND NOT EXISTS (SELECT FROM promise_touch t WHERE t.organisation = $1 AND t.institution = k.institution)
"""
EVERY = "SELECT counts, confidential FROM promise_count WHERE organisation = $1 AND institution IS NOT NULL"
PROMISING = """
SELECT DISTINCT c.institution FROM commitment c WHERE c.organisation = $1 AND c.agreed_at IS NOT NULL
  AND NOT EXISTS (SELECT FROM promise_touch t WHERE t.organisation = $1 AND t.institution = c.institution)
"""


async def renew(organisation: UUID, institutions: Sequence[UUID], now: datetime) -> None:
    """Count these institutions anew, and let the sum follow. Only ever one at a time for an organisation."""
    kept = await fetch(KEPT, organisation, institutions)
    fresh = await _counted(organisation, institutions, now)
    # The sum may be megabytes: who is served by the same process meanwhile does not wait for it.
    rows = await asyncio.to_thread(_renewed, kept, fresh, institutions)
    await execute(KEEP, organisation, *map(list, zip(*rows, strict=True)))
    await execute(EMPTY, organisation)


def _renewed(
    rows: Iterable[Any], fresh: dict[Place, Counts], institutions: Sequence[UUID]
) -> list[tuple[UUID | None, bool, str, str]]:
    kept = {
        (row["institution"], row["confidential"]): Counts.read(row["counts"], row["furthest"]) for row in rows
    }
    for secret in (False, True):
        whole = kept.setdefault((None, secret), Counts())
        for institution in institutions:
            whole.add(kept.get((institution, secret), Counts()), -1)
            kept[institution, secret] = fresh.get((institution, secret), Counts())
            whole.add(kept[institution, secret])
        whole.furthest = []
        whole.kinds.pop(of_rows.NAMED, None)
    return [(*place, *counts.written()) for place, counts in kept.items()]


async def strayed(organisation: UUID, now: datetime) -> list[Place]:
    """The kept counts that are taken for true and are not what the rows say; of the sum, what it was added up from."""
    kept = {
        (row["institution"], row["confidential"]): (row["counts"], row["furthest"])
        for row in await fetch(UNTOUCHED, organisation)
    }
    promising = {row["institution"] for row in await fetch(PROMISING, organisation)}
    institutions = sorted(promising | {institution for institution, _secret in kept if institution})
    true = {
        place: counts.written() for place, counts in (await _counted(organisation, institutions, now)).items()
    }
    for secret in (False, True):
        if added := _added_up(await fetch(EVERY, organisation), secret):
            true[None, secret] = added.written()
    return [place for place in {**kept, **true} if kept.get(place) != true.get(place)]


def _added_up(rows: Iterable[Any], secret: bool) -> Counts:
    total = Counts()
    for row in rows:
        if row["confidential"] == secret:
            total.add(Counts.read(row["counts"]))
    total.kinds.pop(of_rows.NAMED, None)
    return total


async def _counted(organisation: UUID, institutions: Sequence[UUID], now: datetime) -> dict[Place, Counts]:
    asked = (now, organisation, True, None, None, None, "", None, False, institutions)
    rows: dict[Place, list[Any]] = defaultdict(list)
    for row in await answered(of_rows.EACH, asked):
        rows[row["office"], row["secret"]].append(row)
    return {place: added_up(some) for place, some in rows.items()}
