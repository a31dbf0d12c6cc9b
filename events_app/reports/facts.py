"""The SQL of the figures: facts with their number, added up. What each means is said in `measures`.

$1 is the moment, $2 the organisation, $3 whether confidential events count, $4 and $5 the days, $6 the institution,
$7 the theme, $8 the event, $9 whether only what is public counts.
"""

import re
from collections.abc import Sequence
from typing import Any

from events_app.commitments.queries import LATE

WITHIN = """
c.organisation = $2 AND c.agreed_at IS NOT NULL AND ($3 OR NOT e.confidential)
AND ($4::date IS NULL OR (coalesce(e.starts_at, c.created_at) AT TIME ZONE e.timezone)::date >= $4)
AND ($5::date IS NULL OR (coalesce(e.starts_at, c.created_at) AT TIME ZONE e.timezone)::date <= $5)
AND ($6::uuid IS NULL OR c.institution = $6) AND ($7 = '' OR lower(c.theme) = lower($7))
AND ($8::uuid IS NULL OR c.event = $8) AND (NOT $9 OR c.visibility = 'public')
"""
TODAY = "($1::timestamptz AT TIME ZONE e.timezone)::date"
JOINED = "follow_up_action a JOIN commitment c ON c.id = a.commitment JOIN event e ON e.id = c.event"
TALLIED = """
  SELECT t.institution, t.kind, t.value, t.n FROM promise_tally t
  WHERE t.organisation = $2 AND ($3 OR NOT t.confidential) AND (NOT $9 OR t.public) AND t.kind <> 'month'
    AND ($6::uuid IS NULL OR t.institution = $6)
"""
COUNTED = f"""
  SELECT p.institution, f.kind, f.value, 1 AS n
  FROM (SELECT c.id, c.institution FROM commitment c JOIN event e ON e.id = c.event WHERE {WITHIN} OFFSET 0) p
  CROSS JOIN LATERAL (SELECT x.kind, x.value FROM promise_fact x WHERE x.commitment = p.id OFFSET 0) f
  WHERE f.kind <> 'month'
"""
"""Promise by promise, by index: OFFSET 0 keeps the planner from joining whole tables for a few of them."""

TALLIED_MONTHS = """
  SELECT t.value, t.n FROM promise_tally t
  WHERE t.organisation = $2 AND ($3 OR NOT t.confidential) AND (NOT $9 OR t.public) AND t.kind = 'month'
"""
COUNTED_MONTHS = f"""
  SELECT (extract(year FROM a.due) * 12 + extract(month FROM a.due) - 1)::int AS value, 1 AS n
  FROM {JOINED} WHERE a.state = 'verified' AND a.original_due IS NOT NULL AND {WITHIN}
"""
LIVE = f"""
  SELECT c.institution, a.state, a.due, a.original_due, z.today, a.state IN {LATE} AS owed,
    CASE WHEN a.state = 'submitted' THEN (a.state_since AT TIME ZONE e.timezone)::date ELSE z.today END
      - a.original_due AS days_late,
    CASE WHEN a.state IN {LATE} AND a.due < z.today THEN z.today - a.due END AS age,
    greatest(a.reported_at, a.state_since) <= $1::timestamptz - interval '30 days' AS still,
    c.agreed_at <= $1::timestamptz - interval '30 days' AS asked,
    coalesce(a.reported_at > $1::timestamptz - interval '30 days', false) AS reported
  FROM {JOINED} CROSS JOIN LATERAL (SELECT {TODAY} AS today OFFSET 0) z
  WHERE a.organisation = $2 AND a.state IN ('open', 'in_progress', 'submitted', 'returned')
    AND a.original_due IS NOT NULL AND {WITHIN}
"""
AHEAD = f"""
  SELECT c.institution, a.due >= {TODAY} AS now, a.original_due >= {TODAY} AS first, a.due, a.original_due, a.done_on
  FROM {JOINED} WHERE a.organisation = $2 AND a.state IN ('verified', 'infeasible', 'cancelled')
    AND a.original_due IS NOT NULL AND greatest(a.due, a.original_due) >= $1::timestamptz::date - 1 AND {WITHIN}
"""
"""What was over before it was due: on time, perhaps, but not yet of those whose date has passed."""

