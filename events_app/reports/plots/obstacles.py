"""What stands in the way, the most frequent first, with the share that the first ones make up together."""

from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from events_app.commitments.tables import Obstacle
from events_app.commitments.words import OBSTACLES
from events_app.formats import number
from events_app.i18n import gettext as _
from events_app.reports.counts import Counts
from events_app.reports.plots.drawing import bars
from events_app.reports.plots.plot import Column, Key, Picture, Plot, share, small, told

KINDS = ("reported", "hindered")
"""What is counted for it."""


@dataclass(frozen=True)
class Named:
    """An obstacle, how many reports named it, and those of how many actions."""

    obstacle: Obstacle
    reports: int
    actions: int


def pareto(counts: Counts, total: int) -> Plot:
    """Each obstacle with the actions whose reports ever named it; `total` is of how many in all."""
    hindered = {obstacle: n for (obstacle,), n in counts.of("hindered", 1)}
    whole = hindered.pop("any", 0)
    reports = {obstacle: n for (obstacle,), n in counts.of("reported", 1)}
    rows = [Named(Obstacle(obstacle), reports[obstacle], n) for obstacle, n in sorted(hindered.items())]
    rows.sort(key=lambda row: -row.actions)
    named = sum(row.actions for row in rows)
    sums = [so_far / named for so_far in accumulate(row.actions for row in rows)] if named else []
    columns = [Column("obstacle", _("Obstacle"), "text"), Column("actions", _("Follow-up actions"))]
    columns += [Column("reports", _("Reports")), Column("share", _("Share"), "share")]
    return Plot(
        name="obstacles",
        title=_("What stands in the way"),
        says=_says(rows, whole, total),
        n=whole,
        columns=[*columns, Column("added", _("Added up"), "share")],
        rows=[_row(row, named, so_far) for row, so_far in zip(rows, sums, strict=True)],
        notes=[*_notes(rows), *small(named)],
        picture=_drawn(rows, named, sums) if rows else None,
    )


def _says(rows: list[Named], hindered: int, total: int) -> str:
    facts = {"n": number(total), "hindered": number(hindered)}
    if not rows:
        return _("Of %(n)s follow-up actions none has reported an obstacle.", n=facts["n"])
    first = _word(rows[0])
    return _(
        "Of %(n)s follow-up actions %(hindered)s have reported an obstacle, most often: %(first)s.",
        first=first,
        **facts,
    )


def _word(row: Named) -> str:
    word = OBSTACLES[row.obstacle]
    return _(word)


def _row(row: Named, named: int, so_far: float) -> list[Any]:
    added = so_far if share(1, named) is not None else None
    return [_word(row), row.actions, row.reports, share(row.actions, named), added]


def _notes(rows: list[Named]) -> list[str]:
    if not rows:
        return []
    return [
        _("An action counts once for each obstacle that any of its reports named, whatever became of it.")
    ]


def _drawn(rows: list[Named], named: int, sums: list[float]) -> Picture:
    drawn = [(_word(row), f"{number(row.actions)}{told(row.actions, named)}", row.actions) for row in rows]
    keys = (
        Key(_("Follow-up actions"), "c-warn"),
        Key(_("Added up, of all"), "c-bad s-bad", shape="diamond"),
    )
    return bars.added_up("obstacles", drawn, sums if share(1, named) is not None else [], keys)
