"""The owner's own page, by a personal link and without an account. Opening it changes nothing."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Stream

from events_app import clock
from events_app.commitments import access, actions, words
from events_app.commitments.access import LinkEnded, Visit
from events_app.commitments.downloads import content_of
from events_app.commitments.pages import view, work
from events_app.commitments.pages.work import Forms
from events_app.commitments.tables import FollowUpAction, Submission
from events_app.errors import NotFound
from events_app.i18n import _
from events_app.web.flash import say
from events_app.web.pages import page, redirect

AnyRequest = Request[Any, Any, Any]
Answer = Response[Any]


@get("/p/{token:str}", public=True)
async def show(request: AnyRequest, token: FromPath[str]) -> Answer:
    """What I owe, by when, and what I have said about it."""
    try:
        visit = await access.visit(request, token)
    except LinkEnded:
        return page("commitments/link_ended.html", status=LinkEnded.status_code)
    return await _page(visit, Forms())


@post("/p/{token:str}/progress", public=True)
async def report(request: AnyRequest, token: FromPath[str]) -> Answer:
    """How far it is."""
    visit, row = await _enter(request, token)
    forms = await work.report(request, visit.actor, row, clock.now())
    return await _done(request, visit, forms, _("Thank you. Your progress has been recorded."))


@post("/p/{token:str}/submit", public=True)
async def submit(request: AnyRequest, token: FromPath[str]) -> Answer:
    """It is done, and here is the proof."""
    visit, row = await _enter(request, token)
    forms = await work.submit(request, visit.actor, row, clock.now())
    return await _done(
        request, visit, forms, _("Thank you. Your evidence has been submitted for verification.")
    )


@post("/p/{token:str}/due-change", public=True)
async def ask(request: AnyRequest, token: FromPath[str]) -> Answer:
    """Another due date."""
    visit, row = await _enter(request, token)
    forms = await work.ask(request, visit.actor, row, clock.now())
    return await _done(request, visit, forms, _("Your request has been sent to the chair."))


@post("/p/{token:str}/withdraw", public=True)
async def take_back(request: AnyRequest, token: FromPath[str]) -> Answer:
    """Takes back what waits for a verdict."""
    visit, row = await _enter(request, token)
    of_action = Submission.objects().where(Submission.action == row.id, Submission.withdrawn_at.is_null())
    submission = await of_action.order_by(Submission.no, ascending=False).first()
    if submission is None:
        raise NotFound()
    await actions.withdraw_submission(visit.actor, submission, clock.now())
    say(request, _("The submission has been withdrawn. You can change it and submit again."))
    return redirect(f"/p/{visit.token}")


@get("/p/{token:str}/evidence/{evidence_id:uuid}", public=True)
async def download(request: AnyRequest, token: FromPath[str], evidence_id: FromPath[UUID]) -> Stream:
    """A file that was submitted here."""
    visit = await access.visit(request, token)
    return await content_of(await access.evidence_of_visit(visit, evidence_id))


async def _enter(request: AnyRequest, token: str) -> tuple[Visit, FollowUpAction]:
    visit = await access.visit(request, token)
    return visit, await actions.moves.action_of(visit.actor.organisation, visit.action)


async def _done(request: AnyRequest, visit: Visit, forms: Forms, text: str) -> Answer:
    if forms.status != 200:
        return await _page(visit, forms)
    say(request, text)
    return redirect(f"/p/{visit.token}")


async def _page(visit: Visit, forms: Forms) -> Answer:
    seen = await view.of_action(visit.actor.organisation, visit.action, clock.now())
    base = f"/p/{visit.token}"
    return page(
        "commitments/owner.html",
        status=forms.status,
        a=seen.facts,
        seen=seen,
        forms=forms,
        may_work=True,
        obstacle_options=words.options(words.OBSTACLES),
        today=clock.today(seen.facts["timezone"]),
        base=base,
        withdraw_url=f"{base}/withdraw" if seen.waiting else "",
        evidence_base=f"{base}/evidence/",
        organisation={"name": visit.organisation_name},
        demo=visit.demo,
        **view.words_of(),
    )


handlers = [show, report, submit, ask, take_back, download]
