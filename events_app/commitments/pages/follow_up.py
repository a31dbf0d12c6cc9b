"""Pages of follow-up actions for staff: the list, one with its story, and working on it on its owner's behalf."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Stream
from pydantic import BaseModel

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.commitments import actions, queries, words
from events_app.commitments.access import Asker
from events_app.commitments.actions import links
from events_app.commitments.actions.verdicts import may_judge
from events_app.commitments.actions.work import may_work
from events_app.commitments.asking.actions import may_ask_withdrawal
from events_app.commitments.carrying import queries as carrying
from events_app.commitments.carrying import words as review_words
from events_app.commitments.contacts import owners_of
from events_app.commitments.downloads import content_of
from events_app.commitments.forms import DecisionIn, InfeasibleIn, ReasonIn, VerdictIn
from events_app.commitments.pages import choices, view, work
from events_app.commitments.pages.filters import one_of
from events_app.commitments.pages.work import Forms
from events_app.commitments.queries import Wanted
from events_app.commitments.reminding.shown import of_action
from events_app.commitments.tables import ActionState, Evidence, FollowUpAction, Submission
from events_app.commitments.typed import CancellationForm, SuccessorForm
from events_app.errors import Refusal
from events_app.i18n import _
from events_app.ids import uuid_of
from events_app.web.flash import say
from events_app.web.forms import Form
from events_app.web.pages import page, redirect

Answer = Response[Any]
READ = [requires(Right.read)]
PAGE = 50
DECIDING: dict[str, type[BaseModel]] = {
    "verdict": VerdictIn,
    "decision": DecisionIn,
    "asked": DecisionIn,
    "reason": ReasonIn,
    "waiver": ReasonIn,
    "infeasible": InfeasibleIn,
    "cancellation": CancellationForm,
    "successor": SuccessorForm,
}
"""The forms of those who judge and decide, by the names that the page gives them."""


@get("/actions", guards=READ)
async def index(
    request: Asker,
    standing: FromQuery[str] = "",
    institution_id: FromQuery[str] = "",
    event_id: FromQuery[str] = "",
    late: FromQuery[str] = "",
    q: FromQuery[str] = "",
    cursor: FromQuery[str] = "",
) -> Answer:
    """Follow-up actions in the order they fall due."""
    chosen = {"standing": one_of(ActionState, standing), "institution_id": institution_id}
    chosen |= {"event_id": event_id, "late": "1" if late == "1" else "", "q": q[:200]}
    wanted = Wanted(
        chosen["standing"] or None,
        uuid_of(institution_id),
        uuid_of(event_id),
        None,
        late == "1" or None,
        chosen["q"],
    )
    rows = await queries.actions(request.user, wanted, clock.now(), uuid_of(cursor), PAGE)
    following = urlencode(chosen | {"cursor": str(rows[PAGE - 1]["id"])}) if len(rows) > PAGE else ""
    return page(
        "commitments/actions.html",
        rows=rows[:PAGE],
        chosen=chosen,
        filtered=any(chosen.values()),
        standings=words.options(words.ACTION_STATES),
        institutions=await choices.institutions(request.user.organisation),
        next_url=f"/actions?{following}" if following else "",
        first_url="/actions?" + urlencode(chosen) if cursor else "",
        nav_current="commitments",
    )


@get("/actions/{action_id:uuid}", guards=READ)
async def show(request: Asker, action: NamedDependency[FollowUpAction]) -> Answer:
    """One action: its story, its proof, and what this reader may do about it."""
    return await action_page(request, action)


@post("/actions/{action_id:uuid}/progress")
async def report(request: Asker, action: NamedDependency[FollowUpAction]) -> Answer:
    """A progress report on the owner's behalf, or by their institution."""
    forms = await work.report(request, request.user, action, clock.now())
    return await _done(request, action, forms, _("The progress has been recorded."))


@post("/actions/{action_id:uuid}/submit")
async def submit(request: Asker, action: NamedDependency[FollowUpAction]) -> Answer:
    """A submission on the owner's behalf, or by their institution."""
    forms = await work.submit(request, request.user, action, clock.now())
    return await _done(request, action, forms, _("Submitted. The verifier has been told."))


@post("/actions/{action_id:uuid}/due-change")
async def ask(request: Asker, action: NamedDependency[FollowUpAction]) -> Answer:
    """Another due date, asked for."""
    forms = await work.ask(request, request.user, action, clock.now())
    return await _done(request, action, forms, _("The new due date has been asked for."))


