"""What ends later than promised: the day first promised, as it stands now, and the day it was done."""

from typing import Any

from events_app.database import fetch
from events_app.formats import number
from events_app.i18n import gettext as _
from events_app.reports.counts import Counts
from events_app.reports.counts.counts import FURTHEST
from events_app.reports.plots.drawing import grids
from events_app.reports.plots.plot import Column, Key, Picture, Plot
from events_app.reports.plots.scope import Scope

KINDS = ("moved", "furthest")
"""What is counted for it."""

SHOWN = """
SELECT a.id::text AS id, a.ref, a.title, a.due, a.original_due, a.done_on, i.name AS institution_name,
  greatest(a.due, a.done_on) - a.original_due AS slip, ($2::timestamptz AT TIME ZONE e.timezone)::date AS today
FROM follow_up_action a JOIN commitment c ON c.id = a.commitment JOIN event e ON e.id = c.event
JOIN institution i ON i.id = c.institution WHERE a.id = ANY($1::uuid[]) ORDER BY slip DESC, a.id
"""


async def slips(scope: Scope, counts: Counts, total: int) -> Plot:
    """The actions whose dates moved most; `total` is of how many in all."""
    rows = (
        await fetch(SHOWN, [action for _slip, action in counts.furthest], scope.now)
        if counts.furthest
        else []
    )
    moved = counts.n("moved")
    facts = {"n": number(total), "moved": number(moved), "most": number(rows[0]["slip"]) if rows else ""}
    says = (
        _(
            "Of %(n)s follow-up actions %(moved)s end later than first promised, by a new date or the day they were done; the"
            " furthest by %(most)s days.",
            **facts,
        )
        if rows
        else _("Of %(n)s follow-up actions none ends later than first promised.", n=number(total))
    )
    apart = _("What is overdue while its first date still stands is not among them.")
    cut = _("The %(n)s that moved furthest are shown.", n=number(FURTHEST))
    return Plot(
        name="slips",
        title=_("First date, date now, done"),
        says=says,
        n=moved,
        columns=_columns(),
        rows=[_row(row) for row in rows],
        notes=[apart, cut] if moved > FURTHEST else [apart],
        picture=_drawn(rows) if rows else None,
    )


def _columns() -> list[Column]:
    texts = (("ref", _("Reference")), ("title", _("Follow-up action")), ("institution", _("Institution")))
    days = (("original_due", _("First due date")), ("due", _("Due date")), ("done_on", _("Done on")))
    return [
        *(Column(key, word, "text") for key, word in texts),
        *(Column(key, word, "day") for key, word in days),
        Column("slip", _("Days later")),
    ]


def _row(row: Any) -> list[Any]:
    names = ("ref", "title", "institution_name", "original_due", "due", "done_on", "slip")
    return [row[name] for name in names]


def _drawn(rows: list[Any]) -> Picture:
    keys = (
        Key(_("First due date"), "c-calm", shape="ring"),
        Key(_("Due date"), "c-info", shape="square"),
        Key(_("Done on"), "c-ok", shape="diamond"),
    )
    drawn = [
        (
            f"{row['ref']} {row['title']}",
            _("+%(n)s days", n=number(row["slip"])),
            row["original_due"],
            row["due"],
            row["done_on"],
        )
        for row in rows
    ]
    return grids.dumbbells(keys, drawn, max(row["today"] for row in rows), _("Today"))
