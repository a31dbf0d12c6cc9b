"""Working out what was touched or has run out, and comparing what is kept with the rows."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from events_app.database import atomically, execute, fetch, fetch_one, fetch_value
from events_app.reports import of_rows
from events_app.reports.facts import answered
from events_app.reports.summaries.queries import AUDIENCES, TRUE

# First the touches go, then the rows are counted: whoever commits in between is counted, and touched still.
TOUCHED = """
WITH gone AS (DELETE FROM promise_touch WHERE organisation = $1 RETURNING institution)
SELECT institution FROM gone UNION SELECT institution FROM promise_summary WHERE organisation = $1 AND valid_until <= $2
"""
DAY = """
SELECT max(($2::timestamptz AT TIME ZONE z.timezone)::date::timestamp AT TIME ZONE z.timezone) AS since,
  min((($2::timestamptz AT TIME ZONE z.timezone)::date + 1)::timestamp AT TIME ZONE z.timezone) AS until
FROM (SELECT DISTINCT timezone FROM event WHERE organisation = $1) z
"""
KEEP = """
INSERT INTO promise_summary (id, organisation, created_at, institution, audience, facts, valid_from, valid_until)
SELECT gen_random_uuid(), $1, $2, x.institution, $3, x.facts, $4, $5 FROM unnest($6::uuid[], $7::text[]) x(institution, facts)
ON CONFLICT (organisation, audience, institution)
DO UPDATE SET facts = excluded.facts, valid_from = excluded.valid_from, valid_until = excluded.valid_until
"""
TURN = "SELECT pg_try_advisory_xact_lock(hashtext('promise_summary'), hashtext($1::uuid::text))"
BEHIND = """
SELECT DISTINCT organisation FROM promise_touch
UNION SELECT organisation FROM promise_summary WHERE valid_until <= $1
"""


async def behind(now: datetime) -> list[UUID]:
    """The organisations in which something is to be worked out."""
    return [row["organisation"] for row in await fetch(BEHIND, now)]


@atomically
async def refresh(organisation: UUID, now: datetime) -> int:
    """Work out what was touched or has run out. Returns of how many institutions; of two at once the second has nothing to do."""
    if not await fetch_value(TURN, organisation):
        return 0
    await execute("SET LOCAL statement_timeout = 0")
    touched = [row["institution"] for row in await fetch(TOUCHED, organisation, now)]
    if touched:
        day = await fetch_one(DAY, organisation, now)
        assert day is not None, "the greatest of nothing is a row, too"
        span = (day["since"] or now, day["until"] or now + timedelta(days=1))
        for (confidential, public), audience in AUDIENCES.items():
            counted = await _counted(organisation, confidential, public, touched, now)
            facts = [counted.get(one, "{}") for one in touched]
            await execute(KEEP, organisation, now, audience, *span, touched, facts)
    return len(touched)


async def strayed(now: datetime) -> list[tuple[UUID, str]]:
    """The institutions and audiences whose kept figures are taken for true and are not what the rows say."""
    found = []
    for organisation in [
        row["organisation"] for row in await fetch("SELECT DISTINCT organisation FROM promise_summary")
    ]:
        for (confidential, public), audience in AUDIENCES.items():
            sql = f"""SELECT s.institution, s.facts FROM promise_summary s
              WHERE s.organisation = $1 AND s.audience = $3 AND {TRUE}"""
            kept = {row["institution"]: row["facts"] for row in await fetch(sql, organisation, now, audience)}
            counted = await _counted(organisation, confidential, public, list(kept), now)
            found += [(one, audience) for one, facts in kept.items() if facts != counted.get(one, "{}")]
    return found


async def _counted(
    organisation: UUID, confidential: bool, public: bool, institutions: list[UUID], now: datetime
) -> dict[UUID, str]:
    asked = (now, organisation, confidential, None, None, None, "", None, public, institutions)
    return {row["institution"]: _json(row) for row in await answered(of_rows.SOME, asked)}


def _json(row: Any) -> str:
    known = {name: row[name] for name in of_rows.NAMES}
    return json.dumps(
        {name: n for name, n in known.items() if n or (name.startswith("median_") and n is not None)}
    )
