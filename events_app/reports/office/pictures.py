"""The plots of the report that a mayor reads: drawn as lines and letters in the PDF, as pictures in a Word file, as sheets."""

import re
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.formats import number, percent
from events_app.i18n import gettext as _
from events_app.reports.activity.blocks import Block
from events_app.reports.office.forms import OfficePaperIn
from events_app.reports.plots import making
from events_app.reports.plots.drawing import bars
from events_app.reports.plots.plot import Column, Key, Plot, small, told
from events_app.reports.plots.standalone import file_of
from events_app.reports.plots.standings import MOST
from events_app.reports.rates import Figures, Rate

DRAWN = ("status-by-institution", "heat-map", "burn-up")
FONT = "Noto Sans"
"""The one that papers are set in."""
UP_TO, FROM = re.compile(">≤([^<]*)<"), re.compile(">≥([^<]*)<")
"""Signs that the printer's font lacks."""

Office = tuple[UUID, str, Figures]


async def of(
    actor: Actor, wish: OfficePaperIn, now: datetime, whole: Figures, offices: Sequence[Office]
) -> list[Block]:
    """How things stand by institution, what falls due when, the plan, and who keeps their days."""
    plots = [*await making.of(actor, wish, now, DRAWN), punctuality(whole, offices)]
    return [drawn(plot) for plot in plots if plot.picture is not None]


def drawn(plot: Plot) -> Block:
    """A plot as papers set it; `headers` and `rows` are its table."""
    picture = file_of(plot).replace("sans-serif", FONT)
    picture = FROM.sub(r">\1–<", UP_TO.sub(r">–\1<", picture))
    alt = " ".join([f"{plot.title}. {plot.says} n = {number(plot.n)}.", *plot.notes])
    return {
        "kind": "plot",
        "title": plot.title,
        "svg": picture,
        "alt": alt,
        "notes": list(plot.notes),
        "headers": plot.headings,
        "values": [list(row) for row in plot.rows],
    }


def punctuality(whole: Figures, offices: Sequence[Office]) -> Plot:
    """Who kept the days that were first promised; a share of few is left out, and how many were is said."""
    rate = whole.punctuality
    known = [(name, one.punctuality) for _id, name, one in offices if one.punctuality.n]
    shown = sorted(((name, one, one.value) for name, one in known if one.value is not None), key=_best_first)
    keys = [Key(_("On time"), "c-ok"), Key(_("Not on time"), "c-bad", "rising")]
    bars_of = [
        (name, f"{percent(value)} (n = {number(one.n)})", (round(100 * value), 100 - round(100 * value)))
        for name, one, value in shown[:MOST]
    ]
    says = _(
        "Of %(n)s follow-up actions whose first day has passed, %(hits)s were done by then%(share)s.",
        n=number(rate.n),
        hits=number(rate.hits),
        share=told(rate.hits, rate.n),
    )
    return Plot(
        name="on-time",
        title=_("Kept on time, by institution"),
        says=says,
        n=rate.n,
        columns=[
            Column("name", _("Institution"), "text"),
            Column("on_time", _("On time")),
            Column("number", _("Number")),
        ],
        rows=[[name, one.hits, one.n] for name, one in known],
        notes=small(*(one.n for _name, one in known)),
        picture=bars.stacked("on-time", keys, bars_of) if bars_of else None,
    )


def _best_first(row: tuple[str, Rate, float]) -> tuple[float, str]:
    name, _rate, value = row
    return -value, name