FACTS = f"""
WITH live AS MATERIALIZED ({LIVE}), ahead AS MATERIALIZED ({AHEAD}), fact AS MATERIALIZED (
  {{kept}}
  UNION ALL SELECT l.institution, f.kind, f.value, 1 FROM live l CROSS JOIN LATERAL (VALUES (l.state::text, 0),
    (CASE WHEN l.owed THEN 'owed' END, 0), (CASE WHEN l.age IS NOT NULL THEN 'overdue' END, 0),
    (CASE WHEN l.age > 90 THEN '>90' WHEN l.age > 30 THEN '31-90' WHEN l.age > 7 THEN '8-30' WHEN l.age > 0 THEN '1-7' END, 0),
    (CASE WHEN l.original_due < l.today THEN 'passed' END, 0), (CASE WHEN l.due < l.today THEN 'passed_now' END, 0),
    (CASE WHEN l.days_late > 0 THEN 'late' END, l.days_late),
    (CASE WHEN l.due <> l.original_due THEN 'slip' END, l.due - l.original_due),
    (CASE WHEN l.owed AND l.still THEN 'stale' END, 0), (CASE WHEN l.owed AND l.asked THEN 'asked' END, 0),
    (CASE WHEN l.owed AND l.asked AND l.reported THEN 'reported' END, 0)) f(kind, value) WHERE f.kind IS NOT NULL
  UNION ALL SELECT h.institution, f.kind, 0, 1 FROM ahead h CROSS JOIN LATERAL (VALUES
    (CASE WHEN h.first THEN 'ahead' END), (CASE WHEN h.now THEN 'ahead_now' END),
    (CASE WHEN h.first AND h.done_on <= h.original_due THEN 'early' END),
    (CASE WHEN h.now AND h.done_on <= h.due THEN 'early_now' END)) f(kind) WHERE f.kind IS NOT NULL
  UNION ALL SELECT c.institution, 'unratified', 0, 1 FROM commitment c JOIN event e ON e.id = c.event
  WHERE c.ratification = 'pending' AND c.state = 'agreed' AND {WITHIN}
)
"""
FIGURES = f"""{FACTS}, summed AS MATERIALIZED (
  SELECT institution, kind, value, sum(n)::int AS n, grouping(institution) = 1 AS whole
  FROM (SELECT {{office}} AS institution, kind, value, n FROM fact) fact
  GROUP BY GROUPING SETS ((institution, kind, value), (kind, value)) HAVING sum(n) <> 0
), ranked AS (
  SELECT whole, institution, kind, value, sum(n) OVER line AS upto, sum(n) OVER (PARTITION BY whole, institution, kind) AS total
  FROM summed WHERE kind IN ('late', 'slip', 'turnaround') WINDOW line AS (PARTITION BY whole, institution, kind ORDER BY value)
), said AS (
  SELECT whole, institution, kind, sum(n)::float AS n FROM summed GROUP BY 1, 2, 3
  UNION ALL SELECT whole, institution, 'median_' || kind, (min(value) FILTER (WHERE upto >= div(total + 1, 2))
    + min(value) FILTER (WHERE upto >= div(total + 2, 2))) / 2.0 FROM ranked GROUP BY 1, 2, 3
)
SELECT s.whole, s.institution, i.name, array_agg(s.kind) AS kinds, array_agg(s.n) AS counts
FROM said s LEFT JOIN institution i ON i.id = s.institution GROUP BY 1, 2, 3 ORDER BY i.name NULLS FIRST, 2
"""
"""The middle of many is the mean of the two middle ones, as `percentile_cont` has it."""

STANDINGS = ("verified", "submitted", "owed", "overdue")
MONTHS = f"""
WITH live AS MATERIALIZED ({LIVE}), kept AS ({{kept}}), one AS (
  SELECT value AS month, 'verified' AS kind, n FROM kept
  UNION ALL SELECT (extract(year FROM due) * 12 + extract(month FROM due) - 1)::int,
    CASE WHEN state = 'submitted' THEN 'submitted' WHEN age IS NULL THEN 'owed' ELSE 'overdue' END, 1 FROM live
)
SELECT make_date(month / 12, month % 12 + 1, 1) AS month,
  {", ".join(f"coalesce(sum(n) FILTER (WHERE kind = '{one}'), 0)::int AS {one}" for one in STANDINGS)}
FROM one GROUP BY one.month HAVING sum(n) <> 0 ORDER BY 1 DESC LIMIT 24
"""

# A plan for any reader and any filter guesses that few rows are left and walks them one by one. So a condition that asks
# for nothing is left out, and what is yes or no is written down.
NUMBERED = re.compile(r"\$(\d+)")
SHARPER = (
    (3, True, re.compile(r"\(\$3 OR NOT (?:e|t)\.confidential\)"), "true"),
    (3, False, re.compile(r"\(\$3 OR (NOT (?:e|t)\.confidential)\)"), r"\1"),
    (4, None, re.compile(r"AND \(\$4::date IS NULL OR .*?>= \$4\)"), ""),
    (5, None, re.compile(r"AND \(\$5::date IS NULL OR .*?<= \$5\)"), ""),
    (6, None, re.compile(r"AND \(\$6::uuid IS NULL OR (?:c|t)\.institution = \$6\)"), ""),
    (7, "", re.compile(r"AND \(\$7 = '' OR lower\(c\.theme\) = lower\(\$7\)\)"), ""),
    (8, None, re.compile(r"AND \(\$8::uuid IS NULL OR c\.event = \$8\)"), ""),
    (9, False, re.compile(r"AND \(NOT \$9 OR (?:c\.visibility = 'public'|t\.public)\)"), ""),
)


def spelled(sql: str, values: Sequence[Any]) -> tuple[str, list[Any]]:
    """The same question with only what is really asked, and its values in their new order."""
    for number, value, pattern, instead in SHARPER:
        if values[number - 1] == value and type(values[number - 1]) is type(value):
            sql = pattern.sub(instead, sql)
    used = sorted({int(one) for one in NUMBERED.findall(sql)})
    places = {number: place for place, number in enumerate(used, 1)}
    return NUMBERED.sub(lambda one: f"${places[int(one[1])]}", sql), [values[number - 1] for number in used]
