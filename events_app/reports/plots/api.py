"""The data behind each plot, for programs."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath, FromQuery
from pydantic import ConfigDict, Field

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.errors import NotFound
from events_app.reports import plots
from events_app.reports.asked import Since, Theme, Until, report_filter
from events_app.reports.plots.plot import Plot
from events_app.shapes import Out

Cell = str | int | float | date | None


class ColumnOut(Out):
    """One column; a `share` lies between 0 and 1, and is null where it would be one of fewer than 5."""

    key: str
    heading: str
    kind: str = Field(description="text, number, share or day")


class PlotOut(Out):
    """What a plot shows, in words and as a table."""

    model_config = ConfigDict(
        from_attributes=True,
        json_schema_extra={
            "examples": [
                {
                    "name": "ageing",
                    "title": "How long overdue",
                    "says": "Of 8 follow-up actions 2 are overdue, 0 of them for more than 90 days.",
                    "n": 2,
                    "notes": ["A percentage of fewer than 5 is not shown."],
                    "columns": [{"key": "days", "heading": "Days past the due date", "kind": "text"}],
                    "rows": [["1–7 days"], ["8–30 days"]],
                }
            ]
        },
    )

    name: str
    title: str
    says: str
    n: int
    notes: list[str]
    columns: list[ColumnOut]
    rows: list[list[Cell]]


class PlotNameOut(Out):
    """One plot that can be read."""

    name: str
    url: str


class PlotNamesOut(Out):
    """All of them."""

    items: list[PlotNameOut]


@get("/reports/plots", guards=[requires(Right.read)])
async def list_plots() -> PlotNamesOut:
    """Which plots there are."""
    items = [PlotNameOut(name=name, url=f"/api/v1/reports/plots/{name}") for name in plots.NAMES]
    return PlotNamesOut(items=items)


@get("/reports/plots/{plot:str}", guards=[requires(Right.read)])
async def read_plot(
    request: Request[Actor, Any, Any],
    plot: FromPath[str],
    since: Since = None,
    until: Until = None,
    institution_id: FromQuery[UUID | None] = None,
    event_id: FromQuery[UUID | None] = None,
    theme: Theme = "",
) -> PlotOut:
    """One plot's sentence and table, of what the filter lets through; 404 where there is no plot of that name."""
    if plot not in plots.NAMES:
        raise NotFound()
    wanted = report_filter(since, until, institution_id, event_id, theme)
    (made,) = await plots.of(request.user, wanted, clock.now(), [plot])
    return plot_out(made)


def plot_out(made: Plot) -> PlotOut:
    """A plot as JSON."""
    return PlotOut(
        name=made.name,
        title=made.title,
        says=made.says,
        n=made.n,
        notes=list(made.notes),
        columns=[ColumnOut.model_validate(column) for column in made.columns],
        rows=[list(row) for row in made.rows],
    )


doors: list[Any] = [list_plots, read_plot]
