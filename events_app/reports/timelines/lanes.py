"""The small picture above a story: each action's dates and verdicts on one line."""

from datetime import date
from typing import Any

from events_app.formats import date_short, date_text, number
from events_app.i18n import gettext as _
from events_app.reports.plots.drawing import svg
from events_app.reports.plots.plot import Column, Key, Picture, Plot

ROW = 58


def plot(rows: list[Any]) -> Plot:
    """The lanes with their table."""
    done = sum(row["state"] == "verified" for row in rows)
    late = [
        row
        for row in rows
        if row["state"] in ("open", "in_progress", "returned") and row["due"] < row["today"]
    ]
    says = _(
        "Of %(n)s follow-up actions with a date %(done)s are verified and %(late)s are overdue.",
        n=number(len(rows)),
        done=number(done),
        late=number(len(late)),
    )
    columns = [("ref", _("Reference"), "text"), ("title", _("Follow-up action"), "text")]
    columns += [("original_due", _("First due date"), "day"), ("due", _("Due date"), "day")]
    columns += [("returned_on", _("Returned on"), "text"), ("accepted_on", _("Found in order on"), "text")]
    cut = _("The first %(n)s follow-up actions are shown.", n=number(len(rows)))
    return Plot(
        name="dates",
        title=_("Due dates and verdicts"),
        says=says,
        n=len(rows),
        columns=[Column(*column) for column in columns],
        rows=[_row(row) for row in rows],
        notes=[cut] if rows and rows[0]["actions"] > len(rows) else [],
        picture=_drawn(rows) if rows else None,
    )


def _row(row: Any) -> list[Any]:
    days = [", ".join(date_short(day) for day in row[name]) for name in ("returned_on", "accepted_on")]
    return [row["ref"], row["title"], row["original_due"], row["due"], *days]


def _keys() -> dict[str, Key]:
    return {
        "original_due": Key(_("First due date"), "c-calm", shape="ring"),
        "due": Key(_("Due date"), "c-info", shape="square"),
        "returned_on": Key(_("Returned"), "c-bad", shape="disc"),
        "accepted_on": Key(_("Found in order"), "c-ok", shape="diamond"),
    }


def _drawn(rows: list[Any]) -> Picture:
    keys, today = _keys(), rows[0]["today"]
    lanes = [_marks(row) for row in rows]
    days = [today, rows[0]["since"], *(day for lane in lanes for _key, day in lane)]
    first, last = min(days), max(days)
    span = max((last - first).days, 1)

    def place(day: date) -> float:
        return 0.03 + 0.94 * float((day - first).days / span)

    foot = len(rows) * ROW
    marks = [svg.line(place(today), 0, place(today), foot, "today")]
    for number_, (row, lane) in enumerate(zip(rows, lanes, strict=True)):
        y = number_ * ROW + 40
        marks += [
            svg.label(f"{row['ref']} {row['title']}", number_ * ROW, width=100),
            svg.line(0, y, 1, y, "axis"),
        ]
        marks += [svg.mark(keys[key].shape, place(day), y, keys[key].colour) for key, day in lane]
    marks += [
        svg.text(date_short(first), "0", foot + 18),
        svg.text(date_short(last), "100%", foot + 18, anchor="end"),
    ]
    legend = [*keys.values(), Key(_("Today, %(day)s", day=date_text(today)), "", "today", shape="line")]
    return Picture(foot + 24, marks, legend)


def _marks(row: Any) -> list[tuple[str, date]]:
    dues = [(key, row[key]) for key in ("original_due", "due") if row[key]]
    return dues + [(key, day) for key in ("returned_on", "accepted_on") for day in row[key]]
