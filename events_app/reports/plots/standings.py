"""How things stand: by institution, theme and event, and how long overdue. All four from one question."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from events_app.commitments.words import ACTION_STATES
from events_app.formats import number
from events_app.i18n import N_
from events_app.i18n import gettext as _
from events_app.reports.charts import AGE_NAMES, PARTS
from events_app.reports.facts import answered
from events_app.reports.plots.drawing import bars
from events_app.reports.plots.plot import Column, Key, Plot, share, small, told
from events_app.reports.plots.scope import PROMISED, Scope
from events_app.reports.rates import AGES, STATES

MOST = 15
TEXTURES = ("", "dots", "rising", "level", "cross", "falling")
"""One for each of the parts, so that a bar can be read without its colours."""

BY = {"institution": 3, "theme": 5, "event": 6}
WHOLE = 7
COUNTS = f"""count(*) AS total, {", ".join(f"count(*) FILTER (WHERE state = '{one}') AS {one}" for one in STATES)},
  count(age) AS overdue, count(*) FILTER (WHERE age BETWEEN 1 AND 7) AS "1-7",
  count(*) FILTER (WHERE age BETWEEN 8 AND 30) AS "8-30",
  count(*) FILTER (WHERE age BETWEEN 31 AND 90) AS "31-90", count(*) FILTER (WHERE age > 90) AS ">90" """
SUMS = ", ".join(f'sum("{one}") AS "{one}"' for one in ("total", *STATES, "overdue", *AGES))

# Groups beyond the busiest become one, in the database: there may be thousands of events.
STANDINGS = f"""{PROMISED}, grouped AS (
  SELECT GROUPING(institution, lower(theme), event) AS level, institution, lower(theme) AS theme_key,
    min(theme) AS theme, event, {COUNTS}
  FROM promised GROUP BY GROUPING SETS ((), (institution), (lower(theme)), (event))
), ranked AS (
  SELECT *, least(row_number() OVER (PARTITION BY level ORDER BY total DESC, institution, theme_key, event),
    {MOST + 1}) AS place FROM grouped
), told AS (
  SELECT level, place, count(*) AS groups, (array_agg(institution))[1] AS institution, min(theme) AS theme,
    (array_agg(event))[1] AS event, {SUMS} FROM ranked GROUP BY level, place
)
SELECT told.*, i.name AS institution_name, e.title AS event_title FROM told
LEFT JOIN institution i ON i.id = told.institution LEFT JOIN event e ON e.id = told.event ORDER BY level, place
"""


@dataclass(frozen=True)
class Group:
    """One of the busiest, or all the others together."""

    label: str
    counts: dict[str, int]
    theme: str = ""

    @property
    def wanted(self) -> int:
        """All that could be done and is still wanted."""
        return self.counts["total"] - self.counts["infeasible"] - self.counts["cancelled"]


@dataclass(frozen=True)
class Standings:
    """The whole, and its groups by each of the three views, the busiest first."""

    whole: Group
    by: dict[str, list[Group]]

    @property
    def themes(self) -> list[str]:
        """The busiest themes that have a name."""
        return [group.theme for group in self.by["theme"] if group.theme]


NO_THEME = N_("Without a theme")


async def read(scope: Scope) -> Standings:
    """Everything counted once."""
    rows = await answered(STANDINGS, scope.asked)
    whole = next(_group(row, "") for row in rows if row["level"] == WHOLE)
    names = {"institution": "institution_name", "theme": "theme", "event": "event_title"}
    by = {
        view: [_group(row, row[names[view]] or _(NO_THEME)) for row in rows if row["level"] == level]
        for view, level in BY.items()
    }
    return Standings(whole, by)


def _group(row: Any, label: str) -> Group:
    others = row["place"] > MOST
    counts = {name: int(row[name] or 0) for name in ("total", *STATES, "overdue", *AGES)}
    name = _("Others (%(n)s)", n=number(row["groups"])) if others else label
    return Group(name, counts, "" if others else row["theme"] or "")


VIEWS = {
    "institution": (N_("Status by institution"), N_("Institution")),
    "theme": (N_("Status by theme"), N_("Theme")),
    "event": (N_("Status by event"), N_("Event")),
}


def stacked(view: str, known: Standings) -> Plot:
    """A bar of states for each institution, theme or event."""
    title, heading = VIEWS[view]
    groups, whole = known.by[view], known.whole
    keys = [
        Key(_(word), colour, texture) for (_s, word, colour), texture in zip(PARTS, TEXTURES, strict=True)
    ]
    rows = [(group.label, _end(group), _parts(group)) for group in groups]
    says = _(
        "Of %(n)s follow-up actions that are still wanted, %(done)s are verified%(share)s and %(late)s are overdue.",
        n=number(whole.wanted),
        done=number(whole.counts["verified"]),
        share=told(whole.counts["verified"], whole.wanted),
        late=number(whole.counts["overdue"]),
    )
    return Plot(
        name=f"status-by-{view}",
        title=_(title),
        says=says,
        n=whole.counts["total"],
        columns=_columns(heading),
        rows=[_row(group) for group in groups],
        notes=[*_cut(groups), *small(*(group.wanted for group in groups))],
        picture=bars.stacked(f"status-by-{view}", keys, rows) if groups else None,
    )


def _columns(heading: str) -> list[Column]:
    states = [Column(state, _(ACTION_STATES[state])) for state in STATES]  # type: ignore[index]
    rate = Column("completion_rate", _("Completion rate"), "share")
    return [Column("name", _(heading), "text"), *states, Column("total", _("Number")), rate]


def _row(group: Group) -> list[Any]:
    counts = group.counts
    rate = share(counts["verified"], group.wanted)
    return [group.label, *(counts[state] for state in STATES), counts["total"], rate]


def _parts(group: Group) -> Sequence[int]:
    return [sum(group.counts[state] for state in states) for states, _word, _colour in PARTS]


def _end(group: Group) -> str:
    return f"n = {number(group.counts['total'])}"


def _cut(groups: list[Group]) -> list[str]:
    if len(groups) <= MOST:
        return []
    return [_("The %(n)s with the most actions stand by themselves, all others together.", n=number(MOST))]


def ageing(known: Standings) -> Plot:
    """Bars of the overdue ones by how long they have been so."""
    counts = known.whole.counts
    names = [_(name) for name in AGE_NAMES]
    says = _(
        "Of %(n)s follow-up actions %(late)s are overdue, %(long)s of them for more than 90 days.",
        n=number(counts["total"]),
        late=number(counts["overdue"]),
        long=number(counts[">90"]),
    )
    found = [(name, counts[age]) for name, age in zip(names, AGES, strict=True)]
    ends = [(name, f"{number(n)}{told(n, counts['overdue'])}", n) for name, n in found]
    columns = [Column("days", _("Days past the due date"), "text"), Column("actions", _("Number"))]
    return Plot(
        name="ageing",
        title=_("How long overdue"),
        says=says,
        n=counts["overdue"],
        columns=[*columns, Column("share", _("Share"), "share")],
        rows=[[name, n, share(n, counts["overdue"])] for name, n in found] if counts["overdue"] else [],
        notes=small(counts["overdue"]),
        picture=bars.plain("ageing", ends, "c-bad") if counts["overdue"] else None,
    )
