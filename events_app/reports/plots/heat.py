"""Who has how much to do in which month: what is not finished yet, by institution and due month."""

from datetime import date
from typing import Any

from events_app.formats import date_short, month_text, number
from events_app.i18n import gettext as _
from events_app.reports.facts import answered
from events_app.reports.plots.drawing import grids
from events_app.reports.plots.plot import Column, Plot
from events_app.reports.plots.scope import PROMISED, Scope

MOST = 15
FIRST, LAST = -3, 8
"""Months from the present one; the first and the last slot hold everything before and after."""

SLOTS = range(FIRST, LAST + 1)
MONTHS = "(date_part('year', {0}) * 12 + date_part('month', {0}))::int"

HEAT = f"""{PROMISED}, cells AS (
  SELECT institution, least(greatest({MONTHS.format("due")} - {MONTHS.format("today")}, {FIRST}), {LAST}) AS slot,
    count(*) AS n, max(today) AS today
  FROM promised WHERE NOT gone AND state <> 'verified' GROUP BY 1, 2
), ranked AS (
  SELECT *, dense_rank() OVER (ORDER BY total DESC, institution) AS place
  FROM (SELECT *, sum(n) OVER (PARTITION BY institution) AS total FROM cells) t
), told AS (
  SELECT least(place, {MOST + 1}) AS place, slot, (array_agg(institution))[1] AS institution, sum(n) AS n,
    max(today) AS today FROM ranked GROUP BY 1, 2
)
SELECT told.*, i.name, (SELECT max(place) FROM ranked) AS institutions
FROM told JOIN institution i ON i.id = told.institution ORDER BY place, slot
"""


async def heat(scope: Scope) -> Plot:
    """The map; beyond the busiest institutions the others are one row."""
    rows = await answered(HEAT, scope.asked)
    table = _table(rows)
    heads = _heads(max(row["today"] for row in rows)) if rows else []
    total = sum(sum(counts) for _name, counts in table)
    return Plot(
        name="heat-map",
        title=_("What falls due when, by institution"),
        says=_says(rows, total),
        n=total,
        columns=[
            Column("institution", _("Institution"), "text"),
            *_columns(heads),
            Column("total", _("Number")),
        ],
        rows=[[name, *counts, sum(counts)] for name, counts in table],
        notes=_notes(rows),
        picture=grids.cells([short for _key, _long, short in heads], table) if rows else None,
    )


def _table(rows: list[Any]) -> list[tuple[str, list[int]]]:
    found: dict[int, tuple[str, list[int]]] = {}
    for row in rows:
        others = _("Others (%(n)s)", n=number(row["institutions"] - MOST))
        name = others if row["place"] > MOST else row["name"]
        found.setdefault(row["place"], (name, [0] * len(SLOTS)))[1][row["slot"] - FIRST] = int(row["n"])
    return list(found.values())


def _says(rows: list[Any], total: int) -> str:
    now = sum(int(row["n"]) for row in rows if row["slot"] == 0)
    past = sum(int(row["n"]) for row in rows if row["slot"] < 0)
    return _(
        "Of %(n)s follow-up actions that are not finished, %(now)s fall due this month and %(past)s were due before it.",
        n=number(total),
        now=number(now),
        past=number(past),
    )


def _columns(heads: list[tuple[str, str, str]]) -> list[Column]:
    return [Column(key, long) for key, long, _short in heads]


def _heads(today: date) -> list[tuple[str, str, str]]:
    """Key, whole name and short name of each slot."""
    here = today.year * 12 + today.month - 1
    heads = []
    for slot in SLOTS:
        month = date((here + slot) // 12, (here + slot) % 12 + 1, 1)
        short = date_short(month).split()[1]
        if slot == FIRST:
            heads.append(("earlier", _("Up to %(month)s", month=month_text(month)), f"≤{short}"))
        elif slot == LAST:
            heads.append(("later", _("From %(month)s on", month=month_text(month)), f"≥{short}"))
        else:
            heads.append((f"{month:%Y-%m}", month_text(month), short))
    return heads


def _notes(rows: list[Any]) -> list[str]:
    notes = [_("The first and the last column hold all that is due before or after. Deeper means more.")]
    if rows and rows[0]["institutions"] > MOST:
        notes.append(
            _("The %(n)s with the most to do stand by themselves, all others together.", n=number(MOST))
        )
    return notes if rows else []
