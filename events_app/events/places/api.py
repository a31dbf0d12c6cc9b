"""Free rooms for programs."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import get
from litestar.params import FromQuery, QueryParameter

from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.events.access import Asker
from events_app.events.places.forms import Wish
from events_app.events.places.free import free_rooms
from events_app.shapes import Out
from events_app.web.faults import checked

Start = Annotated[datetime | None, QueryParameter(description="RFC 3339 with an offset.")]


class FreeRoomOut(Out):
    """A room nobody holds at that time; `capacity` null is a room of unknown size."""

    id: UUID
    name: str
    capacity: int | None
    venue: str


class FreeRoomsOut(Out):
    """The rooms that fit, the smallest first; twenty at most."""

    items: list[FreeRoomOut]


@get("/rooms/free", guards=[requires(Right.read)])
async def list_free_rooms(
    request: Asker,
    starts_at: Start = None,
    ends_at: Start = None,
    seats: FromQuery[int | None] = None,
    equipment: FromQuery[list[str] | None] = None,
) -> FreeRoomsOut:
    """Which rooms are free and open from start to end, hold so many, and have all of the equipment."""
    asked: dict[str, Any] = {"timezone": "UTC", "starts_at": starts_at, "ends_at": ends_at, "seats": seats}
    asked["equipment"] = equipment
    wish = checked(Wish, {name: value for name, value in asked.items() if value is not None})
    times, mine = (wish.starts_at, wish.ends_at), request.user.organisation
    found = await free_rooms(mine, *times, wish.seats, equipment=wish.equipment)
    return FreeRoomsOut(items=[FreeRoomOut.model_validate(one) for one in found])


doors: list[Any] = [list_free_rooms]
