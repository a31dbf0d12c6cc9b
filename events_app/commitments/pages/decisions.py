"""What is decided on the page of an action: the verdict, an extension, and how it may end or begin again."""

from typing import Any

from litestar import Response, post
from litestar.di import NamedDependency

from events_app import clock
from events_app.commitments import actions
from events_app.commitments.access import Asker
from events_app.commitments.actions.succession import ReplacedInCircle, ReplacesItself, UnknownSuccessor
from events_app.commitments.forms import DecisionIn, InfeasibleIn, ReasonIn, VerdictIn
from events_app.commitments.pages.follow_up import action_page
from events_app.commitments.tables import DueChange, FollowUpAction, Submission, Verdict
from events_app.commitments.typed import CancellationForm, SuccessorForm
from events_app.errors import Invalid
from events_app.i18n import _
from events_app.web.flash import say
from events_app.web.forms import read_form
from events_app.web.pages import redirect

Answer = Response[Any]
SUCCESSION = (UnknownSuccessor, ReplacesItself, ReplacedInCircle)


@post("/submissions/{submission_id:uuid}/verdict")
async def judge(request: Asker, submission: NamedDependency[Submission]) -> Answer:
    """In order, or not yet."""
    form = await read_form(request, VerdictIn)
    if form.ok:
        try:
            await actions.verify(request.user, submission, form.value, clock.now())
        except Invalid as refusal:
            form.refuse(refusal)
    if not form.ok:
        row = await actions.moves.action_of(submission.organisation, submission.action)
        return await action_page(request, row, verdict=form)
    accepted = form.value.verdict == Verdict.accepted
    say(
        request,
        _("Found in order; the owner has been told.")
        if accepted
        else _("Returned; the owner has been told why."),
    )
    return redirect("/verifications")


@post("/due-changes/{change_id:uuid}/decision")
async def decide(request: Asker, change: NamedDependency[DueChange]) -> Answer:
    """An extension, approved or rejected."""
    form = await read_form(request, DecisionIn)
    if not form.ok:
        row = await actions.moves.action_of(change.organisation, change.action)
        return await action_page(request, row, decision=form)
    await actions.decide_due_change(request.user, change, form.value, clock.now())
    say(request, _("The decision is recorded, and the owner has been told."))
    return redirect(f"/actions/{change.action}")


@post("/actions/{action_id:uuid}/cancel")
async def cancel(request: Asker, action: NamedDependency[FollowUpAction]) -> Answer:
    """No longer wanted."""
    form = await read_form(request, CancellationForm)
    if form.ok:
        try:
            said = form.value
            await actions.cancel_action(request.user, action, said.reason, clock.now(), said.superseded_by)
        except SUCCESSION as refusal:
            form.errors["superseded_by"] = refusal.text
    if not form.ok:
        return await action_page(request, action, cancellation=form)
    say(request, _("The follow-up action is cancelled."))
    return redirect(f"/actions/{action.id}")


@post("/actions/{action_id:uuid}/successor")
async def supersede(request: Asker, action: NamedDependency[FollowUpAction]) -> Answer:
    """What replaces it, after all."""
    form = await read_form(request, SuccessorForm)
    if form.ok:
        try:
            await actions.supersede(request.user, action, form.value.superseded_by, clock.now())
        except SUCCESSION as refusal:
            form.errors["superseded_by"] = refusal.text
    if not form.ok:
        return await action_page(request, action, successor=form)
    say(request, _("What replaces it is recorded."))
    return redirect(f"/actions/{action.id}")


@post("/actions/{action_id:uuid}/reopen")
async def reopen(request: Asker, action: NamedDependency[FollowUpAction]) -> Answer:
    """Not done after all."""
    form = await read_form(request, ReasonIn)
    if not form.ok:
        return await action_page(request, action, reason=form)
    await actions.reopen(request.user, action, form.value.reason, clock.now())
    say(request, _("The follow-up action is open again."))
    return redirect(f"/actions/{action.id}")


@post("/actions/{action_id:uuid}/infeasible")
async def give_up(request: Asker, action: NamedDependency[FollowUpAction]) -> Answer:
    """Cannot be done, for a lawful reason."""
    form = await read_form(request, InfeasibleIn)
    if not form.ok:
        return await action_page(request, action, infeasible=form)
    await actions.mark_infeasible(request.user, action, form.value, clock.now())
    say(request, _("It is recorded that this cannot be done."))
    return redirect(f"/actions/{action.id}")


handlers = [judge, decide, cancel, supersede, reopen, give_up]
