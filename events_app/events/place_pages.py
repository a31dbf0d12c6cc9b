"""Doors for people: venues and the rooms in them."""

from typing import Any, TypeVar

from litestar import Response, get, post
from litestar.di import NamedDependency
from pydantic import BaseModel

from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.errors import Refusal
from events_app.events import listing, place_actions
from events_app.events.access import Asker
from events_app.events.forms import RoomIn, VenueIn
from events_app.events.tables import Room, Venue
from events_app.i18n import _
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

PLAN = [requires(Right.plan_events)]
Answer = Response[Any]
M = TypeVar("M", bound=BaseModel)


@get("/venues", guards=PLAN)
async def venues(request: Asker) -> Answer:
    """Every place and its rooms, and the form for more rooms."""
    return await _places(request, Form.blank(RoomIn))


@get("/venues/new", guards=PLAN)
async def new_venue() -> Answer:
    """The form of a new place."""
    return page("events/venue.html", form=Form.blank(VenueIn), venue=None, nav_current="events")


@post("/venues", guards=PLAN)
async def add_venue(request: Asker) -> Answer:
    """Adds a place."""
    form = await read_form(request, VenueIn)
    if not form.ok:
        return page("events/venue.html", status=422, form=form, venue=None, nav_current="events")
    await place_actions.add_venue(request.user, form.value)
    return _saved(request)


@post("/rooms", guards=PLAN)
async def add_room(request: Asker) -> Answer:
    """Adds a room."""
    form = await read_form(request, RoomIn)
    if form.ok:
        try:
            await place_actions.add_room(request.user, form.value)
        except Refusal as refusal:
            form.refuse(refusal)
    if not form.ok:
        return await _places(request, form)
    return _saved(request)


@get("/venues/{venue_id:uuid}", guards=PLAN)
async def edit_venue(venue: NamedDependency[Venue]) -> Answer:
    """The form of a place."""
    form = Form.blank(VenueIn, name=venue.name, address=venue.address)
    return page("events/venue.html", form=form, venue=venue, nav_current="events")


@post("/venues/{venue_id:uuid}", guards=PLAN)
async def update_venue(request: Asker, venue: NamedDependency[Venue]) -> Answer:
    """Keeps the change of a place."""
    form = await read_form(request, VenueIn)
    if not form.ok:
        return page("events/venue.html", status=422, form=form, venue=venue, nav_current="events")
    await place_actions.change_venue(request.user, venue, form.value)
    return _saved(request)


@get("/rooms/{room_id:uuid}", guards=PLAN)
async def edit_room(request: Asker, room: NamedDependency[Room]) -> Answer:
    """The form of a room."""
    form = Form.blank(RoomIn, name=room.name, venue_id=room.venue, capacity=room.capacity)
    return await _room(request, room, form)


@post("/rooms/{room_id:uuid}", guards=PLAN)
async def update_room(request: Asker, room: NamedDependency[Room]) -> Answer:
    """Keeps the change of a room."""
    form = await read_form(request, RoomIn)
    if form.ok:
        try:
            await place_actions.change_room(request.user, room, form.value)
        except Refusal as refusal:
            form.refuse(refusal)
    return _saved(request) if form.ok else await _room(request, room, form)


async def _places(request: Asker, form: Form[RoomIn]) -> Answer:
    rooms = await listing.rooms_of(request.user.organisation)
    return page(
        "events/venues.html",
        status=form.status,
        venues=await _venues(request),
        rooms=rooms,
        form=form,
        nav_current="events",
    )


async def _room(request: Asker, room: Room, form: Form[RoomIn]) -> Answer:
    venues = await _venues(request)
    return page(
        "events/room.html", status=form.status, form=form, room=room, venues=venues, nav_current="events"
    )


async def _venues(request: Asker) -> list[Venue]:
    mine = Venue.organisation == request.user.organisation
    return await Venue.objects().where(mine).order_by(Venue.name, Venue.id)


def _saved(request: Asker) -> Answer:
    say(request, _("Saved."))
    return redirect("/venues")


doors: list[Any] = [venues, new_venue, add_venue, add_room, edit_venue, update_venue, edit_room, update_room]
