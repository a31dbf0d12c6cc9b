"""Verbs of blocks: a time at which a room cannot be had. A booking of its own keeps it, so nothing overlaps."""

import asyncpg

from events_app import clock
from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.database import atomically, execute, transaction
from events_app.events.bookings import Claim, refusal_of
from events_app.events.place_actions import locked_room
from events_app.events.places.forms import BlockIn
from events_app.events.tables import BookingSubject, Room, RoomBlock
from events_app.ids import new_id

TAKE = """
INSERT INTO booking (id, organisation, created_at, subject_kind, subject, block, starts_at, ends_at,
                     cancelled, overridden, override_reason)
VALUES ($1, $2, $3, 'room', $4, $5, $6, $7, false, false, '')
"""


@atomically
async def block_room(actor: Actor, room: Room, form: BlockIn) -> RoomBlock:
    """Keep a room from being booked. Raises RoomTaken or RoomBlocked, which name what stands there."""
    await locked_room(room)
    block = RoomBlock(organisation=actor.organisation, room=room.id, **form.model_dump())
    try:
        async with transaction():
            await block.save()
            times = block.starts_at, block.ends_at
            await execute(TAKE, new_id(), room.organisation, clock.now(), room.id, block.id, *times)
    except asyncpg.ExclusionViolationError:
        claim = Claim(BookingSubject.room, room.id, None, form.starts_at, form.ends_at)
        refusal = await refusal_of(claim)
        refusal.field = "starts_at"
        raise refusal from None
    await audit.record(actor, "room.blocked", room.id, after=form.model_dump(mode="json"))
    return block


@atomically
async def unblock(actor: Actor, block: RoomBlock) -> None:
    """The room can be had again; twice is once."""
    await RoomBlock.delete().where(RoomBlock.id == block.id)
    before = {"starts_at": block.starts_at, "ends_at": block.ends_at, "reason": block.reason}
    await audit.record(actor, "room.unblocked", block.room, before=before)
