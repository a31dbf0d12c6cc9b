"""Pages of long papers: how far one is, and its file."""

from contextlib import suppress
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.events.access import Asker
from events_app.events.runs import actions
from events_app.events.runs.files import BYTES, handed
from events_app.events.runs.kinds import kind_of, way_of
from events_app.events.tables import Event
from events_app.i18n import gettext
from events_app.web.pages import page, redirect

Answer = Response[Any]
READ = [requires(Right.read)]


@get("/events/{event_id:uuid}/paper-runs/{run_id:uuid}", guards=READ)
async def show(event: NamedDependency[Event], run: NamedDependency[Any]) -> Answer:
    """How far it is; once it is done, a way to it."""
    frame: dict[str, Any] = {"event": event, "state": event.state_at(clock.now()), "nav_current": "events"}
    return _page(run, **frame)


@get("/paper-runs/{own_run_id:uuid}", guards=READ)
async def show_own(own_run: NamedDependency[Any]) -> Answer:
    """The same of a paper that is of no single event."""
    return _page(own_run, event=None, nav_current="reports")


@get("/paper-runs/{own_run_id:uuid}/file", guards=READ, media_type=BYTES)
async def fetch_own_file(own_run: NamedDependency[Any]) -> Response[bytes]:
    """Its file, for an hour."""
    return await handed(own_run)


@post("/events/{event_id:uuid}/paper-runs/{run_id:uuid}/again", guards=READ)
async def make_again(request: Asker, event: NamedDependency[Event], run: NamedDependency[Any]) -> Answer:
    """Have it made anew."""
    return await _again(request, run, event)


@post("/paper-runs/{own_run_id:uuid}/again", guards=READ)
async def make_own_again(request: Asker, own_run: NamedDependency[Any]) -> Answer:
    """The same of a paper that is of no single event."""
    return await _again(request, own_run, None)


async def _again(request: Asker, run: Any, event: Event | None) -> Answer:
    made = run["id"]
    with suppress(actions.PaperNotFailed):  # its page says how it is now
        made = await actions.again(request.user, run, event, clock.now())
    return redirect(way_of({"event": run["event"], "id": made}))


def _page(run: Any, **frame: Any) -> Answer:
    kind = kind_of(run["kind"])
    waited = int((clock.now() - run["created_at"]).total_seconds())
    facts = {
        "run": run,
        "waited": waited,
        "kind": kind,
        "title": gettext(kind.title_of(run["asked"])),
        "here": way_of(run),
    }
    return page("events/runs/show.html", back=kind.back(run["event"], run["asked"]), **facts, **frame)


@get("/events/{event_id:uuid}/paper-runs/{run_id:uuid}/file", guards=READ, media_type=BYTES)
async def fetch_file(run: NamedDependency[Any]) -> Response[bytes]:
    """The paper itself, for an hour."""
    return await handed(run)


doors: list[Any] = [show, fetch_file, make_again, show_own, fetch_own_file, make_own_again]
