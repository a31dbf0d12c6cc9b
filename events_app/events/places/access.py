"""The way to a block: through its room."""

from uuid import UUID

from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.errors import NotFound
from events_app.events.tables import Room, RoomBlock


async def block_of(room: NamedDependency[Room], block_id: FromPath[UUID]) -> RoomBlock:
    """A block of the room that was loaded."""
    block = await RoomBlock.objects().get((RoomBlock.id == block_id) & (RoomBlock.room == room.id))
    if block is None:
        raise NotFound()
    return block
