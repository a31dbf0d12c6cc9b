"""All the plots by name, each made only when it is asked for."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from events_app.accounts.actor import Actor
from events_app.reports.counts import Counts, counted
from events_app.reports.forms import ReportFilter
from events_app.reports.plots import burnup, heat, obstacles, slips, standings
from events_app.reports.plots import completion as curves
from events_app.reports.plots import funnel as steps
from events_app.reports.plots.plot import Plot
from events_app.reports.plots.scope import Scope
from events_app.reports.plots.standings import Standings

Made = Callable[[Scope, Counts, Standings], Awaitable[Plot]]


def _stacked(view: str) -> Made:
    async def made(_scope: Scope, _counts: Counts, known: Standings) -> Plot:
        return standings.stacked(view, known)

    return made


async def _ageing(_scope: Scope, _counts: Counts, known: Standings) -> Plot:
    return standings.ageing(known)


async def _burn_up(scope: Scope, counts: Counts, _known: Standings) -> Plot:
    return burnup.burn_up(scope, counts)


async def _completion(scope: Scope, counts: Counts, known: Standings) -> Plot:
    return curves.completion(scope, counts, known)


async def _slips(scope: Scope, counts: Counts, known: Standings) -> Plot:
    return await slips.slips(scope, counts, known.whole.counts["total"])


async def _heat(scope: Scope, counts: Counts, _known: Standings) -> Plot:
    return await heat.heat(scope, counts)


async def _obstacles(_scope: Scope, counts: Counts, known: Standings) -> Plot:
    return obstacles.pareto(counts, known.whole.counts["total"])


async def _funnel(scope: Scope, counts: Counts, _known: Standings) -> Plot:
    return await steps.funnel(scope, counts)


PLOTS: dict[str, tuple[Made, Sequence[str]]] = {
    "burn-up": (_burn_up, burnup.KINDS),
    "status-by-institution": (_stacked("institution"), ()),
    "status-by-theme": (_stacked("theme"), ()),
    "status-by-event": (_stacked("event"), ()),
    "ageing": (_ageing, ()),
    "completion": (_completion, curves.KINDS),
    "slips": (_slips, slips.KINDS),
    "heat-map": (_heat, heat.KINDS),
    "obstacles": (_obstacles, obstacles.KINDS),
    "funnel": (_funnel, steps.KINDS),
}
"""Who makes each, and what is counted for it besides how things stand."""

NAMES = tuple(PLOTS)
OF_ONE = ("burn-up", "completion", "slips", "status-by-theme", "status-by-event", "obstacles")
"""What makes sense of one institution alone, and what its scorecard does not count in its own tables."""


async def of(reader: Actor, wanted: ReportFilter, now: datetime, names: Sequence[str] = NAMES) -> list[Plot]:
    """The named plots, in that order, of what this reader may know of. At most one question each, and three before."""
    scope = Scope(reader, wanted, now)
    return await made_of(scope, await counted(scope.asked, kinds_of(names)), names)


def kinds_of(names: Sequence[str]) -> list[str]:
    """What is to be counted for these plots."""
    return list(dict.fromkeys([*standings.KINDS, *(kind for name in names for kind in PLOTS[name][1])]))


async def made_of(scope: Scope, counts: Counts, names: Sequence[str]) -> list[Plot]:
    """The same, from what is counted already."""
    known = await standings.read(scope, counts)
    return [await PLOTS[name][0](scope, counts, known) for name in names]
