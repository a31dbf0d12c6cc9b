"""JSON doors of venues and rooms: made, listed, read."""

from typing import Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.events import place_actions, queries
from events_app.events.access import Asker
from events_app.events.answers import RoomOut, VenueOut
from events_app.events.forms import RoomIn, VenueIn
from events_app.events.tables import Room, Venue
from events_app.web.api import Cursor, Limit, Page, after, listing

PLAN = [requires(Right.plan_events)]
READ = [requires(Right.read)]


@post("/venues", guards=PLAN)
async def create_venue(request: Asker, data: JSONBody[VenueIn]) -> VenueOut:
    """Add a place with an address."""
    return VenueOut.model_validate(await place_actions.add_venue(request.user, data))


@get("/venues", guards=READ)
async def list_venues(request: Asker, limit: Limit = 100, cursor: Cursor = None) -> Page[VenueOut]:
    """The organisation's venues."""
    rows = await queries.places(Venue, request.user.organisation, after(cursor), limit + 1)
    return listing(rows, limit, VenueOut.model_validate)


@get("/venues/{venue_id:uuid}", guards=READ)
async def read_venue(venue: NamedDependency[Venue]) -> VenueOut:
    """One venue."""
    return VenueOut.model_validate(venue)


@post("/rooms", guards=PLAN)
async def create_room(request: Asker, data: JSONBody[RoomIn]) -> RoomOut:
    """Add a room that can be booked, in a venue or by itself."""
    return RoomOut.of(await place_actions.add_room(request.user, data))


@get("/rooms", guards=READ)
async def list_rooms(request: Asker, limit: Limit = 100, cursor: Cursor = None) -> Page[RoomOut]:
    """The organisation's rooms."""
    rows = await queries.places(Room, request.user.organisation, after(cursor), limit + 1)
    return listing(rows, limit, RoomOut.of)


@get("/rooms/{room_id:uuid}", guards=READ)
async def read_room(room: NamedDependency[Room]) -> RoomOut:
    """One room."""
    return RoomOut.of(room)


doors: list[Any] = [create_venue, list_venues, read_venue, create_room, list_rooms, read_room]
