"""Figures from the counts that are kept of a whole organisation (`commitments.tallies`). See `measures`.

A kind that has a day is compared with today, on the day of its event's zone.
"""

from events_app.reports.rates import AGES, STATES

# What is told of both due dates stands once without a word behind it where they are the same.
AHEAD = (
    *("over", "over_first", "over_now", "early", "early_first", "early_now"),
    *("moved_on", "agreed", "reported", "reported_new"),
)
"""Of these only the days of the last month and those to come matter."""

LATELY = "($1::timestamptz::date - 32) - date '2000-01-01'"
# What day it is in each zone is asked once: what is counted in a zone that no event has any longer adds up to nothing.
ZONES = """zone AS MATERIALIZED (
  SELECT z.timezone, ($1::timestamptz AT TIME ZONE z.timezone)::date - date '2000-01-01' AS today
  FROM (SELECT DISTINCT timezone FROM event WHERE organisation = $2) z
)"""


def _cells(which: str) -> str:
    return f"""SELECT t.kind, t.value, z.today, sum(t.n)::int AS n FROM promise_tally t JOIN zone z ON z.timezone = t.timezone
  WHERE t.organisation = $2 AND ($3 OR NOT t.confidential) AND (NOT $9 OR t.public) AND {which} GROUP BY 1, 2, 3"""


NAMED = (
    *("promise", "unratified", *STATES, "owed", "carried", "slip"),
    *("verdict_accepted", "verdict_returned", "proved"),
)
ON_TIME = ("on_time", "on_time_first", "on_time_now")
ALWAYS = (*NAMED, *ON_TIME, "owed_first", "handed", "handed_first", "late", "turnaround")
OVER = ("verified", "infeasible", "cancelled")
SPANS = {
    "whole": "true",
    "past": "value < today",
    "ahead": "value >= today",
    "lately": "value > today - 30",
    "1-7": "today - value BETWEEN 1 AND 7",
    "8-30": "today - value BETWEEN 8 AND 30",
    "31-90": "today - value BETWEEN 31 AND 90",
    ">90": "today - value > 90",
}
# Of which kinds which span is added up, and what is taken from it again.
Part = tuple[tuple[str, ...], str]
SUMS: dict[str, tuple[list[Part], list[Part]]] = {
    **{name: ([((name,), "whole")], []) for name in NAMED},
    **{age: ([(("owed",), age)], []) for age in AGES},
    "overdue": ([(("owed",), "past")], []),
    "passed": (
        [(OVER, "whole"), (("owed_first", "handed_first"), "past")],
        [(("over", "over_first"), "ahead")],
    ),
    "passed_now": ([(OVER, "whole"), (("owed", "handed"), "past")], [(("over", "over_now"), "ahead")]),
    "on_time": ([(ON_TIME[:2], "whole")], [(("early", "early_first"), "ahead")]),
    "on_time_now": ([(("on_time", "on_time_now"), "whole")], [(("early", "early_now"), "ahead")]),
    "late": ([(("late",), "whole"), (("owed_first",), "past")], []),
    "stale": ([(("owed",), "whole")], [(("moved_on",), "lately")]),
    "asked": ([(("owed",), "whole")], [(("agreed",), "lately")]),
    "reported": ([(("reported",), "lately")], [(("reported_new",), "lately")]),
}


def _part(part: Part) -> str:
    kinds, span = part
    among = ", ".join(f"'{kind}'" for kind in kinds)
    return f'coalesce(sum("{span}") FILTER (WHERE kind IN ({among})), 0)'


def _sum(name: str) -> str:
    more, less = SUMS[name]
    return f'{" + ".join(map(_part, more))}{"".join(f" - {_part(one)}" for one in less)} AS "{name}"'


WHOLE = f"""
WITH {ZONES}, cell AS MATERIALIZED (
  {_cells(f"t.kind IN {AHEAD} AND t.value >= {LATELY}")}
  UNION ALL {_cells(f"t.kind IN {ALWAYS}")}
), known AS (
  SELECT kind, {", ".join(f'sum(n) FILTER (WHERE {said}) AS "{span}"' for span, said in SPANS.items())} FROM cell GROUP BY 1
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
SELECT {", ".join(map(_sum, SUMS))},
  {", ".join(f"(SELECT days FROM middle WHERE kind = '{one}') AS median_{one}" for one in ("late", "slip", "turnaround"))}
FROM known
"""
"""The middle of many is the mean of the two middle ones, as `percentile_cont` has it."""

MONTHS = f"""
  WITH {ZONES} SELECT m.month::int AS month, n, CASE kind WHEN 'month' THEN 'verified' WHEN 'handed' THEN 'submitted'
    ELSE CASE WHEN value < today THEN 'overdue' ELSE 'owed' END END AS kind
  FROM ({_cells("t.kind IN ('month', 'handed', 'owed')")}) c CROSS JOIN LATERAL (SELECT date '2000-01-01' + value AS day) d
  CROSS JOIN LATERAL (SELECT CASE WHEN kind = 'month' THEN value
    ELSE extract(year FROM day) * 12 + extract(month FROM day) - 1 END AS month) m
"""