@post("/actions/{action_id:uuid}/infeasible-request")
async def ask_infeasible(request: Asker, action: NamedDependency[FollowUpAction]) -> Answer:
    """That it cannot be done, asked on the owner's behalf, or by their institution."""
    forms = await work.ask_infeasible(request, request.user, action, clock.now())
    return await _done(request, action, forms, _("The chair has been asked."))


@post("/actions/{action_id:uuid}/take-back")
async def ask_withdrawal(request: Asker, action: NamedDependency[FollowUpAction]) -> Answer:
    """That the institution takes its promise back, asked on its behalf, or by its user."""
    forms = await work.ask_withdrawal(request, request.user, action, clock.now())
    return await _done(request, action, forms, _("The chair has been asked."))


@post("/submissions/{submission_id:uuid}/withdraw")
async def take_back(request: Asker, submission: NamedDependency[Submission]) -> Answer:
    """Takes a submission back before the verdict."""
    await actions.withdraw_submission(request.user, submission, clock.now())
    say(request, _("The submission has been withdrawn."))
    return redirect(f"/actions/{submission.action}")


@get("/evidence/{evidence_id:uuid}", guards=READ)
async def download(request: Asker, evidence: NamedDependency[Evidence]) -> Stream:
    """The bytes of a piece of evidence, always as a download."""
    return await content_of(request.user, evidence)


async def action_page(
    request: Asker, action: FollowUpAction, forms: Forms | None = None, **refused: Form[Any]
) -> Answer:
    """The page of an action; a form that was refused, under its name in `DECIDING`, shows what was typed."""
    now, forms = clock.now(), forms or Forms()
    seen = await view.of_action(request.user, action.id, now)
    known = {"successor": {"superseded_by": seen.superseded_by}}
    deciding = {
        name: refused.get(name) or Form.blank(kind, **known.get(name, {})) for name, kind in DECIDING.items()
    }
    return page(
        "commitments/action.html",
        status=max(forms.status, *(one.status for one in deciding.values())),
        a=seen.facts,
        seen=seen,
        forms=forms,
        obstacle_options=words.options(words.OBSTACLES),
        today=clock.today(seen.facts["timezone"]),
        base=f"/actions/{action.id}",
        withdraw_url=f"/submissions/{seen.waiting.id}/withdraw" if seen.waiting else "",
        evidence_base="/evidence/",
        review_words=review_words,
        nav_current="commitments",
        **{f"{name}_form": form for name, form in deciding.items()},
        **await _around(request, action, seen, now),
        **view.words_of(),
    )


async def _around(request: Asker, action: FollowUpAction, seen: view.View, now: datetime) -> dict[str, Any]:
    """What this reader may do about it, who answers for it, and what was said of it elsewhere."""
    return {
        "judging": await _why_not_judge(request, action, seen),
        "may_work": await may_work(request.user, action, now),
        "owner_url": await _owner_url(request, action),
        "answers": (await owners_of([action.organisation], [action.id]))[action.id],
        "reminded": await of_action(request.user, action.id, now),
        "may_take_back": await may_ask_withdrawal(
            request.user, await actions.moves.commitment_of(action), None, now
        ),
        "may_mark": request.user.may(Right.keep_commitments) or request.user.may(Right.verify),
        "reviews": await carrying.reviews(request.user, None, action.id),
    }


async def _done(request: Asker, action: FollowUpAction, forms: Forms, text: str) -> Answer:
    if forms.status != 200:
        return await action_page(
            request, await actions.moves.action_of(action.organisation, action.id), forms
        )
    say(request, text)
    return redirect(f"/actions/{action.id}")


async def _why_not_judge(request: Asker, action: FollowUpAction, seen: view.View) -> str | None:
    """Why this reader may not judge what waits; an empty text when they may, None when nothing waits."""
    if seen.waiting is None or not request.user.may(Right.verify):
        return None
    submission = await Submission.objects().get(Submission.id == seen.waiting.id)
    assert submission is not None, "it was read a moment ago"
    try:
        await may_judge(request.user, action, submission)
    except Refusal as refusal:
        return refusal.text
    return ""


async def _owner_url(request: Asker, action: FollowUpAction) -> str:
    """The owner's link, for the secretariat to hand over."""
    if not request.user.may(Right.keep_commitments):
        return ""
    link = (await links.standing([action.id], clock.now())).get(action.id)
    return link.address if link else ""


handlers = [index, show, report, submit, ask, ask_infeasible, ask_withdrawal, take_back, download]
