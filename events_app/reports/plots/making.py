"""All the plots by name, each made only when it is asked for."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from events_app.accounts.actor import Actor
from events_app.reports.forms import ReportFilter
from events_app.reports.plots import standings
from events_app.reports.plots.burnup import burn_up
from events_app.reports.plots.completion import completion
from events_app.reports.plots.funnel import funnel
from events_app.reports.plots.heat import heat
from events_app.reports.plots.obstacles import pareto
from events_app.reports.plots.plot import Plot
from events_app.reports.plots.scope import Scope
from events_app.reports.plots.slips import slips
from events_app.reports.plots.standings import Standings

Made = Callable[[Scope, Standings], Awaitable[Plot]]


def _stacked(view: str) -> Made:
    async def made(_scope: Scope, known: Standings) -> Plot:
        return standings.stacked(view, known)

    return made


async def _ageing(_scope: Scope, known: Standings) -> Plot:
    return standings.ageing(known)


async def _burn_up(scope: Scope, _known: Standings) -> Plot:
    return await burn_up(scope)


async def _slips(scope: Scope, known: Standings) -> Plot:
    return await slips(scope, known.whole.counts["total"])


async def _heat(scope: Scope, _known: Standings) -> Plot:
    return await heat(scope)


async def _obstacles(scope: Scope, known: Standings) -> Plot:
    return await pareto(scope, known.whole.counts["total"])


async def _funnel(scope: Scope, _known: Standings) -> Plot:
    return await funnel(scope)


PLOTS: dict[str, Made] = {
    "burn-up": _burn_up,
    "status-by-institution": _stacked("institution"),
    "status-by-theme": _stacked("theme"),
    "status-by-event": _stacked("event"),
    "ageing": _ageing,
    "completion": completion,
    "slips": _slips,
    "heat-map": _heat,
    "obstacles": _obstacles,
    "funnel": _funnel,
}
NAMES = tuple(PLOTS)
OF_ONE = ("burn-up", "completion", "slips", "status-by-theme", "status-by-event", "obstacles")
"""What makes sense of one institution alone, and what its scorecard does not count in its own tables."""


async def of(reader: Actor, wanted: ReportFilter, now: datetime, names: Sequence[str] = NAMES) -> list[Plot]:
    """The named plots, in that order, of what this reader may know of. At most one question each, and one before."""
    scope = Scope(reader, wanted, now)
    known = await standings.read(scope)
    return [await PLOTS[name](scope, known) for name in names]
