"""Doors for those who stand in a room: looking never marks anybody, a code gives five minutes, a form marks."""

from datetime import datetime
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app import clock, tokens
from events_app.checkin.self_checkin import codes, guessing, queries, slowly, words
from events_app.checkin.self_checkin.access import (
    Ask,
    Entered,
    browser_cookie,
    held_guest,
    room_pass_cookie,
)
from events_app.checkin.self_checkin.forms import NameForm, ShortCodeForm, TypedRoomCode
from events_app.checkin.self_checkin.marking import Claim, fail, mark, must_be_on
from events_app.checkin.self_checkin.refusals import (
    OldRoomCode,
    PassNotHere,
    TimeIsOver,
    UnknownShortCode,
    WrongRoomCode,
)
from events_app.checkin.self_checkin.tables import Way
from events_app.checkin.verdicts import Verdict
from events_app.errors import Refusal
from events_app.invitations import lists
from events_app.invitations.tables import Guest
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Answer = Response[Any]


@get("/R/{room:str}", public=True)
async def enter(entered: NamedDependency[Entered]) -> Answer:
    """The form that confirms, for a browser that read the code; for others the field to type it."""
    return await _room(entered, clock.now())


@get("/R/{room:str}/{shown:str}", public=True)
async def land(entered: NamedDependency[Entered], shown: FromPath[str]) -> Answer:
    """Where the QR code leads. It gives five minutes to confirm, and marks nobody."""
    return await _given(entered, Form.blank(TypedRoomCode), shown)


@post("/R/{room:str}", public=True, status_code=200)
async def type_code(request: Ask, entered: NamedDependency[Entered]) -> Answer:
    """The same, for who typed the six characters."""
    form = await read_form(request, TypedRoomCode)
    return await _given(entered, form, form.value.code) if form.ok else await _typing(entered, form)


@post("/R/{room:str}/held", public=True, status_code=200)
async def mark_held(entered: NamedDependency[Entered]) -> Answer:
    """Marks whose pass was opened on this phone."""
    now = clock.now()
    try:
        claim = claim_of(entered, Way.held, now)
        guest = await held_guest(entered)
        if guest is None:
            raise PassNotHere()
        return _verdict(entered, await mark(entered.event, entered.room, guest, claim, now))
    except Refusal as refusal:
        return await _room(entered, now, refusal=refusal)


@post("/R/{room:str}/short-code", public=True, status_code=200)
async def mark_short_code(request: Ask, entered: NamedDependency[Entered]) -> Answer:
    """Marks whose short code was typed."""
    form, now = await read_form(request, ShortCodeForm), clock.now()
    if not form.ok:
        return await _room(entered, now, short=form)
    try:
        claim = claim_of(entered, Way.code, now)
        guest = await _of_short_code(entered, form.value.short_code, claim, now)
        return _verdict(entered, await mark(entered.event, entered.room, guest, claim, now))
    except UnknownShortCode as refusal:
        return await _room(entered, now, short=form.refuse(refusal))
    except Refusal as refusal:
        return await _room(entered, now, short=form, refusal=refusal)


@post("/R/{room:str}/name", public=True, status_code=200)
async def mark_name(request: Ask, entered: NamedDependency[Entered]) -> Answer:
    """Marks by name and the end of the telephone number; the answer is the same whether found or not."""
    form, now = await read_form(request, NameForm), clock.now()
    if not form.ok:
        return await _room(entered, now, name=form)
    try:
        claim = claim_of(entered, Way.name, now)
        must_be_on(entered.event, entered.room, now)
        await guessing.try_name(entered.event, claim.browser, form.value.full_name, now)
        async with slowly.evenly():
            guest = await queries.guest_called(entered.event, form.value.full_name, form.value.digits)
            await mark(entered.event, entered.room, guest, claim, now)
    except Refusal as refusal:
        return await _room(entered, now, name=form, refusal=refusal)
    return page("checkin/self_checkin/thanks.html", **_about(entered))


def claim_of(entered: Entered, way: Way, now: datetime) -> Claim:
    """What this browser may say for five minutes after it read the room's code."""
    code_at = entered.code_at(now)
    if code_at is None:
        raise TimeIsOver()
    return Claim(way, entered.digest, code_at)


async def _of_short_code(entered: Entered, typed: str, claim: Claim, now: datetime) -> Guest:
    must_be_on(entered.event, entered.room, now)
    await guessing.may_try(entered.event.id, "code", claim.browser, entered.address, now)
    guest = await queries.guest_of_code(entered.event, tokens.normalise(typed))
    if guest is None:
        await guessing.tried(entered.event.id, "code", claim.browser, entered.address, now)
        await fail(entered.event, claim, now)
        await slowly.pause()
        raise UnknownShortCode()
    return guest


async def _given(entered: Entered, form: Form[TypedRoomCode], shown: str) -> Answer:
    """A code that is right gives five minutes; the redirection keeps it out of the history and of what is sent on."""
    now = clock.now()
    try:
        must_be_on(entered.event, entered.room, now)
        await guessing.may_try(entered.event.id, "code", entered.digest, entered.address, now)
        codes.must_be_current(entered.room, shown, now)
    except (OldRoomCode, WrongRoomCode) as refusal:
        await guessing.tried(entered.event.id, "code", entered.digest, entered.address, now)
        await slowly.pause()
        return await _typing(entered, form.refuse(refusal), status=refusal.status_code)
    except Refusal as refusal:
        return await _room(entered, now, refusal=refusal)
    answer = redirect(f"/R/{entered.room.ref}")
    answer.set_cookie(browser_cookie(entered.browser))
    answer.set_cookie(room_pass_cookie(entered.room, entered.browser, now))
    return answer


async def _room(
    entered: Entered,
    now: datetime,
    *,
    refusal: Refusal | None = None,
    short: Form[ShortCodeForm] | None = None,
    name: Form[NameForm] | None = None,
) -> Answer:
    try:
        must_be_on(entered.event, entered.room, now)
    except Refusal as shut:
        status = refusal.status_code if refusal else 200
        return page("checkin/self_checkin/shut.html", status=status, why=shut.text, **_about(entered))
    if isinstance(refusal, TimeIsOver) or entered.code_at(now) is None:
        form = Form.blank(TypedRoomCode)
        return await _typing(
            entered, form.refuse(refusal) if refusal else form, status=refusal.status_code if refusal else 200
        )
    forms = [form.status for form in (short, name) if form is not None]
    guest = await held_guest(entered)
    return page(
        "checkin/self_checkin/confirm.html",
        status=refusal.status_code if refusal else max(forms, default=200),
        refused=refusal.text if refusal else "",
        held=await lists.guest(entered.event, guest.id) if guest else None,
        short=short or Form.blank(ShortCodeForm),
        name=name or Form.blank(NameForm),
        **_about(entered),
    )


async def _typing(entered: Entered, form: Form[TypedRoomCode], status: int | None = None) -> Answer:
    answer = page(
        "checkin/self_checkin/type.html", status=status or form.status, form=form, **_about(entered)
    )
    answer.set_cookie(browser_cookie(entered.browser))
    return answer


def _verdict(entered: Entered, verdict: Verdict) -> Answer:
    about = _about(entered) | {"title": words.title_of(verdict), "why": words.why(verdict)}
    return page("checkin/self_checkin/verdict.html", verdict=verdict, **about)


def _about(entered: Entered) -> dict[str, Any]:
    return {
        "event": entered.event,
        "address": f"/R/{entered.room.ref}",
        "organisation_name": entered.host,
    }


doors: list[Any] = [enter, land, type_code, mark_held, mark_short_code, mark_name]
