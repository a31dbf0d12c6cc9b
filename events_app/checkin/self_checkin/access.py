"""The only ways to a room's code and to an odd mark: through an event you may see, its address, or a screen's link."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from litestar import Request
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app import settings, tokens
from events_app.accounts.access import Connection, address_of
from events_app.checkin.self_checkin import seals
from events_app.checkin.self_checkin.tables import RoomCode, SelfFlag
from events_app.errors import NotFound
from events_app.events.tables import Event
from events_app.invitations.access import event_spoken, unknown_link
from events_app.invitations.tables import Guest

Ask = Request[Any, Any, Any]
BROWSER, ROOM_PASS, HELD = "browser", "room-pass", "held-pass"
A_MONTH, A_DAY = timedelta(days=30), timedelta(days=1)


@dataclass(frozen=True)
class Entered:
    """Who stands in a room with a phone: the room's code, its event, and the browser by its random name."""

    room: RoomCode
    event: Event
    host: str
    browser: str
    known: bool
    room_pass: str
    held: str
    address: str

    @property
    def digest(self) -> bytes:
        """What the database keeps of the browser."""
        return seals.browser_digest(self.browser)

    def code_at(self, now: datetime) -> datetime | None:
        """When this browser read the room's code, if that was within five minutes."""
        return seals.read_room_pass(self.room_pass, self.room, self.browser, now) if self.known else None


@dataclass(frozen=True)
class Screen:
    """What a screen's link reaches: one room's code and its event."""

    room: RoomCode
    event: Event


async def room_code_here(planned: NamedDependency[Event], room_code_id: FromPath[UUID]) -> RoomCode:
    """A room's code of the event that was loaded for whoever plans it."""
    return await _room_code(planned, room_code_id)


async def room_code_at_door(door: NamedDependency[Event], room_code_id: FromPath[UUID]) -> RoomCode:
    """The same for whoever works the event's door."""
    return await _room_code(door, room_code_id)


async def flag_here(planned: NamedDependency[Event], flag_id: FromPath[UUID]) -> SelfFlag:
    """An odd mark of the event that was loaded."""
    row = await SelfFlag.objects().get((SelfFlag.id == flag_id) & (SelfFlag.event == planned.id))
    if row is None:
        raise NotFound()
    return row


async def entered_by_address(request: Ask, room: FromPath[str]) -> Entered:
    """The room of a scanned or typed address; the address is no secret, only the code is."""
    wanted = RoomCode.ref == tokens.normalise(room)
    row = await RoomCode.objects().get(wanted) if room.isascii() and room.isalnum() else None
    if row is None:
        raise NotFound()
    event, host = await event_spoken(request, row.event)
    browser, known = browser_of(request)
    kept = request.cookies
    brought = kept.get(ROOM_PASS, ""), kept.get(HELD, "")
    return Entered(row, event, host, browser, known, *brought, address_of(request))


async def screen_by_link(request: Ask, token: FromPath[str]) -> Screen:
    """The room of a screen's link. Unknown links are counted by network, known ones never."""
    row = await RoomCode.objects().get(RoomCode.screen_hash == tokens.digest(token))
    if row is None:
        raise await unknown_link(request)
    event, _host = await event_spoken(request, row.event)
    return Screen(row, event)


async def held_guest(entered: Entered) -> Guest | None:
    """The guest whose pass was opened in this browser, if it is one of this event and still good."""
    identity = seals.read_held_pass(entered.held)
    if identity is None:
        return None
    guest = await Guest.objects().get((Guest.id == identity) & (Guest.event == entered.event.id))
    return guest if guest is not None and seals.is_held(entered.held, guest) else None


async def _room_code(event: Event, identity: UUID) -> RoomCode:
    row = await RoomCode.objects().get((RoomCode.id == identity) & (RoomCode.event == event.id))
    if row is None:
        raise NotFound()
    return row


def browser_of(request: Connection) -> tuple[str, bool]:
    """The browser's random name, and whether it brought it; without one it gets a new one."""
    brought = request.cookies.get(BROWSER, "")
    return (brought, True) if seals.is_browser(brought) else (seals.new_browser(), False)


def browser_cookie(browser: str) -> Cookie:
    """Keeps a browser's name for a month."""
    return _kept(BROWSER, browser, A_MONTH)


def room_pass_cookie(room: RoomCode, browser: str, now: datetime) -> Cookie:
    """Keeps the leave to confirm for five minutes."""
    return _kept(ROOM_PASS, seals.room_pass(room, browser, now), seals.LASTS)


def held_cookie(guest: Guest, during: timedelta) -> Cookie:
    """Remembers whose pass was opened here: until the door closes, for a month at most."""
    return _kept(HELD, seals.held_pass(guest), min(during, A_MONTH))


def _kept(name: str, value: str, during: timedelta) -> Cookie:
    return Cookie(
        key=name,
        value=value,
        path="/",
        httponly=True,
        samesite="lax",
        secure=settings.current().secure,
        max_age=int(during.total_seconds()),
    )
