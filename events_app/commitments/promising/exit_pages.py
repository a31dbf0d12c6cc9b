"""Doors for participants at the exit: looking promises nothing; the exit's code and their own pass, both, do."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app import clock, tokens
from events_app.checkin.self_checkin import guessing, slowly
from events_app.checkin.self_checkin.access import browser_cookie
from events_app.checkin.self_checkin.queries import guest_of_code
from events_app.commitments.promising import actions, codes, queries
from events_app.commitments.promising.access import (
    Ask,
    Leaving,
    held_guest,
    leave_cookie,
    must_be_on,
)
from events_app.commitments.promising.forms import CorrectionForm, PromiseForm
from events_app.commitments.promising.refusals import ExitTimeIsOver, OldExitCode, WrongExitCode
from events_app.errors import Refusal
from events_app.i18n import N_, gettext
from events_app.ids import new_id
from events_app.invitations import lists
from events_app.invitations.tables import Guest
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Answer = Response[Any]
NO_PASS = N_("Type the short code of your pass: eight characters.")


@get("/X/{exit_ref:str}", public=True)
async def stand_at_exit(leaving: NamedDependency[Leaving]) -> Answer:
    """The form, with a field for the exit's code where this browser has not read it; and what was sent from here."""
    return await _form(leaving, Form.blank(PromiseForm), clock.now())


@get("/X/{exit_ref:str}/{shown:str}", public=True)
async def read_exit_code(leaving: NamedDependency[Leaving], shown: FromPath[str]) -> Answer:
    """Where the QR code leads. It gives twenty minutes to write, and promises nothing."""
    now = clock.now()
    try:
        await _check_code(leaving, shown, now)
    except Refusal as refusal:
        return await _form(leaving, Form.blank(PromiseForm).refuse(refusal), now, refusal.status_code)
    return _let_in(leaving, redirect(f"/X/{leaving.place.ref}"), now)


@post("/X/{exit_ref:str}", public=True, status_code=200)
async def promise(request: Ask, leaving: NamedDependency[Leaving]) -> Answer:
    """Keeps it. The answer, and its time, are the same whether the pass is one of those who came or of nobody."""
    form, now = await read_form(request, PromiseForm), clock.now()
    fresh = False
    try:
        must_be_on(leaving.event, leaving.place, now)
        if not leaving.may_promise(now):
            fresh = await _typed_code(leaving, form, now)
        guest = await held_guest(leaving)
        if guest is None and not form.values.get("short_code"):
            form.errors["short_code"] = gettext(NO_PASS)
        if form.ok:
            await _send(leaving, guest, form.value, now)
    except Refusal as refusal:
        form.refuse(refusal)
        if refusal.status_code >= 423:
            return await _form(leaving, form, now, refusal.status_code)
    if form.ok:
        answer: Answer = redirect(f"/X/{leaving.place.ref}")
        return _let_in(leaving, answer, now) if fresh else answer
    answer = await _form(leaving, form, now, fresh=fresh)
    return _let_in(leaving, answer, now) if fresh else answer


@post("/X/{exit_ref:str}/sent/{line_id:uuid}", public=True, status_code=200)
async def correct(request: Ask, leaving: NamedDependency[Leaving], line_id: FromPath[UUID]) -> Answer:
    """Other words for what was sent from this phone, while it waits."""
    form, now = await read_form(request, CorrectionForm), clock.now()
    with form.refusing():
        await actions.correct(leaving.event, line_id, leaving.digest, form.value, now)
    if form.ok:
        return redirect(f"/X/{leaving.place.ref}")
    return await _form(leaving, Form.blank(PromiseForm), now, 422, correcting=(line_id, form))


@post("/X/{exit_ref:str}/sent/{line_id:uuid}/back", public=True, status_code=200)
async def take_back(leaving: NamedDependency[Leaving], line_id: FromPath[UUID]) -> Answer:
    """It is not meant any more."""
    now = clock.now()
    try:
        await actions.take_back(leaving.event, line_id, leaving.digest, now)
    except Refusal as refusal:
        return await _form(leaving, Form.blank(PromiseForm).refuse(refusal), now, refusal.status_code)
    return redirect(f"/X/{leaving.place.ref}")


async def _typed_code(leaving: Leaving, form: Form[PromiseForm], now: datetime) -> bool:
    """The exit's code as it was typed beside the promise."""
    typed = form.values.get("code", "")
    if not typed:
        raise ExitTimeIsOver()
    await _check_code(leaving, typed, now)
    return True


async def _check_code(leaving: Leaving, typed: str, now: datetime) -> None:
    must_be_on(leaving.event, leaving.place, now)
    await guessing.may_try(leaving.event.id, "exit-code", leaving.digest, leaving.address, now)
    try:
        codes.must_be_current(leaving.place, typed, now)
    except (OldExitCode, WrongExitCode):
        await guessing.tried(leaving.event.id, "exit-code", leaving.digest, leaving.address, now)
        await slowly.pause()
        raise


async def _send(leaving: Leaving, guest: Guest | None, said: PromiseForm, now: datetime) -> None:
    await guessing.may_try(leaving.event.id, "exit-send", leaving.digest, leaving.address, now)
    actions.due_of(leaving.event, said.due, now)
    await guessing.tried(leaving.event.id, "exit-send", leaving.digest, leaving.address, now)
    async with slowly.evenly():
        if guest is None:
            guest = await guest_of_code(leaving.event, tokens.normalise(said.short_code))
        await actions.promise(leaving.event, guest, leaving.digest, said, now)


def _let_in(leaving: Leaving, answer: Answer, now: datetime) -> Answer:
    answer.set_cookie(browser_cookie(leaving.browser))
    answer.set_cookie(leave_cookie(leaving.place, leaving.browser, now))
    return answer


async def _form(
    leaving: Leaving,
    form: Form[PromiseForm],
    now: datetime,
    status: int | None = None,
    *,
    fresh: bool = False,
    correcting: tuple[UUID, Form[CorrectionForm]] | None = None,
) -> Answer:
    event, since = leaving.event, now - actions.CORRECTED_WITHIN
    sent = await queries.sent_from(event.id, leaving.digest, since) if leaving.known else []
    try:
        must_be_on(event, leaving.place, now)
    except Refusal as shut:
        return page(
            "commitments/promising/shut.html", status=status or 200, why=shut.text, **_about(leaving, sent)
        )
    guest = await held_guest(leaving)
    answer = page(
        "commitments/promising/exit.html",
        status=status or form.status,
        form=form,
        line_id=form.values.get("id") or new_id(),
        asks_code=not (fresh or leaving.may_promise(now)) or "code" in form.errors,
        held=await lists.guest(event, guest.id) if guest else None,
        correcting=correcting,
        **_about(leaving, sent),
    )
    answer.set_cookie(browser_cookie(leaving.browser))
    return answer


def _about(leaving: Leaving, sent: list[Any]) -> dict[str, Any]:
    address = f"/X/{leaving.place.ref}"
    return {"event": leaving.event, "address": address, "sent": sent, "organisation_name": leaving.host}


doors: list[Any] = [stand_at_exit, read_exit_code, promise, correct, take_back]
