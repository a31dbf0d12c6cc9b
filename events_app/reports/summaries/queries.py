"""What is known of each institution at this moment: kept where it is true, counted where it is not."""

import asyncio
import json
from typing import Any
from uuid import UUID

from events_app.database import fetch
from events_app.reports.counts import queries as counts
from events_app.reports.counts.counts import Counts, Days
from events_app.reports.of_facts import facts_of
from events_app.reports.rates import Figures, figures_of

AUDIENCES = {(True, False): "all", (False, False): "open", (False, True): "public"}
"""By whether confidential events count, and whether only what is public does."""

ALL = UUID(int=0)
"""Stands for all institutions together, whose figures are true only while none is touched."""

TRUE = f"""s.valid_from <= $2 AND $2 < s.valid_until AND NOT EXISTS (SELECT FROM promise_touch t
  WHERE t.organisation = s.organisation AND (t.institution = s.institution OR s.institution = '{ALL}'))"""
KNOWN = f"""
SELECT k.institution AS id, i.name, k.facts FROM (
  SELECT s.institution, CASE WHEN {TRUE} THEN s.facts END AS facts FROM promise_summary s
  WHERE s.organisation = $1 AND s.audience = $3 AND ($4::uuid IS NULL OR s.institution IN ($4, '{ALL}'))
  UNION SELECT t.institution, NULL FROM promise_touch t WHERE t.organisation = $1 AND ($4::uuid IS NULL OR t.institution = $4)
    AND NOT EXISTS (SELECT FROM promise_summary s WHERE s.organisation = $1 AND s.audience = $3 AND s.institution = t.institution)
) k LEFT JOIN institution i ON i.id = k.institution WHERE i.id IS NOT NULL OR k.institution = '{ALL}' ORDER BY i.name, i.id
"""


Each = list[tuple[UUID, str, Figures]]


async def known(asked: tuple[Any, ...], institution: UUID | None) -> tuple[Figures | None, Each]:
    """The whole, where it is kept and true, and every institution that ever promised something, or the one, by name.

    `asked` are the values of a question as in `facts`, narrowed by nothing but the reader.
    """
    now, organisation, confidential, public = asked[0], asked[1], asked[2], asked[8]
    rows = await fetch(KNOWN, organisation, now, AUDIENCES[confidential, public], institution)
    whole = next((row["facts"] for row in rows if row["id"] == ALL), None)
    rows = [row for row in rows if row["id"] != ALL]
    missing = [row["id"] for row in rows if row["facts"] is None]
    counted = await counts.facts(asked, missing) if missing else {}
    fresh = await asyncio.to_thread(_figures, counted, Days(now), public) if counted else {}
    return figures_of(json.loads(whole)) if whole else None, [
        (row["id"], row["name"], fresh.get(row["id"]) or figures_of(json.loads(row["facts"]))) for row in rows
    ]


def _figures(counted: dict[UUID, Counts], today: Days, public: bool) -> dict[UUID, Figures]:
    return {institution: figures_of(facts_of(known, today, public)) for institution, known in counted.items()}
