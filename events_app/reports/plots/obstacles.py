"""What stands in the way, the most frequent first, with the share that the first ones make up together."""

from itertools import accumulate
from typing import Any

from events_app.commitments.words import OBSTACLES
from events_app.formats import number
from events_app.i18n import gettext as _
from events_app.reports.facts import WITHIN, answered
from events_app.reports.plots.drawing import bars
from events_app.reports.plots.plot import Column, Key, Picture, Plot, share, small, told
from events_app.reports.plots.scope import Scope

# Each action with each of its obstacles once, by index: a million reports need not be sorted.
PARETO = f"""
WITH hindered AS MATERIALIZED (
  SELECT a.id, u.obstacle, u.reports FROM follow_up_action a JOIN commitment c ON c.id = a.commitment
  JOIN event e ON e.id = c.event CROSS JOIN LATERAL (SELECT r.obstacle, count(*) AS reports FROM progress_update r
    WHERE r.action = a.id AND r.organisation = $2 AND r.obstacle <> 'none' GROUP BY 1) u
  WHERE $1::timestamptz IS NOT NULL AND a.state <> 'draft' AND a.original_due IS NOT NULL AND {WITHIN}
)
SELECT NULL AS obstacle, coalesce(sum(reports), 0)::int AS reports, count(DISTINCT id) AS actions FROM hindered
UNION ALL SELECT obstacle, sum(reports)::int, count(*) FROM hindered GROUP BY 1 ORDER BY 1 NULLS FIRST
"""


async def pareto(scope: Scope, total: int) -> Plot:
    """Each obstacle with the actions whose reports ever named it; `total` is of how many in all."""
    whole, *rows = await answered(PARETO, scope.asked)
    rows.sort(key=lambda row: -row["actions"])
    named = sum(row["actions"] for row in rows)
    sums = [so_far / named for so_far in accumulate(row["actions"] for row in rows)] if named else []
    columns = [Column("obstacle", _("Obstacle"), "text"), Column("actions", _("Follow-up actions"))]
    columns += [Column("reports", _("Reports")), Column("share", _("Share"), "share")]
    return Plot(
        name="obstacles",
        title=_("What stands in the way"),
        says=_says(rows, whole["actions"], total),
        n=whole["actions"],
        columns=[*columns, Column("added", _("Added up"), "share")],
        rows=[_row(row, named, so_far) for row, so_far in zip(rows, sums, strict=True)],
        notes=[*_notes(rows), *small(named)],
        picture=_drawn(rows, named, sums) if rows else None,
    )


def _says(rows: list[Any], hindered: int, total: int) -> str:
    facts = {"n": number(total), "hindered": number(hindered)}
    if not rows:
        return _("Of %(n)s follow-up actions none has reported an obstacle.", n=facts["n"])
    first = _word(rows[0])
    return _(
        "Of %(n)s follow-up actions %(hindered)s have reported an obstacle, most often: %(first)s.",
        first=first,
        **facts,
    )


def _word(row: Any) -> str:
    word = OBSTACLES[row["obstacle"]]
    return _(word)


def _row(row: Any, named: int, so_far: float) -> list[Any]:
    added = so_far if share(1, named) is not None else None
    return [_word(row), row["actions"], row["reports"], share(row["actions"], named), added]


def _notes(rows: list[Any]) -> list[str]:
    if not rows:
        return []
    return [
        _("An action counts once for each obstacle that any of its reports named, whatever became of it.")
    ]


def _drawn(rows: list[Any], named: int, sums: list[float]) -> Picture:
    drawn = [
        (_word(row), f"{number(row['actions'])}{told(row['actions'], named)}", row["actions"]) for row in rows
    ]
    keys = (
        Key(_("Follow-up actions"), "c-warn"),
        Key(_("Added up, of all"), "c-bad s-bad", shape="diamond"),
    )
    return bars.added_up("obstacles", drawn, sums if share(1, named) is not None else [], keys)
