"""The head's own page, by a personal link and without an account. Opening it answers nothing."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from events_app import clock
from events_app.commitments.ratifying import answering, queries, taking_back
from events_app.commitments.ratifying.access import Head, head_by_link
from events_app.commitments.ratifying.forms import StandIn
from events_app.commitments.ratifying.outputs import until
from events_app.commitments.ratifying.refusals import RatifyLinkEnded
from events_app.errors import NotFound, Refusal
from events_app.i18n import _
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Answer = Response[Any]
Ask = Request[Any, Any, Any]


@get("/ratify/{token:str}", public=True)
async def show(request: Ask, token: FromPath[str]) -> Answer:
    """Who promised what in whose place, and the two answers, or the one that was given."""
    try:
        head = await head_by_link(request, token)
    except RatifyLinkEnded:
        return page("commitments/ratifying/ended.html", status=RatifyLinkEnded.status_code)
    return await _show(head, Form.blank(StandIn))


@post("/ratify/{token:str}", public=True)
async def stand(request: Ask, token: FromPath[str]) -> Answer:
    """The answer. The same one twice is once; where another stands, the page shows it."""
    try:
        head = await head_by_link(request, token)
    except RatifyLinkEnded:
        return page("commitments/ratifying/ended.html", status=RatifyLinkEnded.status_code)
    form = await read_form(request, StandIn)
    if not form.ok:
        return await _show(head, form)
    try:
        await answering.answer(head.actor, head.commitment, form.value, clock.now())
    except Refusal as refusal:
        return await _show(head, form, refusal)
    say(request, _("Thank you. Your answer has been recorded."))
    return redirect(f"/ratify/{head.token}")


@post("/ratify/{token:str}/take-back", public=True)
async def take_back(request: Ask, token: FromPath[str]) -> Answer:
    """The answer counts no longer, and the page asks again; too late, it says who can still help."""
    try:
        head = await head_by_link(request, token)
    except RatifyLinkEnded:
        return page("commitments/ratifying/ended.html", status=RatifyLinkEnded.status_code)
    try:
        await taking_back.take_back(head.actor, head.commitment, clock.now())
    except Refusal as refusal:
        return await _show(head, Form.blank(StandIn), refusal)
    say(request, _("Your answer is taken back. Please answer anew."))
    return redirect(f"/ratify/{head.token}")


async def _show(head: Head, form: Form[StandIn], refusal: Refusal | None = None) -> Answer:
    now = clock.now()
    row = await queries.facts(head.actor.organisation, head.commitment, now)
    if row is None:
        raise NotFound()
    return page(
        "commitments/ratifying/head.html",
        status=refusal.status_code if refusal else form.status,
        form=form,
        refusal=refusal,
        p=row,
        waits=row["answer"] is None and row["commitment_state"] == "agreed",
        until=until(row, now),
        actions=await queries.actions_of(head.commitment),
        here=f"/ratify/{head.token}",
        head_name=head.actor.name,
        organisation={"name": head.organisation_name},
        demo=head.demo,
    )


handlers: list[Any] = [show, stand, take_back]
