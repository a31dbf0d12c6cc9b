"""Verbs of places: venues and the rooms in them."""

from typing import Any
from uuid import UUID

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.database import atomically, fetch_one
from events_app.errors import NotFound
from events_app.events.forms import RoomIn, RoomPatch, VenueIn, VenuePatch
from events_app.events.states import must_be_current
from events_app.events.tables import Room, Venue
from events_app.i18n import N_


class VenueUnknown(NotFound):
    code = "not_found"
    message = N_("There is no such venue.")
    field = "venue_id"


@atomically
async def add_venue(actor: Actor, form: VenueIn) -> Venue:
    """A new place."""
    venue = Venue(organisation=actor.organisation, name=form.name, address=form.address)
    await venue.save()
    await audit.record(actor, "venue.added", venue.id, after={"name": venue.name})
    return venue


@atomically
async def change_venue(actor: Actor, venue: Venue, patch: VenuePatch) -> Venue:
    """Another name or address for a place. Raises ChangedMeanwhile."""
    venue = await locked_venue(venue)
    must_be_current(patch.row_version, venue)
    await _change(actor, "venue.changed", venue, patch.changes())
    return venue


@atomically
async def add_room(actor: Actor, form: RoomIn) -> Room:
    """A new room that can be booked. Raises VenueUnknown."""
    await _check_venue(actor, form.venue_id)
    room = Room(organisation=actor.organisation, **form.columns())
    await room.save()
    await audit.record(actor, "room.added", room.id, after=form.model_dump(mode="json"))
    return room


@atomically
async def change_room(actor: Actor, room: Room, patch: RoomPatch) -> Room:
    """What is known of a room; what is booked there stays booked. Raises VenueUnknown, ChangedMeanwhile."""
    room = await locked_room(room)
    must_be_current(patch.row_version, room)
    if patch.venue_id != room.venue:
        await _check_venue(actor, patch.venue_id)
    await _change(actor, "room.changed", room, patch.changes())
    return room


async def locked_room(room: Room) -> Room:
    """The room as it is now; whoever would book it waits until the transaction ends."""
    if await fetch_one("SELECT id FROM room WHERE id = $1 FOR UPDATE", room.id) is None:
        raise NotFound()
    fresh = await Room.objects().get(Room.id == room.id)
    assert fresh is not None, "a locked row cannot vanish"
    return fresh


async def locked_venue(venue: Venue) -> Venue:
    """The venue as it is now, its row ours until the transaction ends."""
    if await fetch_one("SELECT id FROM venue WHERE id = $1 FOR UPDATE", venue.id) is None:
        raise NotFound()
    fresh = await Venue.objects().get(Venue.id == venue.id)
    assert fresh is not None, "a locked row cannot vanish"
    return fresh


async def _change(actor: Actor, what: str, row: Any, sent: dict[str, Any]) -> None:
    before = {name: getattr(row, name) for name, value in sent.items() if getattr(row, name) != value}
    if not before:
        return
    for name in before:
        setattr(row, name, sent[name])
    row.row_version += 1
    await row.save()
    await audit.record(actor, what, row.id, before=before, after={name: sent[name] for name in before})


async def _check_venue(actor: Actor, venue: UUID | None) -> None:
    known = (Venue.id == venue) & (Venue.organisation == actor.organisation) & Venue.retired_at.is_null()
    if venue is not None and not await Venue.exists().where(known):
        raise VenueUnknown()
