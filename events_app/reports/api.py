"""JSON doors of the reports room."""

from typing import Any
from uuid import UUID

from litestar import Request, Router, get
from litestar.params import FromQuery

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.reports import files, measures
from events_app.reports.activity import api as activity_api
from events_app.reports.asked import Since, Theme, Until, report_filter
from events_app.reports.history import api as history_api
from events_app.reports.office import api as office_api
from events_app.reports.outputs import CommitmentReportOut, report_out
from events_app.reports.plots import api as plots_api
from events_app.reports.scorecards import api as scorecards_api
from events_app.reports.search import api as search_api
from events_app.reports.timelines import api as timelines_api
from events_app.reports.trail import api as trail_api


@get("/reports/commitments", guards=[requires(Right.read)])
async def commitments(
    request: Request[Actor, Any, Any],
    since: Since = None,
    until: Until = None,
    institution_id: FromQuery[UUID | None] = None,
    event_id: FromQuery[UUID | None] = None,
    theme: Theme = "",
) -> CommitmentReportOut:
    """What became of the promises. The figures are defined in the guide and hold at the moment of asking."""
    wanted = report_filter(since, until, institution_id, event_id, theme)
    return report_out(*await measures.figures(request.user, wanted, clock.now()))


router = Router(
    path="/",
    route_handlers=[
        commitments,
        *search_api.doors,
        *history_api.doors,
        *plots_api.doors,
        *timelines_api.doors,
        *trail_api.doors,
        *scorecards_api.doors,
        *activity_api.doors,
        *office_api.doors,
        *files.doors("/events/{event_id:uuid}"),
    ],
    tags=["Reports"],
)
