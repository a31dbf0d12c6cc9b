"""JSON doors that change places: what is known of them, blocks, taking out of use and back."""

from typing import Any
from uuid import UUID

from litestar import delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.events import place_actions
from events_app.events.access import Asker
from events_app.events.answers import RoomOut, VenueOut
from events_app.events.forms import RoomPatch, VenuePatch
from events_app.events.places import blocks, keeping, queries
from events_app.events.places.forms import BlockIn
from events_app.events.places.keeping import Ending
from events_app.events.tables import Room, RoomBlock, Venue
from events_app.shapes import Moment, Out
from events_app.web.api import Cursor, Limit, Page, after, listing

PLAN = [requires(Right.plan_events)]
READ = [requires(Right.read)]


class BlockOut(Out):
    """A time at which a room cannot be had."""

    id: UUID
    room_id: UUID
    starts_at: Moment
    ends_at: Moment
    reason: str

    @classmethod
    def of(cls, block: Any) -> "BlockOut":
        names = cls.model_fields.keys() - {"room_id"}
        return cls(room_id=block.room, **{name: getattr(block, name) for name in names})


class EndingOut(Out):
    """`deleted` when it was never used, `retired` when something took place there."""

    outcome: Ending


@patch("/venues/{venue_id:uuid}", guards=PLAN)
async def update_venue(request: Asker, venue: NamedDependency[Venue], data: JSONBody[VenuePatch]) -> VenueOut:
    """Change what is sent. 409 `changed_meanwhile` for an old `row_version`."""
    return VenueOut.model_validate(await place_actions.change_venue(request.user, venue, data))


@delete("/venues/{venue_id:uuid}", guards=PLAN, status_code=200)
async def remove_venue(request: Asker, venue: NamedDependency[Venue]) -> EndingOut:
    """Delete it, or retire it with its rooms. 409 `room_in_use` names in `events` what is to come."""
    return EndingOut(outcome=await keeping.remove_venue(request.user, venue, clock.now()))


@post("/venues/{venue_id:uuid}/restoration", guards=PLAN, status_code=200)
async def restore_venue(request: Asker, venue: NamedDependency[Venue]) -> VenueOut:
    """Offer it again, with the rooms that were retired with it."""
    return VenueOut.model_validate(await keeping.restore_venue(request.user, venue))


@patch("/rooms/{room_id:uuid}", guards=PLAN)
async def update_room(request: Asker, room: NamedDependency[Room], data: JSONBody[RoomPatch]) -> RoomOut:
    """Change what is sent. 409 `changed_meanwhile` for an old `row_version`."""
    return RoomOut.of(await place_actions.change_room(request.user, room, data))


@delete("/rooms/{room_id:uuid}", guards=PLAN, status_code=200)
async def remove_room(request: Asker, room: NamedDependency[Room]) -> EndingOut:
    """Delete it, or retire it once used. 409 `room_in_use` names in `events` what is to come."""
    return EndingOut(outcome=await keeping.remove_room(request.user, room, clock.now()))


@post("/rooms/{room_id:uuid}/restoration", guards=PLAN, status_code=200)
async def restore_room(request: Asker, room: NamedDependency[Room]) -> RoomOut:
    """Offer it again."""
    return RoomOut.of(await keeping.restore_room(request.user, room))


@post("/rooms/{room_id:uuid}/blocks", guards=PLAN)
async def block_room(request: Asker, room: NamedDependency[Room], data: JSONBody[BlockIn]) -> BlockOut:
    """Keep it from being booked. 409 `room_taken` or `room_blocked` names what stands there."""
    return BlockOut.of(await blocks.block_room(request.user, room, data))


@get("/rooms/{room_id:uuid}/blocks", guards=READ)
async def list_blocks(
    room: NamedDependency[Room], limit: Limit = 100, cursor: Cursor = None
) -> Page[BlockOut]:
    """When it is and was blocked."""
    return listing(await queries.blocks_of(room, after(cursor), limit + 1), limit, BlockOut.of)


@delete("/rooms/{room_id:uuid}/blocks/{block_id:uuid}", guards=PLAN, status_code=204)
async def unblock_room(
    request: Asker, room: NamedDependency[Room], block: NamedDependency[RoomBlock]
) -> None:
    """Free it again."""
    await blocks.unblock(request.user, block)


doors: list[Any] = [
    update_venue,
    remove_venue,
    restore_venue,
    update_room,
    remove_room,
    restore_room,
    block_room,
    list_blocks,
    unblock_room,
]
