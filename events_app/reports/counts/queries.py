"""What is counted at this moment: kept where it is true, from the rows where it is not, or where a filter asks for less."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from events_app.database import fetch
from events_app.reports.counts import of_rows
from events_app.reports.counts.counts import Counts
from events_app.reports.counts.counts import of_rows as added_up
from events_app.reports.facts import answered

# One statement, so that the sum, what is in it and what was touched are of one moment.
WHOLE = """
WITH touched AS (SELECT DISTINCT institution FROM promise_touch WHERE organisation = $1)
SELECT k.institution, t.institution IS NOT NULL AS touched,
  CASE WHEN k.institution IS NULL OR t.institution IS NOT NULL THEN k.counts END AS counts,
  CASE WHEN $3 AND k.institution IS NOT NULL AND t.institution IS NULL THEN k.furthest END AS furthest
FROM promise_count k LEFT JOIN touched t ON t.institution = k.institution
WHERE k.organisation = $1 AND ($2 OR NOT k.confidential) AND ($3 OR k.institution IS NULL OR t.institution IS NOT NULL)
UNION ALL SELECT institution, true, NULL, NULL FROM touched
"""
ONE = """
SELECT t.touched, k.counts, k.furthest FROM (SELECT EXISTS (SELECT FROM promise_touch
  WHERE organisation = $1 AND institution = $3) AS touched) t
LEFT JOIN promise_count k ON NOT t.touched AND k.organisation = $1 AND k.institution = $3 AND ($2 OR NOT k.confidential)
"""


async def counted(asked: tuple[Any, ...], kinds: Sequence[str]) -> Counts:
    """The counts of these kinds (and others, where they are kept) for a question as in `facts`. At most two queries."""
    since, until, institution, theme, event, public = asked[3:]
    if since or until or theme or event or public:
        return added_up(await answered(of_rows.together(kinds), asked))
    if institution:
        return await _one(asked, kinds, institution)
    return await _whole(asked, kinds)


async def _one(asked: tuple[Any, ...], kinds: Sequence[str], institution: UUID) -> Counts:
    known = await fetch(ONE, asked[1], asked[2], institution)
    if known[0]["touched"]:
        return await _fresh(asked, kinds, [institution])
    total = Counts()
    for row in known:
        if row["counts"]:
            total.add(Counts.read(row["counts"], row["furthest"]))
    return total


async def _whole(asked: tuple[Any, ...], kinds: Sequence[str]) -> Counts:
    total, touched = Counts(), set()
    for row in await fetch(WHOLE, asked[1], asked[2], "furthest" in kinds):
        if row["touched"]:
            touched.add(row["institution"])
        if row["counts"] or row["furthest"]:
            known = Counts.read(row["counts"] or "{}", row["furthest"] or "[]")
            total.add(known, -1 if row["touched"] else 1)
    if touched:
        total.only(kinds)  # of the others the rows are not counted
        total.add(await _fresh(asked, kinds, sorted(touched)))
    return total


async def _fresh(asked: tuple[Any, ...], kinds: Sequence[str], institutions: Sequence[UUID]) -> Counts:
    return added_up(await answered(of_rows.each(kinds), (*asked, institutions)))
