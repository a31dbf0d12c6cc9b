"""Pages of long papers: how far one is, and its file."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.events.runs.files import BYTES, handed
from events_app.events.runs.kinds import kind_of
from events_app.events.tables import Event
from events_app.web.pages import page

Answer = Response[Any]
READ = [requires(Right.read)]


@get("/events/{event_id:uuid}/paper-runs/{run_id:uuid}", guards=READ)
async def show(event: NamedDependency[Event], run: NamedDependency[Any]) -> Answer:
    """How far it is; once it is done, a way to it."""
    kind = kind_of(run["kind"])
    return page(
        "events/runs/show.html",
        event=event,
        state=event.state_at(clock.now()),
        run=run,
        kind=kind,
        back=kind.back(event.id, run["asked"]),
        nav_current="events",
    )


@get("/events/{event_id:uuid}/paper-runs/{run_id:uuid}/file", guards=READ, media_type=BYTES)
async def fetch_file(run: NamedDependency[Any]) -> Response[bytes]:
    """The paper itself, for an hour."""
    return await handed(run)


doors: list[Any] = [show, fetch_file]
