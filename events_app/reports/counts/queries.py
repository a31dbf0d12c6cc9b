"""What is counted at this moment: kept where it is true, from the rows where it is not, or where a filter asks for less."""

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from events_app.database import fetch, one_moment
from events_app.reports.counts import of_rows
from events_app.reports.counts.counts import Counts
from events_app.reports.counts.counts import of_rows as added_up
from events_app.reports.facts import answered

Part = tuple[UUID, int]
"""An institution, and which part of what it promised."""

# A sum, and what is in it of parts that were touched. One statement, so that all of it is of one moment.
_KEPT = """
WITH touched AS MATERIALIZED (
  SELECT DISTINCT institution, part FROM promise_touch WHERE organisation = $1 AND {whose}
) SELECT NULL::uuid AS institution, NULL::int AS part, k.counts, NULL AS furthest FROM promise_count k
  WHERE k.organisation = $1 AND ($2 OR NOT k.confidential) AND {sum}
UNION ALL SELECT t.institution, t.part, p.counts, NULL FROM touched t LEFT JOIN promise_part p ON p.organisation = $1
  AND p.institution = t.institution AND p.part = t.part AND ($2 OR NOT p.confidential)
UNION ALL SELECT NULL, NULL, NULL, k.furthest FROM promise_count k WHERE $3 AND k.organisation = $1
  AND ($2 OR NOT k.confidential) AND {each} AND NOT EXISTS (SELECT FROM touched t WHERE t.institution = k.institution)
UNION ALL SELECT NULL, NULL, NULL, p.furthest FROM promise_part p WHERE $3 AND p.organisation = $1
  AND ($2 OR NOT p.confidential) AND p.institution IN (SELECT institution FROM touched)
  AND NOT EXISTS (SELECT FROM touched t WHERE t.institution = p.institution AND t.part = p.part)
"""
WHOLE = _KEPT.format(whose="true", sum="k.institution IS NULL", each="k.institution IS NOT NULL")
ONE = _KEPT.format(whose="institution = $4", sum="k.institution = $4", each="k.institution = $4")
FACTS = """
WITH touched AS MATERIALIZED (
  SELECT DISTINCT institution, part FROM promise_touch WHERE organisation = $1 AND institution = ANY($3::uuid[])
) SELECT k.institution, NULL::int AS part, k.facts FROM promise_count k
  WHERE k.organisation = $1 AND ($2 OR NOT k.confidential) AND k.institution = ANY($3::uuid[])
UNION ALL SELECT t.institution, t.part, p.facts FROM touched t LEFT JOIN promise_part p ON p.organisation = $1
  AND p.institution = t.institution AND p.part = t.part AND ($2 OR NOT p.confidential)
"""


async def counted(asked: tuple[Any, ...], kinds: Sequence[str]) -> Counts:
    """The counts of these kinds (and others, where they are kept) for a question as in `facts`. At most three queries."""
    since, until, institution, theme, event, public = asked[3:]
    if since or until or theme or event or public:
        return added_up(await answered(of_rows.together(kinds), asked))
    kept = await _kept(asked, kinds)
    if not _touched(kept):
        return _sum(kept)
    async with one_moment():  # no part may be of before a change, and another of after it
        kept = await _kept(asked, kinds)
        total = _sum(kept)
        total.only(kinds)  # of the others the rows are not counted
        if touched := _touched(kept):
            total.add(added_up(await answered(of_rows.of_parts(kinds), (*asked, *_lists(touched)))))
    if not institution:
        total.only({*kinds} - {of_rows.NAMED})
    return total


async def facts(asked: tuple[Any, ...], institutions: Sequence[UUID]) -> dict[UUID, Counts]:
    """What the figures of these institutions are made of, see `of_facts`. Two queries, three where something was touched."""
    async with one_moment():
        kept = await fetch(FACTS, asked[1], asked[2], institutions)
        touched = _touched(kept)
        fresh = await answered(of_rows.FACTS, (*asked, *_lists(touched))) if touched else []
    # Just after midnight it may be megabytes: who is served by the same process meanwhile does not wait for it.
    return await asyncio.to_thread(_added, institutions, kept, fresh)


def _added(institutions: Sequence[UUID], kept: Iterable[Any], fresh: Iterable[Any]) -> dict[UUID, Counts]:
    found = {institution: Counts() for institution in institutions}
    for row in kept:
        if row["facts"]:
            found[row["institution"]].add(Counts.read(row["facts"]), 1 if row["part"] is None else -1)
    for row in fresh:
        found[row["office"]].put(row["kind"], row["key"], row["n"])
    return found


async def _kept(asked: tuple[Any, ...], kinds: Sequence[str]) -> list[Any]:
    institution = asked[5]
    one = [institution] if institution else []
    return await fetch(ONE if one else WHOLE, asked[1], asked[2], "furthest" in kinds, *one)


def _touched(kept: Iterable[Any]) -> list[Part]:
    return sorted({(row["institution"], row["part"]) for row in kept if row["part"] is not None})


def _lists(parts: Iterable[Part]) -> tuple[list[UUID], list[int]]:
    return [institution for institution, _part in parts], [part for _institution, part in parts]


def _sum(kept: Iterable[Any]) -> Counts:
    total = Counts()
    for row in kept:
        if row["counts"] or row["furthest"]:
            known = Counts.read(row["counts"] or "{}", row["furthest"] or "[]")
            total.add(known, 1 if row["part"] is None else -1)
    return total
