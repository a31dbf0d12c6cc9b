"""Figures from the counts that are kept of a whole organisation (`commitments.tallies`). See `measures`.

A kind that has a day is compared with today, on the day of its event's zone.
"""

from events_app.reports.rates import STATES

AHEAD = "('over', 'over_now', 'early', 'early_now', 'moved_on', 'agreed', 'reported', 'reported_new')"
"""Of these only the days of the last month and those to come matter."""

LATELY = "($1::timestamptz::date - 32) - date '2000-01-01'"
TODAY = "(($1::timestamptz AT TIME ZONE t.timezone)::date - date '2000-01-01')"


def _cells(which: str) -> str:
    return f"""SELECT t.kind, t.value, {TODAY} AS today, sum(t.n)::int AS n FROM promise_tally t
  WHERE t.organisation = $2 AND ($3 OR NOT t.confidential) AND (NOT $9 OR t.public) AND {which} GROUP BY 1, 2, 3"""


NAMED = (
    "promise",
    "unratified",
    *STATES,
    "owed",
    "verdict_accepted",
    "verdict_returned",
    "proved",
    "carried",
    "slip",
)
ALWAYS = (*NAMED, "owed_first", "handed", "handed_first", "on_time", "on_time_now", "late", "turnaround")
PASSED = "kind IN ('verified', 'infeasible', 'cancelled')"
FRESH = "kind = '{0}' AND value > today - 30"
# What is added, and what is taken from it again.
COUNTS = {
    **{name: (f"kind = '{name}'", "false") for name in NAMED},
    "overdue": ("kind = 'owed' AND value < today", "false"),
    "1-7": ("kind = 'owed' AND today - value BETWEEN 1 AND 7", "false"),
    "8-30": ("kind = 'owed' AND today - value BETWEEN 8 AND 30", "false"),
    "31-90": ("kind = 'owed' AND today - value BETWEEN 31 AND 90", "false"),
    ">90": ("kind = 'owed' AND today - value > 90", "false"),
    "passed": (
        f"{PASSED} OR kind IN ('owed_first', 'handed_first') AND value < today",
        "kind = 'over' AND value >= today",
    ),
    "passed_now": (
        f"{PASSED} OR kind IN ('owed', 'handed') AND value < today",
        "kind = 'over_now' AND value >= today",
    ),
    "on_time": ("kind = 'on_time'", "kind = 'early' AND value >= today"),
    "on_time_now": ("kind = 'on_time_now'", "kind = 'early_now' AND value >= today"),
    "late": ("kind = 'late' OR kind = 'owed_first' AND value < today", "false"),
    "stale": ("kind = 'owed'", FRESH.format("moved_on")),
    "asked": ("kind = 'owed'", FRESH.format("agreed")),
    "reported": (FRESH.format("reported"), FRESH.format("reported_new")),
}


def _counted(name: str) -> str:
    more, less = (f"coalesce(sum(n) FILTER (WHERE {said}), 0)" for said in COUNTS[name])
    return f'{more}{"" if COUNTS[name][1] == "false" else f" - {less}"} AS "{name}"'


WHOLE = f"""
WITH cell AS MATERIALIZED (
  {_cells(f"t.kind IN {AHEAD} AND t.value >= {LATELY}")}
  UNION ALL {_cells(f"t.kind IN {ALWAYS}")}
), length AS (
  SELECT kind, days, sum(n) AS n FROM (
    SELECT kind, value AS days, n FROM cell WHERE kind IN ('late', 'slip', 'turnaround')
    UNION ALL SELECT 'late', today - value, n FROM cell WHERE kind = 'owed_first' AND value < today) x
  GROUP BY 1, 2 HAVING sum(n) <> 0
), ranked AS (
  SELECT kind, days, sum(n) OVER (PARTITION BY kind ORDER BY days) AS upto, sum(n) OVER (PARTITION BY kind) AS total FROM length
), middle AS (
  SELECT kind, (min(days) FILTER (WHERE upto >= div(total + 1, 2)) + min(days) FILTER (WHERE upto >= div(total + 2, 2)))::float
    / 2 AS days FROM ranked GROUP BY 1
)
SELECT {", ".join(_counted(name) for name in COUNTS)},
  {", ".join(f"(SELECT days FROM middle WHERE kind = '{one}') AS median_{one}" for one in ("late", "slip", "turnaround"))}
FROM cell
"""
"""The middle of many is the mean of the two middle ones, as `percentile_cont` has it."""

MONTHS = f"""
  SELECT CASE WHEN kind = 'month' THEN value ELSE extract(year FROM day) * 12 + extract(month FROM day) - 1 END::int AS month,
    CASE kind WHEN 'month' THEN 'verified' WHEN 'handed' THEN 'submitted' ELSE
      CASE WHEN value < today THEN 'overdue' ELSE 'owed' END END AS kind, n
  FROM ({_cells("t.kind IN ('month', 'handed', 'owed')")}) c CROSS JOIN LATERAL (SELECT date '2000-01-01' + value AS day) d
"""
