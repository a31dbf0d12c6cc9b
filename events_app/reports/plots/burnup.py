"""What was to be done by when, as first promised and as it stands now, against what has been verified."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Any

from events_app.formats import date_text, month_text, number
from events_app.i18n import gettext as _
from events_app.reports.facts import answered
from events_app.reports.plots.drawing import lines
from events_app.reports.plots.plot import Column, Key, Picture, Plot, small, told
from events_app.reports.plots.scope import PROMISED, Scope

BEFORE, AHEAD = 24, 12
"""Months shown before and after the present one, as far as there is anything."""

LINES = ("planned", "current", "verified")

# By the day, and those of the same days together first: three lines of as many rows as there are actions cost most of it.
BURNUP = f"""{PROMISED}, alike AS (
  SELECT original_due, due, done_on, today, state = 'verified' AS verified, count(*) AS n FROM promised
  WHERE NOT gone GROUP BY 1, 2, 3, 4, 5
)
SELECT line, day, sum(n)::int AS n, max(today) AS today,
  coalesce(sum(n) FILTER (WHERE line = 'planned' AND day <= today), 0)::int AS due,
  coalesce(sum(n) FILTER (WHERE line = 'planned' AND day <= today AND verified), 0)::int AS done
FROM alike CROSS JOIN LATERAL (
  VALUES ('planned', original_due), ('current', due), ('verified', done_on)) AS l (line, day)
WHERE day IS NOT NULL GROUP BY 1, 2 ORDER BY 2
"""


@dataclass(frozen=True)
class Course:
    """Months, and for each line how many there were by the end of each; the verified end with the present month."""

    months: list[date]
    sums: dict[str, list[int]]
    today: date
    later: int


async def burn_up(scope: Scope) -> Plot:
    """The three lines."""
    rows = await answered(BURNUP, scope.asked)
    due, done = sum(row["due"] for row in rows), sum(row["done"] for row in rows)
    n = sum(row["n"] for row in rows if row["line"] == "planned")
    known = course(rows) if rows else None
    says = _(
        "Of %(due)s follow-up actions that were first to be done by today, %(done)s are verified%(share)s.",
        due=number(due),
        done=number(done),
        share=told(done, due),
    )
    return Plot(
        name="burn-up",
        title=_("Verified against the plan"),
        says=says,
        n=n,
        columns=[Column("month", _("Month"), "text"), *(Column(key, word) for key, word in _words().items())],
        rows=_table(known) if known else [],
        notes=[*(_notes(known) if known else []), *small(due)],
        picture=_drawn(known) if known else None,
    )


def course(rows: list[Any]) -> Course:
    """What there was by the end of each month of the window; what lies before it counts from its first month on."""
    today = max(row["today"] for row in rows)
    now = _index(today)
    found = [_index(row["day"]) for row in rows]
    first, last = max(min(*found, now), now - BEFORE), min(max(*found, now), now + AHEAD)
    months = [_month(index) for index in range(first, last + 1)]
    sums = {line: _sums(rows, line, first, now if line == "verified" else last) for line in LINES}
    later = sum(row["n"] for row in rows if row["line"] == "current" and _index(row["day"]) > last)
    return Course(months, sums, today, later)


def _sums(rows: list[Any], line: str, first: int, last: int) -> list[int]:
    months: Counter[int] = Counter()
    for row in rows:
        if row["line"] == line:
            months[max(_index(row["day"]), first)] += row["n"]
    return list(accumulate(months[month] for month in range(first, last + 1)))


def _index(day: date) -> int:
    return day.year * 12 + day.month - 1


def _month(index: int) -> date:
    return date(index // 12, index % 12 + 1, 1)


def _words() -> dict[str, str]:
    return {
        "planned": _("Due as first promised"),
        "current": _("Due as it stands now"),
        "verified": _("Completed"),
    }


def _table(known: Course) -> list[list[Any]]:
    return [
        [f"{month:%Y-%m}", *(known.sums[line][i] if i < len(known.sums[line]) else None for line in LINES)]
        for i, month in enumerate(known.months)
    ]


def _notes(known: Course) -> list[str]:
    told_ = [
        _("Counted up to the end of each month; cancelled and infeasible ones are left out."),
        _("The verified ones are told up to %(day)s.", day=date_text(known.today)),
    ]
    if known.later:
        told_.append(_("%(n)s fall due after the months shown.", n=number(known.later)))
    return told_


def _drawn(known: Course) -> Picture:
    words = _words()
    looks = {"planned": ("s-calm", "dashed"), "current": ("s-info", "dotted"), "verified": ("s-ok", "thick")}
    drawn = [(Key(words[line], *looks[line], shape="line"), known.sums[line]) for line in LINES]
    here = known.months.index(known.today.replace(day=1)) / max(len(known.months) - 1, 1)
    return lines.over_time([month_text(month) for month in known.months], drawn, here, _("Today"))
