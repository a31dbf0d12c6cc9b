"""Doors for people: my work today, the dashboard of commitments, the papers of an event."""

from typing import Any

from litestar import Request, Router, get
from litestar.di import NamedDependency, Provide
from litestar.response import Response

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.events.tables import Event
from events_app.reports import charts, exports, files, lists, measures, papers
from events_app.reports.access import event_for_papers, may_have
from events_app.reports.accountability import pages as public_pages
from events_app.reports.activity import pages as activity_pages
from events_app.reports.asked import open_of, query_of
from events_app.reports.forms import ReportFilter
from events_app.reports.glance import glance
from events_app.reports.history import pages as history_pages
from events_app.reports.offers import letters_and_badges
from events_app.reports.office import pages as office_pages
from events_app.reports.plots import pages as plot_pages
from events_app.reports.scorecards import pages as scorecards_pages
from events_app.reports.search import pages as search_pages
from events_app.reports.timelines import pages as timeline_pages
from events_app.reports.trail import pages as trail_pages
from events_app.reports.work import AHEAD, work_of
from events_app.web.forms import asked
from events_app.web.pages import page

Ask = Request[Actor, Any, Any]
Answer = Response[Any]


@get("/")
async def my_work(request: Ask) -> Answer:
    work = await work_of(request.user, clock.now())
    return page("reports/work.html", nav_current="work", work=work, tiles=glance(work), days=AHEAD.days)


@get("/reports", guards=[requires(Right.read)])
async def dashboard(request: Ask) -> Answer:
    form = asked(ReportFilter, request)
    choices = await measures.choices(request.user)
    frame: dict[str, Any] = {
        "nav_current": "reports",
        "form": form,
        "choices": choices,
        "query": query_of(form),
        "open": open_of("/reports", form, choices),
    }
    if not form.ok:
        return page("reports/commitments.html", status=form.status, whole=None, **frame)
    now = clock.now()
    whole, by_institution = await measures.figures(request.user, form.value, now)
    months = await measures.due_months(request.user, form.value, now)
    figures: dict[str, Any] = {
        "whole": whole,
        "by_institution": by_institution,
        "months": months,
        "narrows": form.value.narrows,
    }
    return page("reports/commitments.html", charts=charts, **figures, **frame)


@get("/events/{event_id:uuid}/documents", dependencies={"event": Provide(event_for_papers)})
async def documents(request: Ask, event: NamedDependency[Event]) -> Answer:
    offered = [name for name in papers.PAPERS if may_have(request.user, name)]
    lists = [name for name in exports.EXPORTS if may_have(request.user, name)]
    return page(
        "reports/documents.html",
        nav_current="events",
        event=event,
        state=event.state_at(clock.now()),
        papers=offered,
        parts=await letters_and_badges(event) if may_have(request.user, "badges") else {},
        lists=lists,
    )


router = Router(
    path="/",
    route_handlers=[
        my_work,
        dashboard,
        documents,
        *public_pages.doors,
        *search_pages.doors,
        *history_pages.doors,
        *plot_pages.doors,
        *timeline_pages.doors,
        *trail_pages.doors,
        *scorecards_pages.doors,
        *lists.page_doors,
        *activity_pages.doors,
        *office_pages.doors,
        *files.doors("/events/{event_id:uuid}"),
    ],
    include_in_schema=False,
)
