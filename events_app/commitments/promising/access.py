"""The only ways to an exit and its promises: its address, a screen's link, or an event whose commitments you keep."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from litestar import Request
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app import settings, tokens
from events_app.accounts.access import address_of
from events_app.checkin.self_checkin import seals
from events_app.checkin.self_checkin.access import HELD, browser_of
from events_app.checkin.self_checkin.marking import door_hours
from events_app.commitments.promising import codes
from events_app.commitments.promising.refusals import ExitIsClosed
from events_app.commitments.promising.tables import ExitPromise, PromiseExit, PromiseState
from events_app.errors import NotFound
from events_app.events.tables import Event, EventState
from events_app.invitations.access import event_spoken, unknown_link
from events_app.invitations.tables import Guest

Ask = Request[Any, Any, Any]
LEAVE = "exit-pass"
AFTERWARDS = timedelta(hours=2)
"""People still stand in the hall when the door's hours are over."""


@dataclass(frozen=True)
class Leaving:
    """Who stands at an exit with a phone: the exit, its event, and the browser by its random name."""

    place: PromiseExit
    event: Event
    host: str
    browser: str
    known: bool
    leave: str
    held: str
    address: str

    @property
    def digest(self) -> bytes:
        """What the database keeps of the browser."""
        return seals.browser_digest(self.browser)

    def may_promise(self, now: datetime) -> bool:
        """Whether this browser read the exit's code within twenty minutes."""
        return self.known and codes.may_promise(self.leave, self.place, self.browser, now)


@dataclass(frozen=True)
class ExitScreen:
    """What a screen's link reaches: one exit and its event."""

    place: PromiseExit
    event: Event


async def leaving_by_address(request: Ask, exit_ref: FromPath[str]) -> Leaving:
    """The exit of a scanned or typed address; the address is no secret, only the code is."""
    wanted = PromiseExit.ref == tokens.normalise(exit_ref)
    row = await PromiseExit.objects().get(wanted) if exit_ref.isascii() and exit_ref.isalnum() else None
    if row is None:
        raise NotFound()
    event, host = await event_spoken(request, row.event)
    browser, known = browser_of(request)
    kept = request.cookies
    return Leaving(
        row, event, host, browser, known, kept.get(LEAVE, ""), kept.get(HELD, ""), address_of(request)
    )


async def exit_screen_by_link(request: Ask, token: FromPath[str]) -> ExitScreen:
    """The exit of a screen's link. Unknown links are counted by network, known ones never."""
    row = await PromiseExit.objects().get(PromiseExit.screen_hash == tokens.digest(token))
    if row is None:
        raise await unknown_link(request)
    event, _host = await event_spoken(request, row.event)
    return ExitScreen(row, event)


async def exit_promise_here(kept_event: NamedDependency[Event], promise_id: FromPath[UUID]) -> ExitPromise:
    """A promise in the inbox of the event that was loaded; by nobody, or taken back, it is not there."""
    mine = (ExitPromise.id == promise_id) & (ExitPromise.event == kept_event.id)
    shown = ExitPromise.guest.is_not_null() & (ExitPromise.state != PromiseState.taken_back)
    row = await ExitPromise.objects().get(mine & shown)
    if row is None:
        raise NotFound()
    return row


async def held_guest(here: Leaving) -> Guest | None:
    """The guest whose pass was opened in this browser, if it is one of this event and still good."""
    identity = seals.read_held_pass(here.held)
    if identity is None:
        return None
    guest = await Guest.objects().get((Guest.id == identity) & (Guest.event == here.event.id))
    return guest if guest is not None and seals.is_held(here.held, guest) else None


def must_be_on(event: Event, place: PromiseExit | None, now: datetime) -> None:
    """Refuses where the exit is closed, before anybody is looked up: never open at a confidential event."""
    if place is None or event.confidential or not place.open or event.state != EventState.published:
        raise ExitIsClosed()
    if event.starts_at is None:
        raise ExitIsClosed()
    opens, closes = door_hours(event)
    if not opens <= now <= closes + AFTERWARDS:
        raise ExitIsClosed()


def leave_cookie(place: PromiseExit, browser: str, now: datetime) -> Cookie:
    """Keeps the leave to promise for twenty minutes."""
    return Cookie(
        key=LEAVE,
        value=codes.leave(place, browser, now),
        path="/X/",
        httponly=True,
        samesite="lax",
        secure=settings.current().secure,
        max_age=int(codes.LASTS.total_seconds()),
    )
