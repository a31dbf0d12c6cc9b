"""How things stand: by institution, theme and event, and how long overdue. All four from one question."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from events_app.commitments.words import ACTION_STATES
from events_app.formats import number
from events_app.i18n import N_
from events_app.i18n import gettext as _
from events_app.reports.charts import AGE_NAMES, PARTS
from events_app.reports.counts import Counts
from events_app.reports.plots.drawing import bars
from events_app.reports.plots.plot import Column, Key, Plot, share, small, told
from events_app.reports.plots.scope import Scope, named
from events_app.reports.rates import AGES, STATES

MOST = 15
UP_TO = (7, 30, 90)
"""The last day of each age but the oldest."""

TEXTURES = ("", "dots", "rising", "level", "cross", "falling")
"""One for each of the parts, so that a bar can be read without its colours."""

KINDS = ("event", "theme", "office", "owed")
"""What is counted for all of them."""


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


async def read(scope: Scope, counts: Counts) -> Standings:
    """All groups, and the whole."""
    by = {view: _ranked(found) for view, found in _found(counts).items()}
    known = [key for view in ("institution", "event") for key, _states in by[view][:MOST]]
    names = await named(known)
    spelled = _spelled(counts)
    labels = {"institution": names, "event": names, "theme": {**spelled, "": _(NO_THEME)}}
    groups = {
        view: _told(
            [_group(labels[view][key], states, spelled.get(key, "")) for key, states in rows[:MOST]], rows
        )
        for view, rows in by.items()
    }
    return Standings(_whole(scope, counts), groups)


States = Counter[str]


def _found(counts: Counts) -> dict[str, dict[str, States]]:
    """The states of each group by its key; of a theme it is the theme in small letters."""
    found: dict[str, dict[str, States]] = {view: defaultdict(Counter) for view in VIEWS}
    for view, kind in (("institution", "office"), ("theme", "theme"), ("event", "event")):
        for (state, key), n in counts.of(kind, 2):
            states = found[view][key.lower()]
            states[state] = states.get(state, 0) + n
    return found


def _ranked(found: dict[str, States]) -> list[tuple[str, States]]:
    return sorted(found.items(), key=lambda one: (-sum(one[1].values()), one[0]))


def _spelled(counts: Counts) -> dict[str, str]:
    """How a theme is written: one of the ways it is, by its small letters."""
    ways: dict[str, str] = {}
    for (_state, theme), _n in counts.of("theme", 2):
        ways[theme.lower()] = min(theme, ways.get(theme.lower(), theme))
    return ways


def _told(groups: list[Group], rows: list[tuple[str, States]]) -> list[Group]:
    """The busiest, and all others as one."""
    others = rows[MOST:]
    if not others:
        return groups
    together: States = Counter()
    for _key, states in others:
        together.update(states)
    return [*groups, _group(_("Others (%(n)s)", n=number(len(others))), together)]


def _group(label: str, states: States, theme: str = "") -> Group:
    return Group(label, {"total": states.total(), **{state: states[state] for state in STATES}}, theme)


def _whole(scope: Scope, counts: Counts) -> Group:
    states: States = Counter()
    for (state, _event), n in counts.of("event", 2):
        states[state] += n
    whole, today = _group("", states), scope.today
    ages = Counter(dict.fromkeys(("overdue", *AGES), 0))
    for (zone, due), n in counts.of("owed", 2):
        late = today.number(zone) - int(due)
        if late > 0:
            ages["overdue"] += n
            ages[AGES[bisect_left(UP_TO, late)]] += n
    return replace(whole, counts=whole.counts | ages)


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
