"""Factories of self check-in: a room with a code, and a phone that read it."""

from typing import Any

import httpx

from events_app import clock
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.checkin.self_checkin import codes
from events_app.checkin.self_checkin.actions import add_room_code
from events_app.checkin.self_checkin.forms import RoomCodeIn
from events_app.checkin.self_checkin.tables import RoomCode, RoomCodeMode
from events_app.events.tables import Event
from tests.people import Browser, Cast


def planner(event: Event) -> Actor:
    return Actor(organisation=event.organisation, name="planner", rights=frozenset({Right.plan_events}))


async def phone(cast: Cast, address: str = "127.0.0.1") -> Browser:
    """A participant's phone that reads English; nobody is signed in on it."""
    client = await cast.client(address=address)
    client.cookies.set("lang", "en")
    return Browser(client)


async def room(event: Event, mode: RoomCodeMode = RoomCodeMode.rotating, **more: Any) -> RoomCode:
    """Self check-in, turned on."""
    return await add_room_code(planner(event), event, RoomCodeIn(mode=mode, **more))


async def entered(phone: Browser, room: RoomCode) -> httpx.Response:
    """The phone's camera read the code of this moment; the page that it then stands on."""
    landed = await phone.get(f"/R/{room.ref}/{codes.shown(room, clock.now())}")
    assert landed.status_code == 303, landed.text
    return await phone.get(landed.headers["location"])
