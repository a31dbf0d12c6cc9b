"""JSON doors of the schedule: places, events and their sessions."""

from datetime import date
from typing import Annotated

from litestar import Router, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import JSONBody, QueryParameter

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.events import access, actions, queries
from events_app.events.access import Asker
from events_app.events.answers import (
    EventOut,
    PublishedOut,
    SessionOut,
    event_out,
    published_out,
    session_out,
)
from events_app.events.feeds.access import feed_of
from events_app.events.feeds.api import doors as feed_doors
from events_app.events.forms import (
    Cancellation,
    EventPlan,
    Postponement,
)
from events_app.events.holidays.api import doors as holiday_doors
from events_app.events.materials.api import doors as material_doors
from events_app.events.places.access import block_of
from events_app.events.places.api import doors as free_room_doors
from events_app.events.places.keeping_api import doors as keeping_doors
from events_app.events.places.listing_api import doors as place_doors
from events_app.events.programme.api import doors as programme_doors
from events_app.events.readiness import gaps_of
from events_app.events.runs.access import own_run_here, run_here
from events_app.events.runs.api import doors as run_doors
from events_app.events.series import api as series_api
from events_app.events.series.access import series_here, template_of
from events_app.events.series.session_api import doors as session_doors
from events_app.events.speakers.access import speaker_here
from events_app.events.speakers.api import doors as speaker_doors
from events_app.events.stage_calendars.api import doors as calendar_doors
from events_app.events.tables import Event, EventState, Session
from events_app.events.views.api import doors as view_doors
from events_app.web.api import Cursor, Limit, Page, after, listing

PLAN = [requires(Right.plan_events)]
Standing = Annotated[EventState | None, QueryParameter(name="state", description="As it is now.")]
Since = Annotated[date | None, QueryParameter(name="from", description="Not over before this day.")]
Until = Annotated[date | None, QueryParameter(name="to", description="Begun by this day.")]
Search = Annotated[
    str, QueryParameter(max_length=200, description="In title, theme, description, reference.")
]


@post("/events", guards=PLAN)
async def create_event(request: Asker, data: JSONBody[EventPlan]) -> EventOut:
    """Plan an event: a draft, whose room is held from now on. 409 `room_taken` names what holds it."""
    return event_out(await actions.create_event(request.user, data), clock.now())


@get("/events")
async def list_events(
    request: Asker,
    standing: Standing = None,
    since: Since = None,
    until: Until = None,
    q: Search = "",
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Page[EventOut]:
    """The events this user may see."""
    now, filters = clock.now(), queries.Filters(standing, since, until, q)
    rows = await queries.list_events(request.user, filters, now, after=after(cursor), limit=limit + 1)
    return listing(rows, limit, lambda row: event_out(row, now))


@get("/events/{event_id:uuid}")
async def read_event(event: NamedDependency[Event]) -> EventOut:
    """One event."""
    return event_out(event, clock.now())


@post("/events/{event_id:uuid}/publication", guards=PLAN, status_code=200)
async def publish_event(request: Asker, event: NamedDependency[Event]) -> PublishedOut:
    """Publish it; what could be better comes as warnings."""
    now = clock.now()
    event = await actions.publish(request.user, event, now)
    return published_out(event, await gaps_of(event, now), now)


@post("/events/{event_id:uuid}/cancellation", guards=PLAN, status_code=200)
async def cancel_event(
    request: Asker, event: NamedDependency[Event], data: JSONBody[Cancellation]
) -> EventOut:
    """Call it off for good; guests are told."""
    now = clock.now()
    return event_out(await actions.cancel(request.user, event, data.reason, now), now)


@post("/events/{event_id:uuid}/postponement", guards=PLAN, status_code=200)
async def postpone_event(
    request: Asker, event: NamedDependency[Event], data: JSONBody[Postponement]
) -> EventOut:
    """Move it to another time, sessions included; guests are told, their passes stay valid."""
    now = clock.now()
    return event_out(await actions.postpone(request.user, event, data, now), now)


@get("/events/{event_id:uuid}/sessions")
async def list_sessions(
    request: Asker, event: NamedDependency[Event], limit: Limit = 100, cursor: Cursor = None
) -> Page[SessionOut]:
    """The sessions of an event, cancelled ones included."""
    rows = await queries.sessions_of(event, after(cursor), limit + 1)
    parts = {part.session.id: part for part in await queries.as_parts(rows[:limit])}
    return listing(rows, limit, lambda row: session_out(parts[row.id], _may_join(request)))


@get("/events/{event_id:uuid}/sessions/{session_id:uuid}")
async def read_session(request: Asker, session: NamedDependency[Session]) -> SessionOut:
    """One session."""
    return await _session(request, session)


async def _session(request: Asker, session: Session) -> SessionOut:
    return session_out((await queries.as_parts([session]))[0], _may_join(request))


def _may_join(request: Asker) -> bool:
    """Whoever plans or invites tells others how to join."""
    return request.user.may(Right.plan_events) or request.user.may(Right.invite)


router = Router(
    path="/",
    tags=["Events"],
    dependencies={
        "event": Provide(access.event_for_reader),
        "session": Provide(access.session_of),
        "venue": Provide(access.venue_of),
        "room": Provide(access.room_of),
        "item": Provide(access.agenda_item_of),
        "block": Provide(block_of),
        "material": Provide(access.material_of),
        "template": Provide(template_of),
        "series": Provide(series_here),
        "feed": Provide(feed_of),
        "on_stage": Provide(speaker_here),
        "run": Provide(run_here),
        "own_run": Provide(own_run_here),
    },
    route_handlers=[
        *place_doors,
        create_event,
        list_events,
        read_event,
        publish_event,
        cancel_event,
        postpone_event,
        list_sessions,
        read_session,
        *session_doors,
        *programme_doors,
        *material_doors,
        *free_room_doors,
        *keeping_doors,
        *holiday_doors,
        *feed_doors,
        *speaker_doors,
        *calendar_doors,
        *series_api.doors,
        *view_doors,
        *run_doors,
    ],
)
