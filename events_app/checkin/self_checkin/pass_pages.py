"""From a guest's own pass: "I am in the room", then the six characters of the room's code."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency

from events_app import clock
from events_app.accounts.access import address_of
from events_app.checkin.self_checkin import codes, guessing, queries, seals, slowly
from events_app.checkin.self_checkin.access import (
    A_DAY,
    Ask,
    browser_cookie,
    browser_of,
    held_cookie,
    room_pass_cookie,
)
from events_app.checkin.self_checkin.forms import TypedRoomCode
from events_app.checkin.self_checkin.marking import door_hours
from events_app.checkin.self_checkin.refusals import WrongRoomCode
from events_app.checkin.self_checkin.tables import RoomCode
from events_app.errors import NotFound, Refusal
from events_app.i18n import N_, gettext
from events_app.invitations.access import Held
from events_app.invitations.pass_offers import Offer, register
from events_app.invitations.tables import GuestState
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Answer = Response[Any]
LABEL = N_("I am in the room: enter the room's code")


@register
async def in_the_room(held: Held) -> Offer | None:
    """A button on the pass while the door is open; the browser remembers, from the first look on, whose pass it is."""
    event, now = held.event, clock.now()
    if event.confidential or event.starts_at is None or not await queries.is_on(event.id):
        return None
    opens, closes = door_hours(event)
    if now > closes:
        return None
    return Offer(gettext(LABEL), "/room", "qr", held_cookie(held.guest, closes - now), shown=opens <= now)


@get("/T/{token:str}/room", public=True)
async def ask_code(held: NamedDependency[Held]) -> Answer:
    """The field for the six characters; opening it marks nobody."""
    return _typing(held, Form.blank(TypedRoomCode))


@post("/T/{token:str}/room", public=True, status_code=200)
async def take_code(request: Ask, held: NamedDependency[Held]) -> Answer:
    """The right code leads to the room's own page, where this pass confirms."""
    form, (browser, _known) = await read_form(request, TypedRoomCode), browser_of(request)
    if held.event.confidential or held.guest.state != GuestState.expected:
        raise NotFound()
    if not form.ok:
        return _typing(held, form)
    try:
        room = await _room_of(held, browser, address_of(request), form.value.code)
    except Refusal as refusal:
        return _typing(held, form.refuse(refusal), refusal.status_code)
    answer = redirect(f"/R/{room.ref}")
    kept = (
        browser_cookie(browser),
        room_pass_cookie(room, browser, clock.now()),
        held_cookie(held.guest, A_DAY),
    )
    for cookie in kept:
        answer.set_cookie(cookie)
    return answer


async def _room_of(held: Held, browser: str, address: str, typed: str) -> RoomCode:
    """Whichever room of the event shows this code now; an old one is named as such."""
    now, digest = clock.now(), seals.browser_digest(browser)
    await guessing.may_try(held.event.id, "code", digest, address, now)
    rooms = await RoomCode.objects().where((RoomCode.event == held.event.id) & RoomCode.open.eq(True))
    found = [room for room in rooms if codes.accepts(room, typed, now)]
    if found:
        return found[0]
    await guessing.tried(held.event.id, "code", digest, address, now)
    await slowly.pause()
    for room in rooms:
        _say_if_old(room, typed)
    raise WrongRoomCode()


def _say_if_old(room: RoomCode, typed: str) -> None:
    try:
        codes.must_be_current(room, typed, clock.now())
    except WrongRoomCode:
        return


def _typing(held: Held, form: Form[TypedRoomCode], status: int | None = None) -> Answer:
    return page(
        "checkin/self_checkin/pass_room.html",
        status=status or form.status,
        form=form,
        event=held.event,
        organisation_name=held.host,
    )


doors: list[Any] = [ask_code, take_code]
