"""JSON doors of the calendar: what is on in a range of days, and moving it."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody, QueryParameter

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.events.access import Asker
from events_app.events.answers import EventOut, SessionOut, event_out, session_out
from events_app.events.queries import as_parts
from events_app.events.tables import Event, EventKind, EventState, Session
from events_app.events.views import actions, queries
from events_app.events.views.forms import Move, must_be_sensible
from events_app.events.views.queries import Entry, Wanted
from events_app.events.views.spans import Span
from events_app.shapes import Moment, Out

PLAN = [requires(Right.plan_events)]
First = Annotated[date, QueryParameter(name="from", description="The first day.")]
Last = Annotated[date, QueryParameter(name="to", description="The last day; 62 days at most.")]
InRoom = Annotated[UUID | None, QueryParameter(name="room_id", description="Only what is in this room.")]
OfKind = Annotated[EventKind | None, QueryParameter(name="kind", description="Only events of this kind.")]


class CalendarEntryOut(Out):
    """An event, or one of its sessions; `state` is the one of this moment."""

    event_id: UUID
    session_id: UUID | None
    title: str
    event_title: str
    kind: EventKind
    starts_at: Moment
    ends_at: Moment
    timezone: str
    room_id: UUID | None
    state: EventState
    confidential: bool
    row_version: int


class CalendarOut(Out):
    """What is on, soonest first; days are those of `timezone`. `cut` says that there is more than can be shown."""

    timezone: str
    items: list[CalendarEntryOut]
    cut: bool


@get("/calendar")
async def read_calendar(
    request: Asker, first: First, last: Last, room_id: InRoom = None, kind: OfKind = None
) -> CalendarOut:
    """The events and sessions of a range of days, as far as this user may see them."""
    must_be_sensible(first, last)
    zone = request.scope["state"]["organisation"].timezone
    asking = (request.user, *Span(first, last, first).moments(zone), Wanted(room_id, kind), clock.now())
    found = [*await queries.events_in(*asking), *await queries.sessions_in(*asking)]
    found.sort(key=lambda one: (one.starts_at, one.session is not None, one.session or one.event))
    shown = found[: queries.MOST]
    return CalendarOut(timezone=zone, items=[_entry(one) for one in shown], cut=len(found) > len(shown))


@post("/events/{event_id:uuid}/move", guards=PLAN, status_code=200)
async def move_event(request: Asker, event: NamedDependency[Event], data: JSONBody[Move]) -> EventOut:
    """Move it to another start; its length stays, its sessions go along. An occurrence moves by itself."""
    now = clock.now()
    return event_out(await actions.move_event(request.user, event, data, now), now)


@post("/events/{event_id:uuid}/sessions/{session_id:uuid}/move", guards=PLAN, status_code=200)
async def move_session(
    request: Asker, event: NamedDependency[Event], session: NamedDependency[Session], data: JSONBody[Move]
) -> SessionOut:
    """Move one session to another start; its length stays."""
    moved = await actions.move_session(request.user, event, session, data, clock.now())
    return session_out((await as_parts([moved]))[0], may_join=True)


def _entry(one: Entry) -> CalendarEntryOut:
    return CalendarEntryOut(
        event_id=one.event, session_id=one.session, title=one.title, event_title=one.event_title,
        kind=one.kind, starts_at=one.starts_at, ends_at=one.ends_at, timezone=one.timezone,
        room_id=one.room, state=one.state, confidential=one.confidential, row_version=one.row_version,
    )  # fmt: skip


doors: list[Any] = [read_calendar, move_event, move_session]
