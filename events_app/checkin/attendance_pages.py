"""Who came, as it happens: a page that renews its figures by itself."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency

from events_app import clock
from events_app.checkin import queries
from events_app.checkin.conflicts.queries import how_many_open
from events_app.events.tables import Event
from events_app.formats import clock_text
from events_app.i18n import gettext
from events_app.invitations import queries as inviting
from events_app.web.pages import page

Answer = Response[Any]
NEWEST = 50
MOST_BARS = 25


@get("/events/{event_id:uuid}/attendance")
async def attendance(event: NamedDependency[Event]) -> Answer:
    """The whole page."""
    return page("checkin/attendance.html", **await _figures(event))


@get("/events/{event_id:uuid}/attendance/live")
async def live(event: NamedDependency[Event]) -> Answer:
    """Only what changes, asked for again every few seconds."""
    return page("checkin/_live.html", **await _figures(event))


async def _figures(event: Event) -> dict[str, Any]:
    came = await queries.attended(event)
    steps = queries.filled(came.arrivals)
    return {
        "event": event,
        "state": event.state_at(clock.now()),
        "came": came,
        "invited": await inviting.numbers(event),
        "labels": [clock_text(at, event.timezone) for at, _count in steps],
        "counts": [count for _at, count in steps],
        "present_by_institution": [
            (row["institution"] or gettext("No institution"), row["present"])
            for row in came.by_institution[:MOST_BARS]
            if row["present"]
        ],
        "to_look_at": await how_many_open(event),
        "newest": await queries.newest(event, NEWEST),
        "nav_current": "events",
    }
