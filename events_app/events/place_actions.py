"""Verbs of places: venues and the rooms in them."""

from uuid import UUID

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.database import atomically
from events_app.errors import NotFound
from events_app.events.forms import RoomIn, VenueIn
from events_app.events.tables import Room, Venue
from events_app.i18n import N_


class VenueUnknown(NotFound):
    code = "not_found"
    message = N_("There is no such venue.")
    field = "venue_id"


@atomically
async def add_venue(actor: Actor, form: VenueIn) -> Venue:
    """A new place."""
    venue = Venue(organisation=actor.organisation, **form.model_dump())
    await venue.save()
    await audit.record(actor, "venue.added", venue.id, after={"name": venue.name})
    return venue


@atomically
async def change_venue(actor: Actor, venue: Venue, form: VenueIn) -> Venue:
    """Another name or address for a place."""
    before = {"name": venue.name, "address": venue.address}
    venue.name, venue.address = form.name, form.address
    await venue.save()
    await audit.record(actor, "venue.changed", venue.id, before=before, after=form.model_dump())
    return venue


@atomically
async def add_room(actor: Actor, form: RoomIn) -> Room:
    """A new room that can be booked. Raises VenueUnknown."""
    await _check_venue(actor, form.venue_id)
    room = Room(organisation=actor.organisation, name=form.name, venue=form.venue_id, capacity=form.capacity)
    await room.save()
    await audit.record(actor, "room.added", room.id, after=form.model_dump())
    return room


@atomically
async def change_room(actor: Actor, room: Room, form: RoomIn) -> Room:
    """Another name, venue or size for a room; what is booked there stays booked."""
    await _check_venue(actor, form.venue_id)
    before = {"name": room.name, "venue_id": room.venue, "capacity": room.capacity}
    room.name, room.venue, room.capacity = form.name, form.venue_id, form.capacity
    await room.save()
    await audit.record(actor, "room.changed", room.id, before=before, after=form.model_dump())
    return room


async def _check_venue(actor: Actor, venue: UUID | None) -> None:
    known = (Venue.id == venue) & (Venue.organisation == actor.organisation)
    if venue is not None and not await Venue.exists().where(known):
        raise VenueUnknown()
