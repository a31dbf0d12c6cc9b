"""Adding up what triggers wrote, comparing it with the rows it was counted from, and counting anew."""

from typing import Any

from events_app.database import atomically, execute, fetch, fetch_value

KEYS = "organisation, confidential, public, timezone, kind, value"

# Only what is in several pieces: most sums are as they were the last time.
FOLD = f"""
WITH many AS (SELECT {KEYS} FROM promise_tally GROUP BY {KEYS} HAVING count(*) > 1 OR sum(n) = 0
), gone AS (DELETE FROM promise_tally t USING many m WHERE ({", ".join(f"t.{key}" for key in KEYS.split(", "))})
  = ({", ".join(f"m.{key}" for key in KEYS.split(", "))}) RETURNING t.*)
INSERT INTO promise_tally (id, created_at, {KEYS}, n)
SELECT gen_random_uuid(), now(), {KEYS}, sum(n) FROM gone GROUP BY {KEYS} HAVING sum(n) <> 0
"""
TRUTH = """
SELECT c.organisation, e.confidential, c.visibility = 'public' AS public, e.timezone, f.kind, f.value, count(*) AS n
FROM promise_fact f JOIN commitment c ON c.id = f.commitment AND c.agreed_at IS NOT NULL JOIN event e ON e.id = c.event
GROUP BY 1, 2, 3, 4, 5, 6
"""
KEPT = f"SELECT {KEYS}, sum(n) AS n FROM promise_tally GROUP BY {KEYS} HAVING sum(n) <> 0"
ANEW = f"INSERT INTO promise_tally (id, created_at, {KEYS}, n) SELECT gen_random_uuid(), now(), {KEYS}, n FROM ({TRUTH}) t"
STRAYED = f"""
SELECT {KEYS}, sum(n)::int AS off FROM (SELECT {KEYS}, n FROM ({KEPT}) k
  UNION ALL SELECT {KEYS}, -n FROM ({TRUTH}) t) x
GROUP BY {KEYS} HAVING sum(n) <> 0 ORDER BY {KEYS}
"""
TOUCH_ALL = """
INSERT INTO promise_touch (id, created_at, organisation, institution, part)
SELECT gen_random_uuid(), now(), organisation, institution, promise_part(event) FROM commitment GROUP BY 3, 4, 5
"""


@atomically
async def fold() -> None:
    """Replace the rows of each key by their sum. Of two at once the second has nothing to do."""
    if await fetch_value("SELECT pg_try_advisory_xact_lock(hashtext('promise_tally'))"):
        await execute(FOLD)


@atomically
async def rebuild() -> None:
    """Count everything anew; who changes something meanwhile waits, and is counted after."""
    await execute("SET LOCAL statement_timeout = 0")
    await execute("LOCK TABLE promise_tally IN SHARE ROW EXCLUSIVE MODE")
    await execute("DELETE FROM promise_tally")
    await execute(ANEW)
    await execute(TOUCH_ALL)


async def strayed() -> list[Any]:
    """The keys whose kept sum is not what the rows say, with the difference; one snapshot, so it may be asked any time."""
    return await fetch(STRAYED)
