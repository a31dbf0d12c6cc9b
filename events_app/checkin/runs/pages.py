"""Pages of long papers: how far one is, and its file."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.checkin.runs import actions
from events_app.documents import serve
from events_app.events.tables import Event
from events_app.web.pages import page

Answer = Response[Any]
PDF = "application/pdf"
READ = [requires(Right.read)]


@get("/events/{event_id:uuid}/paper-runs/{run_id:uuid}", guards=READ)
async def show(event: NamedDependency[Event], run: NamedDependency[Any]) -> Answer:
    """How far it is; once it is done, a way to it."""
    return page(
        "checkin/papers/run.html",
        event=event,
        state=event.state_at(clock.now()),
        run=run,
        nav_current="events",
    )


@get("/events/{event_id:uuid}/paper-runs/{run_id:uuid}/file", guards=READ, media_type=PDF)
async def fetch_file(run: NamedDependency[Any]) -> Response[bytes]:
    """The paper itself, for an hour."""
    return serve.made(run["filename"], PDF, await actions.file_of(run))


doors: list[Any] = [show, fetch_file]
