"""JSON doors of self check-in: where it is on, and odd marks with what was decided."""

from uuid import UUID

from litestar import delete, get, patch, post
from litestar.di import NamedDependency, Provide
from litestar.params import JSONBody
from pydantic import Field

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.checkin.self_checkin import actions, posters, queries, reviewing
from events_app.checkin.self_checkin.access import flag_here, room_code_here
from events_app.checkin.self_checkin.forms import FlagDecisionIn, RoomCodeChange, RoomCodeIn
from events_app.checkin.self_checkin.queries import Flagged, Spot
from events_app.checkin.self_checkin.tables import (
    FlagDecision,
    FlagWhy,
    RoomCode,
    RoomCodeMode,
    SelfFlag,
    Way,
)
from events_app.errors import NotFound
from events_app.events.access import Asker, event_for_planner
from events_app.events.tables import Event
from events_app.shapes import Moment, Out, Page
from events_app.web.api import Cursor, Limit, part

PLAN = [requires(Right.plan_events)]


class RoomCodeOut(Out):
    """Where people may check themselves in. `address` is where they type the code; the code itself is shown in the room."""

    id: UUID
    event_id: UUID
    session_id: UUID | None
    session: str | None
    room: str = Field(description="The room's name, empty when the event has none.")
    mode: RoomCodeMode
    open: bool
    address: str = Field(examples=["events.city.example/R/7K2QXM"])
    screen_url: str | None = Field(description="The link of a screen, while there is one.")
    row_version: int

    @classmethod
    def of(cls, row: Spot) -> "RoomCodeOut":
        code = row.code
        return cls(
            id=code.id,
            event_id=code.event,
            session_id=code.session,
            session=row.session,
            room=row.room,
            mode=RoomCodeMode(code.mode),
            open=code.open,
            address=posters.spoken_address(code),
            screen_url=actions.screen_url(code) or None,
            row_version=code.row_version,
        )


class SelfFlagOut(Out):
    """An odd mark: who, when, from which phone (a label of five characters), why, and what was decided."""

    id: UUID
    event_id: UUID
    scan_id: UUID
    guest_id: UUID
    name: str
    institution: str | None
    session: str | None
    way: Way
    reasons: list[FlagWhy]
    device: str = Field(examples=["7K2QX"])
    marked_at: Moment
    code_at: Moment
    undone: bool
    decision: FlagDecision | None
    note: str
    decided_at: Moment | None
    decided_by: str | None


@get("/events/{event_id:uuid}/room-codes", guards=PLAN)
async def list_room_codes(
    planned: NamedDependency[Event], limit: Limit = 100, cursor: Cursor = None
) -> Page[RoomCodeOut]:
    """Where people may check themselves in, the whole event first."""
    return part(await queries.spots(planned), limit, cursor, RoomCodeOut.of)


@post("/events/{event_id:uuid}/room-codes", guards=PLAN)
async def add_room_code(
    request: Asker, planned: NamedDependency[Event], data: JSONBody[RoomCodeIn]
) -> RoomCodeOut:
    """Turn self check-in on for the whole event or a session; confidential events refuse it by name."""
    return await _one(await actions.add_room_code(request.user, planned, data))


@get("/events/{event_id:uuid}/room-codes/{room_code_id:uuid}", guards=PLAN)
async def read_room_code(
    planned: NamedDependency[Event], room_code: NamedDependency[RoomCode]
) -> RoomCodeOut:
    """One of them."""
    return await _one(room_code)


@patch("/events/{event_id:uuid}/room-codes/{room_code_id:uuid}", guards=PLAN)
async def change_room_code(
    request: Asker,
    planned: NamedDependency[Event],
    room_code: NamedDependency[RoomCode],
    data: JSONBody[RoomCodeChange],
) -> RoomCodeOut:
    """Show the code another way, or switch it off and on."""
    return await _one(await actions.change_room_code(request.user, planned, room_code, data))


@post("/events/{event_id:uuid}/room-codes/{room_code_id:uuid}/poster", guards=PLAN, status_code=200)
async def replace_poster(
    request: Asker, planned: NamedDependency[Event], room_code: NamedDependency[RoomCode]
) -> RoomCodeOut:
    """End the poster that hangs; the next print has another code."""
    return await _one(await actions.replace_poster(request.user, planned, room_code))


@post("/events/{event_id:uuid}/room-codes/{room_code_id:uuid}/screen-link", guards=PLAN, status_code=200)
async def open_screen_link(
    request: Asker, planned: NamedDependency[Event], room_code: NamedDependency[RoomCode]
) -> RoomCodeOut:
    """A fresh link for a screen where nobody signs in; the one before ends."""
    return await _one(await actions.open_screen_link(request.user, planned, room_code))


@delete("/events/{event_id:uuid}/room-codes/{room_code_id:uuid}/screen-link", guards=PLAN)
async def end_screen_link(
    request: Asker, planned: NamedDependency[Event], room_code: NamedDependency[RoomCode]
) -> None:
    """The link shows nothing more."""
    await actions.end_screen_link(request.user, planned, room_code)


@get("/events/{event_id:uuid}/self-check-in-flags", guards=PLAN)
async def list_self_flags(
    planned: NamedDependency[Event], limit: Limit = 100, cursor: Cursor = None
) -> Page[SelfFlagOut]:
    """Odd marks, the undecided first, then the newest."""
    return part(await queries.flags(planned), limit, cursor, SelfFlagOut.model_validate)


@get("/events/{event_id:uuid}/self-check-in-flags/{flag_id:uuid}", guards=PLAN)
async def read_self_flag(planned: NamedDependency[Event], flag: NamedDependency[SelfFlag]) -> SelfFlagOut:
    """One odd mark."""
    return await _flag(planned, flag)


@post("/events/{event_id:uuid}/self-check-in-flags/{flag_id:uuid}/decision", guards=PLAN, status_code=200)
async def decide_self_flag(
    request: Asker,
    planned: NamedDependency[Event],
    flag: NamedDependency[SelfFlag],
    data: JSONBody[FlagDecisionIn],
) -> SelfFlagOut:
    """It is fine, or it is taken back for a reason; decided once."""
    await reviewing.decide(request.user, planned, flag, data, clock.now())
    return await _flag(planned, flag)


async def _one(code: RoomCode) -> RoomCodeOut:
    return RoomCodeOut.of(await queries.spot(code))


async def _flag(event: Event, flag: SelfFlag) -> SelfFlagOut:
    row: Flagged | None = await queries.flag(event, flag.id)
    if row is None:
        raise NotFound()
    return SelfFlagOut.model_validate(row)


ROWS = {
    "planned": Provide(event_for_planner),
    "room_code": Provide(room_code_here),
    "flag": Provide(flag_here),
}
doors = [
    list_room_codes,
    add_room_code,
    read_room_code,
    change_room_code,
    replace_poster,
    open_screen_link,
    end_screen_link,
    list_self_flags,
    read_self_flag,
    decide_self_flag,
]
