"""The room's code on a screen: for who works the door, or by a link of its own for a projector's computer."""

from datetime import datetime
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency

from events_app import clock
from events_app.checkin.self_checkin import codes, posters, queries, words
from events_app.checkin.self_checkin.access import Screen
from events_app.checkin.self_checkin.actions import SCREEN_PATH, screen_token
from events_app.checkin.self_checkin.marking import must_be_on
from events_app.checkin.self_checkin.tables import RoomCode, RoomCodeMode
from events_app.errors import Refusal
from events_app.events.queries import parts_of
from events_app.events.tables import Event
from events_app.i18n import gettext
from events_app.web.pages import page

Answer = Response[Any]


@get("/door/{event_id:uuid}/rooms")
async def rooms(door: NamedDependency[Event]) -> Answer:
    """For the door team: tablets at the entrances, and the screens of this event."""
    found = [] if door.confidential else await queries.spots(door)
    return page(
        "checkin/self_checkin/rooms.html",
        nav_current="events",
        event=door,
        sessions=await parts_of(door),
        spots=[one for one in found if one.code.open and one.code.mode == RoomCodeMode.rotating],
    )


@get("/door/{event_id:uuid}/rooms/{room_code_id:uuid}")
async def screen(door: NamedDependency[Event], shown_here: NamedDependency[RoomCode]) -> Answer:
    """The whole page."""
    return await _screen(door, shown_here, f"/door/{door.id}/rooms/{shown_here.id}/live")


@get("/door/{event_id:uuid}/rooms/{room_code_id:uuid}/live")
async def screen_live(door: NamedDependency[Event], shown_here: NamedDependency[RoomCode]) -> Answer:
    """Only the code as it is now."""
    return page("checkin/self_checkin/_code.html", **_now(door, shown_here, clock.now()))


@get("/screens/{token:str}", public=True)
async def linked_screen(linked: NamedDependency[Screen]) -> Answer:
    """The same by a link, until it is ended."""
    path = f"{SCREEN_PATH}{screen_token(linked.room)}/live"
    return await _screen(linked.event, linked.room, path)


@get("/screens/{token:str}/live", public=True)
async def linked_live(linked: NamedDependency[Screen]) -> Answer:
    """Only the code as it is now."""
    return page("checkin/self_checkin/_code.html", **_now(linked.event, linked.room, clock.now()))


async def _screen(event: Event, room: RoomCode, live: str) -> Answer:
    place = await queries.spot(room)
    return page(
        "checkin/self_checkin/screen.html",
        event=event,
        place=place,
        live=live,
        languages=words.both_languages(),
        **_now(event, room, clock.now()),
    )


def _now(event: Event, room: RoomCode, now: datetime) -> dict[str, Any]:
    """The code that is shown, or why there is none at this moment."""
    try:
        must_be_on(event, room, now)
    except Refusal as refusal:
        return {"shut": refusal.text, "wait": codes.SECONDS}
    shown = codes.shown(room, now)
    return {
        "shut": "",
        "svg": posters.svg(room, shown),
        "code": shown,
        "address": posters.spoken_address(room),
        "wait": codes.remaining(now),
        "seconds": codes.SECONDS,
        "rotating": room.mode == RoomCodeMode.rotating,
        "qr_name": gettext("QR code of this room"),
    }


doors: list[Any] = [rooms, screen, screen_live, linked_screen, linked_live]
