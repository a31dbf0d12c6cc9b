"""The scorecard for people, from the institution and from the figures."""

from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.reports import charts, plots
from events_app.reports.forms import ReportFilter
from events_app.reports.history.access import Asker
from events_app.reports.scorecards import queries
from events_app.stakeholders.access import institution_here
from events_app.web.forms import asked
from events_app.web.pages import page


@get("/institutions/{institution_id:uuid}/scorecard", guards=[requires(Right.read)])
async def show(request: Asker, institution_id: FromPath[UUID]) -> Response[Any]:
    """One institution beside all: figures, what it owes and promised, who came."""
    institution = await institution_here(request, institution_id)
    form = asked(ReportFilter, request, only=("from", "to"))
    facts: dict[str, Any] = {"institution": institution, "form": form, "card": None, "charts": charts}
    if form.ok:
        now = clock.now()
        facts["card"] = await queries.scorecard(request.user, institution.id, form.value, now)
        facts["narrows"] = form.value.narrows
        theirs = form.value.model_copy(update={"institution_id": institution.id})
        facts["plots"] = await plots.made_of(
            plots.Scope(request.user, theirs, now), facts["card"].counts, plots.OF_ONE
        )
        facts["swatch"] = plots.swatch
        facts["query"] = f"?institution_id={institution.id}"
    return page("reports/scorecards/show.html", status=form.status, nav_current="reports", **facts)


doors: list[Any] = [show]
