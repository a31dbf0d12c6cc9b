"""Where the chair decides what was asked, and waives the rule of institutions."""

from typing import Any

from litestar import Response, post
from litestar.di import NamedDependency

from events_app import clock
from events_app.commitments import actions
from events_app.commitments.access import Asker
from events_app.commitments.asking.actions import decide_infeasible, decide_withdrawal
from events_app.commitments.asking.tables import InfeasibleRequest, WithdrawalRequest
from events_app.commitments.forms import DecisionIn, ReasonIn
from events_app.commitments.pages.follow_up import action_page
from events_app.commitments.tables import FollowUpAction
from events_app.commitments.waiving.actions import waive
from events_app.i18n import _
from events_app.web.flash import say
from events_app.web.forms import read_form
from events_app.web.pages import redirect

Answer = Response[Any]


@post("/infeasible-requests/{infeasible_request_id:uuid}/decision")
async def decide(request: Asker, infeasible_request: NamedDependency[InfeasibleRequest]) -> Answer:
    """Whether it can be done at all."""
    form = await read_form(request, DecisionIn)
    if not form.ok:
        row = infeasible_request
        action = await actions.moves.action_of(row.organisation, row.action)
        return await action_page(request, action, asked=form)
    await decide_infeasible(request.user, infeasible_request, form.value, clock.now())
    say(request, _("The decision is recorded, and the owner has been told."))
    return redirect(f"/actions/{infeasible_request.action}")


@post("/withdrawal-requests/{withdrawal_request_id:uuid}/decision")
async def decide_promise(request: Asker, withdrawal_request: NamedDependency[WithdrawalRequest]) -> Answer:
    """Whether the promise is taken back; without a word of the chair nothing is decided."""
    back = redirect(f"/commitments/{withdrawal_request.commitment}")
    form = await read_form(request, DecisionIn)
    if not form.ok:
        say(request, _("Please choose: approve or reject."))
        return back
    await decide_withdrawal(request.user, withdrawal_request, form.value, clock.now())
    say(request, _("The decision is recorded, and whoever asked has been told."))
    return back


@post("/actions/{action_id:uuid}/waiver")
async def waive_rule(request: Asker, action: NamedDependency[FollowUpAction]) -> Answer:
    """The institution's own verifier may judge, for a reason."""
    form = await read_form(request, ReasonIn)
    if not form.ok:
        return await action_page(request, action, waiver=form)
    await waive(request.user, action, form.value.reason, clock.now())
    say(request, _("The rule is waived for this follow-up action; the reason stays with it."))
    return redirect(f"/actions/{action.id}")


handlers = [decide, decide_promise, waive_rule]
