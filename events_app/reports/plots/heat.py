"""Who has how much to do in which month: what is not finished yet, by institution and due month."""

from collections import defaultdict
from datetime import date

from events_app.formats import date_short, month_text, number
from events_app.i18n import gettext as _
from events_app.reports.counts import Counts
from events_app.reports.counts.counts import first_of, month
from events_app.reports.plots.drawing import grids
from events_app.reports.plots.plot import Column, Plot
from events_app.reports.plots.scope import Scope, named

MOST = 15
FIRST, LAST = -3, 8
"""Months from the present one; the first and the last slot hold everything before and after."""

SLOTS = range(FIRST, LAST + 1)
KINDS = ("unfinished",)
"""What is counted for it."""

Row = tuple[str, list[int]]


async def heat(scope: Scope, counts: Counts) -> Plot:
    """The map; beyond the busiest institutions the others are one row."""
    table = await _table(_cells(scope, counts))
    heads = (
        _heads(max(scope.today[zone] for (_o, zone, _m), _n in counts.of("unfinished", 3))) if table else []
    )
    total = sum(sum(cells) for _name, cells in table)
    return Plot(
        name="heat-map",
        title=_("What falls due when, by institution"),
        says=_says(table, total),
        n=total,
        columns=[
            Column("institution", _("Institution"), "text"),
            *_columns(heads),
            Column("total", _("Number")),
        ],
        rows=[[name, *cells, sum(cells)] for name, cells in table],
        notes=_notes(table),
        picture=grids.cells([short for _key, _long, short in heads], table) if table else None,
    )


def _cells(scope: Scope, counts: Counts) -> list[Row]:
    """The slots of each institution by its id, the busiest first."""
    found: dict[str, list[int]] = defaultdict(lambda: [0] * len(SLOTS))
    today = scope.today
    for (institution, zone, index), n in counts.of("unfinished", 3):
        slot = min(max(int(index) - month(today[zone]), FIRST), LAST)
        found[institution][slot - FIRST] += n
    return sorted(found.items(), key=lambda row: (-sum(row[1]), row[0]))


async def _table(cells: list[Row]) -> list[Row]:
    busiest, others = cells[:MOST], cells[MOST:]
    names = await named([institution for institution, _slots in busiest])
    table = [(names[institution], slots) for institution, slots in busiest]
    if not others:
        return table
    sums = [sum(slots) for slots in zip(*(slots for _id, slots in others), strict=True)]
    return [*table, (_("Others (%(n)s)", n=number(len(others))), sums)]


def _says(table: list[Row], total: int) -> str:
    now = sum(slots[-FIRST] for _name, slots in table)
    past = sum(sum(slots[:-FIRST]) for _name, slots in table)
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
    here = month(today)
    heads = []
    for slot in SLOTS:
        start = first_of(here + slot)
        short = date_short(start).split()[1]
        if slot == FIRST:
            heads.append(("earlier", _("Up to %(month)s", month=month_text(start)), f"≤{short}"))
        elif slot == LAST:
            heads.append(("later", _("From %(month)s on", month=month_text(start)), f"≥{short}"))
        else:
            heads.append((f"{start:%Y-%m}", month_text(start), short))
    return heads


def _notes(table: list[Row]) -> list[str]:
    notes = [_("The first and the last column hold all that is due before or after. Deeper means more.")]
    if len(table) > MOST:
        notes.append(
            _("The %(n)s with the most to do stand by themselves, all others together.", n=number(MOST))
        )
    return notes if table else []
