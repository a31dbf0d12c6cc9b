"""The page of the plots, and each of them as a file."""

from typing import Any

from litestar import Request, Response, get

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.documents import serve
from events_app.errors import FieldError, Invalid
from events_app.reports import measures, plots
from events_app.reports.asked import open_of, query_of
from events_app.reports.forms import ReportFilter
from events_app.reports.plots.standalone import file_of
from events_app.web.forms import asked
from events_app.web.pages import page

Ask = Request[Actor, Any, Any]
SVG = "image/svg+xml"


@get("/reports/plots", guards=[requires(Right.read)])
async def all_plots(request: Ask) -> Response[Any]:
    """Every plot of what the filter lets through."""
    form = asked(ReportFilter, request)
    made = await plots.of(request.user, form.value, clock.now()) if form.ok else []
    choices = await measures.choices(request.user)
    return page(
        "reports/plots/index.html",
        status=form.status,
        nav_current="reports",
        form=form,
        query=query_of(form),
        choices=choices,
        open=open_of("/reports/plots", form, choices),
        plots=made,
        swatch=plots.swatch,
        narrows=form.ok and form.value.narrows,
    )


def _file(name: str) -> Any:
    async def file(request: Ask) -> Response[bytes]:
        form = asked(ReportFilter, request)
        if not form.ok:
            raise Invalid([FieldError(field, "invalid", said) for field, said in form.errors.items()])
        (plot,) = await plots.of(request.user, form.value, clock.now(), [name])
        return serve.made(f"{name}.svg", SVG, file_of(plot).encode())

    return get(
        f"/reports/plots/{name}.svg", guards=[requires(Right.read)], media_type=SVG, name=f"plot-{name}"
    )(file)


doors: list[Any] = [all_plots, *map(_file, plots.NAMES)]
