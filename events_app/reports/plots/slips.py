"""What ends later than promised: the day first promised, as it stands now, and the day it was done."""

from typing import Any

from events_app.formats import number
from events_app.i18n import gettext as _
from events_app.reports.facts import answered
from events_app.reports.plots.drawing import grids
from events_app.reports.plots.plot import Column, Key, Picture, Plot
from events_app.reports.plots.scope import PROMISED, Scope

MOST = 20

SLIPS = f"""{PROMISED}, moved AS (
  SELECT id, institution, due, original_due, done_on, today,
    greatest(due - original_due, done_on - original_due) AS slip FROM promised
  WHERE NOT gone AND greatest(due - original_due, done_on - original_due) > 0
)
SELECT m.*, a.ref, a.title, i.name AS institution_name, (SELECT count(*) FROM moved) AS moved FROM (
  SELECT * FROM moved ORDER BY slip DESC, id LIMIT {MOST}) m
JOIN follow_up_action a ON a.id = m.id JOIN institution i ON i.id = m.institution ORDER BY slip DESC, m.id
"""


async def slips(scope: Scope, total: int) -> Plot:
    """The actions whose dates moved most; `total` is of how many in all."""
    rows = await answered(SLIPS, scope.asked)
    moved = rows[0]["moved"] if rows else 0
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
    cut = _("The %(n)s that moved furthest are shown.", n=number(MOST))
    return Plot(
        name="slips",
        title=_("First date, date now, done"),
        says=says,
        n=moved,
        columns=_columns(),
        rows=[_row(row) for row in rows],
        notes=[apart, cut] if moved > MOST else [apart],
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
