"""How long it takes from agreed to done: one curve for all, and one for each of the busiest themes."""

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any

from events_app.formats import number, percent
from events_app.i18n import gettext as _
from events_app.reports.counts import Counts
from events_app.reports.plots import survival
from events_app.reports.plots.drawing import lines, svg
from events_app.reports.plots.plot import Column, Picture, Plot, small
from events_app.reports.plots.scope import Scope
from events_app.reports.plots.standings import Standings
from events_app.reports.rates import SMALL

MOST = 5
LEAST = 0.5 / (lines.PANEL - 100)
MARKS = 5
"""Days at which the table tells the curve and the picture how many were left."""

KINDS = ("taken", "watched")
"""What is counted for it."""


@dataclass(frozen=True)
class Curve:
    """The steps of one group of `n` actions, and how many of it leave on each day, done or not."""

    label: str
    n: int
    leaving: list[tuple[int, int, int]]
    steps: list[survival.Step]

    def at_risk(self, day: int) -> int:
        """How many were unfinished and watched just before a day."""
        place = bisect_left(self.leaving, (day,))
        return self.n - (self.left[place - 1] if place else 0)

    @cached_property
    def left(self) -> list[int]:
        """How many have left by the end of each day on which any do."""
        return list(accumulate(done + censored for _day, done, censored in self.leaving))


def completion(scope: Scope, counts: Counts, known: Standings) -> Plot:
    """The curves with their bands and numbers at risk."""
    leaving = _leaving(scope, counts)
    whole = _curve(_("All themes"), leaving[None])
    each = [_curve(theme, leaving[theme.lower()]) for theme in known.themes[:MOST]]
    told = [whole, *(each if len(each) > 1 else [])]
    days = _days(whole)
    return Plot(
        name="completion",
        title=_("How long it takes"),
        says=_says(whole),
        n=whole.n,
        columns=_columns(),
        rows=[_row(curve, day) for curve in told for day in days] if whole.n else [],
        notes=_notes(known, told),
        picture=_drawn([curve for curve in told if curve.n >= SMALL], days) if whole.n >= SMALL else None,
    )


ByDay = dict[int, list[int]]


def _leaving(scope: Scope, counts: Counts) -> dict[str | None, ByDay]:
    """How many leave on each day, done and not, of each theme in small letters, and of all under none.

    What is called off will never be done. It stays among the unfinished ones, or calling off would mend the curve.
    """
    found: dict[str | None, ByDay] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    today = scope.today
    for (state, days, theme), n in counts.of("taken", 3):
        for group in (theme.lower(), None):
            found[group][int(days)][state != "verified"] += n
    for (zone, since, theme), n in counts.of("watched", 3):
        for group in (theme.lower(), None):
            found[group][max(today.number(zone) - int(since), 0)][1] += n
    return found


def _curve(label: str, by_day: ByDay) -> Curve:
    leaving = [(day, done, censored) for day, (done, censored) in sorted(by_day.items())]
    return Curve(label, sum(map(sum, by_day.values())), leaving, survival.curve(leaving))


def _days(whole: Curve) -> list[int]:
    """Evenly from the first day to the last that anybody was watched, none twice."""
    last = whole.leaving[-1][0] if whole.leaving else 0
    return sorted({round(last * part / (MARKS - 1)) for part in range(MARKS)})


def _says(whole: Curve) -> str:
    done = sum(done for _day, done, _censored in whole.leaving)
    half = survival.median(whole.steps) if whole.n >= SMALL else None
    facts = {"n": number(whole.n), "done": number(done)}
    if whole.n < SMALL:
        return _("Of %(n)s follow-up actions %(done)s are done.", **facts)
    if half is None:
        return _("Of %(n)s follow-up actions %(done)s are done. Half of them is not reached yet.", **facts)
    return _(
        "Of %(n)s follow-up actions %(done)s are done. Half are done within %(days)s days of being agreed.",
        days=number(half),
        **facts,
    )


def _columns() -> list[Column]:
    return [
        Column("theme", _("Theme"), "text"),
        Column("days", _("Days since agreed")),
        Column("at_risk", _("Still unfinished and watched")),
        Column("done", _("Done by then"), "share"),
        Column("low", _("At least (95 %)"), "share"),
        Column("high", _("At most (95 %)"), "share"),
    ]


def _row(curve: Curve, day: int) -> list[Any]:
    step = survival.at(curve.steps, day)
    shares = [step.done, step.low, step.high] if step else [0.0, 0.0, 0.0]
    return [curve.label, day, curve.at_risk(day), *(shares if curve.n >= SMALL else [None] * 3)]


def _notes(known: Standings, told: list[Curve]) -> list[str]:
    notes = [
        _(
            "Below a curve: days since agreed, and in brackets how many were unfinished and watched until then."
        ),
        _(
            "Kaplan–Meier: what is still open counts as taking longer than until today, with a band of 95 % (Greenwood)."
        ),
        _(
            "What awaits a verdict is watched up to its submission. Cancelled and infeasible ones stay as not done."
        ),
    ]
    if len(known.themes) > MOST:
        notes.append(
            _("Only the %(n)s themes with the most actions have a curve of their own.", n=number(MOST))
        )
    return [*notes, *small(*(curve.n for curve in told))]


def _drawn(curves: list[Curve], days: list[int]) -> Picture:
    last, marks = max(days[-1], 1), []
    for place, curve in enumerate(curves):
        y = place * lines.PANEL
        steps = _seen(curve.steps)
        ends = [(0.0, 0.0), *((step.day / last, step.done) for step in steps)]
        low = [(0.0, 0.0), *((step.day / last, step.low) for step in steps)]
        high = [(0.0, 0.0), *((step.day / last, step.high) for step in steps)]
        # A curve ends where nobody of its group is watched any longer.
        end = curve.leaving[-1][0] / last
        drawn = [[*one, (end, one[-1][1])] for one in (ends, low, high)]
        reached = curve.steps[-1].done if curve.steps else 0.0
        said = f"n = {number(curve.n)} · {percent(reached)}"
        marks += lines.panel(y, curve.label, said, drawn[0], (drawn[1], drawn[2]), "c-info s-info")
        marks += _feet(curve, days, last, y + lines.PANEL - 36)
    return Picture(len(curves) * lines.PANEL, marks)


def _seen(steps: list[survival.Step]) -> list[survival.Step]:
    """Those that rise by half a pixel since the one before, and the last: a picture has no room for more."""
    seen = steps[:1]
    for step in steps[1:]:
        if step.done - seen[-1].done >= LEAST:
            seen.append(step)
    return seen if seen[-1:] == steps[-1:] else [*seen, steps[-1]]


def _feet(curve: Curve, days: list[int], last: int, y: int) -> list[Any]:
    """Days, and below them how many were still unfinished."""
    marks = []
    for day in days:
        x = day / last
        anchor = "start" if x < 0.1 else "end" if x > 0.9 else "middle"
        marks.append(svg.text(number(day), svg.at(x), y, anchor=anchor, class_="tiny"))
        marks.append(
            svg.text(f"({number(curve.at_risk(day))})", svg.at(x), y + 16, anchor=anchor, class_="tiny")
        )
    return marks
