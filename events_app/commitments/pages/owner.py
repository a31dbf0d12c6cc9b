"""The owner's own pages, by a personal link and without an account. Opening them changes nothing."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Stream

from events_app import clock
from events_app.commitments import access, actions, words
from events_app.commitments.access import LinkEnded, Visit
from events_app.commitments.downloads import content_of, picture_of
from events_app.commitments.evidence import looking
from events_app.commitments.owning import queries as owning
from events_app.commitments.pages import view, work
from events_app.commitments.pages.work import Forms
from events_app.commitments.tables import FollowUpAction, Submission
from events_app.database import one_connection
from events_app.errors import NotFound
from events_app.i18n import _
from events_app.web.flash import say
from events_app.web.limits import SEVERAL_FILES, takes_files
from events_app.web.pages import page, redirect

AnyRequest = Request[Any, Any, Any]
Answer = Response[Any]
PAGE = 50


def both(path: str) -> list[str]:
    """A door of one action, by the link to it alone and by the link to all that somebody owes."""
    return [f"/p/{{token:str}}{path}", f"/p/{{token:str}}/items/{{action_id:uuid}}{path}"]


@get(both(""), public=True)
async def show(request: AnyRequest, token: FromPath[str]) -> Answer:
    """What I owe, by when, and what I have said about it; by a link to everything, all of it."""
    async with one_connection():
        try:
            visit = await access.visit(request, token, _named(request))
        except LinkEnded:
            return page("commitments/link_ended.html", status=LinkEnded.status_code)
        return (
            await _page(visit, Forms()) if visit.action else await _everything(visit, _page_number(request))
        )


@post(both("/progress"), public=True)
async def report(request: AnyRequest, token: FromPath[str]) -> Answer:
    """How far it is."""
    visit, row = await _enter(request, token)
    forms = await work.report(request, visit.actor, row, clock.now())
    return await _done(request, visit, forms, _("Thank you. Your progress has been recorded."))


@post(both("/submit"), public=True, **takes_files("files", SEVERAL_FILES))
async def submit(request: AnyRequest, token: FromPath[str]) -> Answer:
    """It is done, and here is the proof."""
    visit, row = await _enter(request, token)
    forms = await work.submit(request, visit.actor, row, clock.now())
    return await _done(
        request, visit, forms, _("Thank you. Your evidence has been submitted for verification.")
    )


@post(both("/due-change"), public=True)
async def ask(request: AnyRequest, token: FromPath[str]) -> Answer:
    """Another due date."""
    visit, row = await _enter(request, token)
    forms = await work.ask(request, visit.actor, row, clock.now())
    return await _done(request, visit, forms, _("Your request has been sent to the chair."))


@post(both("/withdraw"), public=True)
async def take_back(request: AnyRequest, token: FromPath[str]) -> Answer:
    """Takes back what waits for a verdict."""
    visit, row = await _enter(request, token)
    of_action = Submission.objects().where(Submission.action == row.id, Submission.withdrawn_at.is_null())
    submission = await of_action.order_by(Submission.no, ascending=False).first()
    if submission is None:
        raise NotFound()
    await actions.withdraw_submission(visit.actor, submission, clock.now())
    say(request, _("The submission has been withdrawn. You can change it and submit again."))
    return redirect(visit.base)


@post(both("/infeasible-request"), public=True, **takes_files("files", SEVERAL_FILES))
async def ask_infeasible(request: AnyRequest, token: FromPath[str]) -> Answer:
    """It cannot be done."""
    visit, row = await _enter(request, token)
    forms = await work.ask_infeasible(request, visit.actor, row, clock.now())
    return await _done(request, visit, forms, _("Your request has been sent to the chair."))


@post(both("/take-back"), public=True)
async def ask_withdrawal(request: AnyRequest, token: FromPath[str]) -> Answer:
    """The institution takes its promise back."""
    visit, row = await _enter(request, token)
    forms = await work.ask_withdrawal(request, visit.actor, row, clock.now())
    return await _done(request, visit, forms, _("Your request has been sent to the chair."))


@get(both("/evidence/{evidence_id:uuid}/preview"), public=True)
async def preview(request: AnyRequest, token: FromPath[str], evidence_id: FromPath[UUID]) -> Answer:
    """What a file that was submitted here looks like."""
    visit = await access.visit_to_action(request, token, _named(request))
    evidence = await access.evidence_of_visit(visit, evidence_id)
    around = {"organisation": {"name": visit.organisation_name}, "demo": visit.demo, "may_mark": False}
    return await looking.shown(
        visit.actor, evidence, "guest.html", visit.base, f"{visit.base}/evidence/", **around
    )


@get(both("/evidence/{evidence_id:uuid}/picture"), public=True)
async def picture(request: AnyRequest, token: FromPath[str], evidence_id: FromPath[UUID]) -> Response[bytes]:
    """The picture on that page."""
    visit = await access.visit_to_action(request, token, _named(request))
    return await picture_of(visit.actor, await access.evidence_of_visit(visit, evidence_id))


@get(both("/evidence/{evidence_id:uuid}"), public=True)
async def download(request: AnyRequest, token: FromPath[str], evidence_id: FromPath[UUID]) -> Stream:
    """A file that was submitted here."""
    visit = await access.visit_to_action(request, token, _named(request))
    return await content_of(visit.actor, await access.evidence_of_visit(visit, evidence_id))


async def _enter(request: AnyRequest, token: str) -> tuple[Visit, FollowUpAction]:
    visit = await access.visit_to_action(request, token, _named(request))
    assert visit.action is not None
    return visit, await actions.moves.action_of(visit.actor.organisation, visit.action)


def _named(request: AnyRequest) -> UUID | None:
    """The action that the address names; one of two addresses names none."""
    named: UUID | None = request.path_params.get("action_id")
    return named


async def _done(request: AnyRequest, visit: Visit, forms: Forms, text: str) -> Answer:
    if forms.status != 200:
        return await _page(visit, forms)
    say(request, text)
    return redirect(visit.base)


async def _page(visit: Visit, forms: Forms) -> Answer:
    assert visit.action is not None
    seen = await view.of_action(visit.actor, visit.action, clock.now())
    return page(
        "commitments/owner.html",
        status=forms.status,
        a=seen.facts,
        seen=seen,
        forms=forms,
        may_work=True,
        obstacle_options=words.options(words.OBSTACLES),
        today=clock.today(seen.facts["timezone"]),
        base=visit.base,
        back=f"/p/{visit.token}" if visit.all_of_it else "",
        may_take_back=seen.facts["promiser"] == seen.facts["responsible_institution"],
        withdraw_url=f"{visit.base}/withdraw" if seen.waiting else "",
        evidence_base=f"{visit.base}/evidence/",
        organisation={"name": visit.organisation_name},
        demo=visit.demo,
        consents_url=f"/my-consents/{visit.token}" if visit.owner.person else "",
        **view.words_of(),
    )


async def _everything(visit: Visit, number: int) -> Answer:
    owed = await owning.owed(visit.owner, clock.now(), (number - 1) * PAGE, PAGE)
    base = f"/p/{visit.token}"
    return page(
        "commitments/owning/everything.html",
        owed=owed,
        name=visit.actor.name,
        base=base,
        next_url=f"{base}?page={number + 1}" if owed.more else "",
        first_url=base if number > 1 else "",
        organisation={"name": visit.organisation_name},
        demo=visit.demo,
        consents_url=f"/my-consents/{visit.token}" if visit.owner.person else "",
    )


def _page_number(request: AnyRequest) -> int:
    said = request.query_params.get("page", "")
    return int(said) if said.isdecimal() and len(said) < 6 and int(said) else 1


handlers = [show, report, submit, ask, take_back, ask_infeasible, ask_withdrawal, preview, picture, download]
