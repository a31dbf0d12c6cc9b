"""The only ways to an event: visible to you, or not found. Rooms to the right use them in their doors."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar
from uuid import UUID

from litestar import Request
from litestar.di import NamedDependency
from litestar.params import FromPath
from piccolo.table import Table

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.errors import NotAllowed, NotFound
from events_app.events.queries import visible_to
from events_app.events.tables import AgendaItem, DoorAssignment, Event, Material, Room, Session, Venue

Asker = Request[Actor, Any, Any]
T = TypeVar("T", bound=Table)
Loader = Callable[[Asker, UUID], Awaitable[Event]]


async def event_for_reader(request: Asker, event_id: FromPath[UUID]) -> Event:
    """An event this reader may see: confidential ones need the right, a door user sees those assigned."""
    event = await Event.objects().where(visible_to(request.user), Event.id == event_id).first()
    if event is None:
        raise NotFound()
    return event


def _with_any(*rights: Right) -> Loader:
    async def load(request: Asker, event_id: FromPath[UUID]) -> Event:
        event = await event_for_reader(request, event_id)
        if not any(request.user.may(right) for right in rights):
            raise NotAllowed()
        return event

    return load


event_for_planner = _with_any(Right.plan_events)
event_for_inviter = _with_any(Right.invite)
event_for_commitments = _with_any(Right.keep_commitments)
event_for_chair = _with_any(Right.keep_commitments, Right.decide)


async def event_for_door(request: Asker, event_id: FromPath[UUID]) -> Event:
    """An event whose door this actor may work: assigned to it or paired for it (confidential or not), or a planner."""
    actor = request.user
    mine = (Event.id == event_id) & (Event.organisation == actor.organisation)
    event = await Event.objects().where(mine).first()
    if event is None or not (await _works_there(actor, event) or await _sees(request, event)):
        raise NotFound()
    if not actor.may(Right.plan_events) and not (actor.may(Right.scan) and await _works_there(actor, event)):
        raise NotAllowed()
    return event


async def _works_there(actor: Actor, event: Event) -> bool:
    if actor.user is None:
        return actor.stands_at(event.id)
    return await DoorAssignment.exists().where(
        (DoorAssignment.event == event.id) & (DoorAssignment.user == actor.user)
    )


async def _sees(request: Asker, event: Event) -> bool:
    return await Event.exists().where(visible_to(request.user), Event.id == event.id)


async def session_of(event: NamedDependency[Event], session_id: FromPath[UUID]) -> Session:
    """A session of the event that was loaded."""
    return await _of_event(Session, event, session_id)


async def agenda_item_of(event: NamedDependency[Event], item_id: FromPath[UUID]) -> AgendaItem:
    """A line of the running order of the event that was loaded."""
    return await _of_event(AgendaItem, event, item_id)


async def material_of(event: NamedDependency[Event], material_id: FromPath[UUID]) -> Material:
    """A handout of the event that was loaded."""
    return await _of_event(Material, event, material_id)


async def venue_of(request: Asker, venue_id: FromPath[UUID]) -> Venue:
    """A venue of the reader's organisation."""
    return await _of_organisation(Venue, request, venue_id)


async def room_of(request: Asker, room_id: FromPath[UUID]) -> Room:
    """A room of the reader's organisation."""
    return await _of_organisation(Room, request, room_id)


async def _of_event(table: type[T], event: Event, row_id: UUID) -> T:
    columns: Any = table
    return await _one(table, (columns.id == row_id) & (columns.event == event.id))


async def _of_organisation(table: type[T], request: Asker, row_id: UUID) -> T:
    columns: Any = table
    return await _one(table, (columns.id == row_id) & (columns.organisation == request.user.organisation))


async def _one(table: type[T], condition: Any) -> T:
    row = await table.objects().where(condition).first()
    if row is None:
        raise NotFound()
    return row
