"""Figures counted from the rows themselves: one pass over the actions and one over the verdicts. See `measures`."""

from events_app.commitments.queries import LATE
from events_app.reports.facts import JOINED, ONLY, TODAY, WITHIN
from events_app.reports.rates import STATES

ACTED = f"""
  SELECT a.id, c.institution, a.state, a.due, a.original_due, a.done_on, z.today, a.state IN {LATE} AS owed,
    a.state IN ('verified', 'infeasible', 'cancelled') AS over, a.state NOT IN ('infeasible', 'cancelled') AS wanted,
    CASE WHEN a.state IN {LATE} THEN z.today WHEN a.state = 'submitted' THEN (a.state_since AT TIME ZONE e.timezone)::date
      ELSE a.done_on END - a.original_due AS late,
    CASE WHEN a.state IN {LATE} AND a.due < z.today THEN z.today - a.due END AS age,
    (greatest(a.reported_at, a.state_since) AT TIME ZONE e.timezone)::date <= z.today - 30 AS still,
    (c.agreed_at AT TIME ZONE e.timezone)::date <= z.today - 30 AS asked,
    coalesce((a.reported_at AT TIME ZONE e.timezone)::date > z.today - 30, false) AS reported
  FROM {JOINED} CROSS JOIN LATERAL (SELECT {TODAY} AS today OFFSET 0) z
  WHERE a.organisation = $2 AND a.original_due IS NOT NULL AND a.state <> 'draft' AND {WITHIN} {{only}}
"""
COUNTS = {
    **{state: f"state = '{state}'" for state in STATES},
    "owed": "owed",
    "overdue": "age IS NOT NULL",
    "1-7": "age BETWEEN 1 AND 7",
    "8-30": "age BETWEEN 8 AND 30",
    "31-90": "age BETWEEN 31 AND 90",
    ">90": "age > 90",
    "passed": "original_due < today",
    "on_time": "over AND original_due < today AND done_on <= original_due",
    "passed_now": "due < today",
    "on_time_now": "over AND due < today AND done_on <= due",
    "late": "late > 0",
    "slip": "wanted AND due <> original_due",
    "stale": "owed AND still",
    "asked": "owed AND asked",
    "reported": "owed AND asked AND reported",
}
COUNTED = ", ".join(f'count(*) FILTER (WHERE {said}) AS "{name}"' for name, said in COUNTS.items())


def _median(value: str, among: str) -> str:
    return f"percentile_cont(0.5) WITHIN GROUP (ORDER BY {value}) FILTER (WHERE {among})"


NOBODY = "00000000-0000-0000-0000-000000000000"
MIDDLES = ("median_late", "median_slip", "median_turnaround")
JUDGED = ("verdict_accepted", "verdict_returned", "proved", "median_turnaround")
NAMES = ("promise", "unratified", *COUNTS, *MIDDLES[:2], *JUDGED, "carried")


def _same(other: str) -> str:
    return f"coalesce({other}.institution, '{NOBODY}') = coalesce(p.institution, '{NOBODY}')"


_ROWS = f"""
WITH acted AS MATERIALIZED ({ACTED}), promised AS (
  SELECT {{office}} AS institution, count(*) AS promise,
    count(*) FILTER (WHERE c.ratification = 'pending' AND c.state = 'agreed') AS unratified
  FROM commitment c JOIN event e ON e.id = c.event WHERE $1::timestamptz IS NOT NULL AND {WITHIN} {{only}}
  GROUP BY GROUPING SETS ({{sets}})
), standing AS (
  SELECT {{office}} AS institution, {COUNTED}, {_median("late", "late > 0")} AS median_late,
    {_median("due - original_due", "wanted AND due <> original_due")} AS median_slip
  FROM acted c GROUP BY GROUPING SETS ({{sets}})
), judged AS (
  SELECT {{office}} AS institution, count(*) FILTER (WHERE verdict = 'accepted') AS verdict_accepted,
    count(*) FILTER (WHERE verdict = 'returned') AS verdict_returned, {_median("days", "true")} AS median_turnaround,
    count(*) FILTER (WHERE verdict = 'accepted' AND proved) AS proved
  FROM (SELECT x.institution, v.verdict, EXISTS (SELECT FROM evidence p WHERE p.submission = s.id) AS proved,
      greatest(floor(extract(epoch FROM v.created_at - s.created_at) / 86400), 0)::int AS days
    FROM acted x JOIN submission s ON s.action = x.id JOIN verification v ON v.submission = s.id) c
  GROUP BY GROUPING SETS ({{sets}})
), reviewed AS (
  SELECT {{office}} AS institution, count(*) AS carried
  FROM (SELECT x.institution FROM acted x JOIN meeting_review m ON m.action = x.id) c GROUP BY GROUPING SETS ({{sets}})
)
SELECT p.institution, i.name, {", ".join(f'"{name}"' for name in NAMES)} FROM promised p
LEFT JOIN standing s ON {_same("s")} LEFT JOIN judged j ON {_same("j")} LEFT JOIN reviewed r ON {_same("r")}
LEFT JOIN institution i ON i.id = p.institution ORDER BY p.institution IS NOT NULL, i.name, p.institution
"""

WHOLE = _ROWS.format(office="NULL::uuid", sets="()", only="")
EACH = _ROWS.format(office="c.institution", sets="(c.institution), ()", only="")
"""The whole, without an institution, and each institution. `percentile_cont` takes the mean of the two in the middle."""

SOME = _ROWS.format(office="c.institution", sets="(c.institution)", only=ONLY)
"""The same of some institutions, each alone."""

MONTHS = f"""
  SELECT (extract(year FROM a.due) * 12 + extract(month FROM a.due) - 1)::int AS month, 1 AS n,
    CASE WHEN a.state IN ('verified', 'submitted') THEN a.state::text WHEN a.due < {TODAY} THEN 'overdue' ELSE 'owed' END AS kind
  FROM {JOINED} WHERE a.organisation = $2 AND a.original_due IS NOT NULL
    AND a.state NOT IN ('draft', 'infeasible', 'cancelled') AND {WITHIN}
"""
