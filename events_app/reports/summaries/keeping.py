"""Working out what was touched or has run out, and comparing what is kept with the rows."""

import asyncio
import contextlib
import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from events_app import jobs
from events_app.commitments.tallies.keeping import TOUCH_ALL
from events_app.database import atomically, execute, fetch, fetch_one, fetch_value, one_moment
from events_app.reports import of_counts, of_rows
from events_app.reports.counts import keeping as counting
from events_app.reports.counts import queries as counts
from events_app.reports.counts.counts import Counts, Days
from events_app.reports.facts import answered
from events_app.reports.of_facts import facts_of
from events_app.reports.summaries.queries import ALL, AUDIENCES, TRUE

# First the touches go, then the rows are counted: whoever commits in between is counted, and touched still.
TOUCHED = """
WITH gone AS (DELETE FROM promise_touch WHERE organisation = $1 AND institution = ANY($3::uuid[]) RETURNING institution, part)
SELECT DISTINCT institution, part FROM gone
UNION ALL SELECT DISTINCT institution, NULL::int FROM promise_summary
WHERE organisation = $1 AND valid_until <= $2 AND institution = ANY($3::uuid[])
"""
WHOSE = """
SELECT institution FROM promise_touch WHERE organisation = $1
UNION SELECT institution FROM promise_summary WHERE organisation = $1 AND valid_until <= $2
"""
PORTION = 20
"""How many institutions are worked out in one transaction: few, so that who is stopped loses seconds, and who is served
by the same process waits little while their facts are read; the sum of all is written with each."""

LONGEST = 60.0
"""Seconds for which an upgrade keeps people out to work out figures."""

# Where much came in at once the server may believe there is little, and would compare each promise with each.
ANALYZE = "ANALYZE commitment, follow_up_action, event"
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
# One after the other with whoever works something out, who would keep a sum of what is gone.
TURNS = """
SELECT pg_advisory_xact_lock(hashtext('promise_summary'), hashtext(o.id::text)) FROM organisation o ORDER BY o.id
"""
TAKEN = f"""
SELECT s.institution, s.facts FROM promise_summary s WHERE s.organisation = $1 AND s.audience = $3 AND {TRUE}
"""
BEHIND = """
SELECT DISTINCT organisation FROM promise_touch
UNION SELECT organisation FROM promise_summary WHERE valid_until <= $1
"""


async def behind(now: datetime) -> list[UUID]:
    """The organisations in which something is to be worked out."""
    return [row["organisation"] for row in await fetch(BEHIND, now)]


async def catch_up(now: datetime) -> None:
    """Work out what is behind in every organisation; one that makes us stumble is left to the next round."""

    async def work(organisation: UUID) -> int:
        return await refresh(organisation, now)

    await jobs.each("figures", await behind(now), work)


async def refresh(organisation: UUID, now: datetime) -> int:
    """Work out what was touched or has run out. Returns of how many institutions; of two at once the second has nothing to do.

    What is worked out of some institutions stands before the next ones are begun, so whoever is stopped loses little.
    """
    whose = sorted(row["institution"] for row in await fetch(WHOSE, organisation, now))
    if len(whose) > PORTION:
        await execute(ANALYZE)
    done = 0
    for first in range(0, len(whose), PORTION):
        done += await _refresh(organisation, whose[first : first + PORTION], now)
    return done


@atomically
async def _refresh(organisation: UUID, whose: list[UUID], now: datetime) -> int:
    if not await fetch_value(TURN, organisation):
        return 0
    await execute("SET LOCAL statement_timeout = 0")
    rows = await fetch(TOUCHED, organisation, now, whose)
    if changed := sorted((row["institution"], row["part"]) for row in rows if row["part"] is not None):
        await counting.renew(organisation, changed, now)
    touched = sorted({row["institution"] for row in rows} - {ALL})
    if rows:
        await _keep(organisation, touched, now)
    return len(touched)


async def _keep(organisation: UUID, institutions: list[UUID], now: datetime) -> None:
    day = await fetch_one(DAY, organisation, now)
    assert day is not None, "the greatest of nothing is a row, too"
    span = (day["since"] or now, day["until"] or now + timedelta(days=1))
    for (confidential, public), audience in AUDIENCES.items():
        asked = (now, organisation, confidential, None, None, None, "", None, public)
        if institutions:
            known = await counts.facts(asked, institutions)
            facts = await asyncio.to_thread(_told, institutions, known, Days(now), public)
            await execute(KEEP, organisation, now, audience, *span, institutions, facts)
        whole = await _whole(organisation, confidential, public, now)
        await execute(KEEP, organisation, now, audience, *span, [ALL], [whole])


def _told(institutions: list[UUID], known: dict[UUID, Counts], today: Days, public: bool) -> list[str]:
    return [_json(facts_of(known[one], today, public)) for one in institutions]


async def open_soon(now: datetime) -> None:
    """The same before anybody is let in, for a minute at most: what is left is counted from the rows for whoever asks,
    as ever, until the clock's job has followed."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(LONGEST):
            await catch_up(now)


@atomically
async def forget() -> None:
    """Let nothing that is kept be taken for true: it is worked out anew, and counted from the rows until then."""
    await execute("SET LOCAL statement_timeout = 0")  # who works something out may take their time
    await execute(TURNS)
    await execute("DELETE FROM promise_count")
    await execute("DELETE FROM promise_part")
    await execute(TOUCH_ALL)


async def strayed(now: datetime) -> list[tuple[UUID | None, str]]:
    """The institutions and audiences whose kept figures are taken for true and are not what the rows say.

    It may be asked any time: what is kept and what the rows say are of one moment.
    """
    async with one_moment():
        keeping = await fetch("SELECT DISTINCT organisation FROM promise_summary")
        return [one for row in keeping for one in await _strayed(row["organisation"], now)]


async def _strayed(organisation: UUID, now: datetime) -> list[tuple[UUID | None, str]]:
    found: list[tuple[UUID | None, str]] = [
        (one.institution, "counts") for one in await counting.strayed(organisation, now)
    ]
    for (confidential, public), audience in AUDIENCES.items():
        kept = {row["institution"]: row["facts"] for row in await fetch(TAKEN, organisation, now, audience)}
        counted = await _counted(organisation, confidential, public, list(kept), now)
        counted[ALL] = await _whole(organisation, confidential, public, now)
        found += [(one, audience) for one, facts in kept.items() if facts != counted.get(one, "{}")]
    return found


async def _counted(
    organisation: UUID, confidential: bool, public: bool, institutions: list[UUID], now: datetime
) -> dict[UUID, str]:
    asked = (now, organisation, confidential, None, None, None, "", None, public, institutions)
    return {row["institution"]: _json(row) for row in await answered(of_rows.SOME, asked)}


async def _whole(organisation: UUID, confidential: bool, public: bool, now: datetime) -> str:
    asked = (now, organisation, confidential, None, None, None, "", None, public)
    [row] = await answered(of_counts.WHOLE, asked)
    return _json(row)


def _json(row: Any) -> str:
    counts = {name: int(row[name]) for name in of_rows.NAMES if name not in of_rows.MIDDLES and row[name]}
    middles = {name: float(row[name]) for name in of_rows.MIDDLES if row[name] is not None}
    return json.dumps(counts | middles)
