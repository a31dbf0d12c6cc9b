"""Pages of the quorum: the rules of an event, how each stands, and a form for one more."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.checkin.board import actions
from events_app.checkin.board.forms import QuorumRuleForm
from events_app.checkin.board.quorum import standings
from events_app.checkin.board.tables import QuorumRule
from events_app.events.access import Asker
from events_app.events.tables import Event
from events_app.i18n import _
from events_app.invitations.seating.queries import groups
from events_app.stakeholders.tables import InstitutionKind
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Answer = Response[Any]
READ = [requires(Right.read)]
PLAN = [requires(Right.plan_events)]


@get("/events/{event_id:uuid}/quorum", guards=READ)
async def rules(request: Asker, event: NamedDependency[Event]) -> Answer:
    """Every rule with how it stands."""
    return await _rules(request, event, Form.blank(QuorumRuleForm))


@post("/events/{event_id:uuid}/quorum", guards=PLAN)
async def add(request: Asker, event: NamedDependency[Event]) -> Answer:
    """One more."""
    form = await read_form(request, QuorumRuleForm)
    with form.refusing():
        await actions.add_rule(request.user, event, form.value.rule())
    if not form.ok:
        return await _rules(request, event, form)
    say(request, _("The rule is kept."))
    return redirect(f"/events/{event.id}/quorum")


@get("/events/{event_id:uuid}/quorum/{rule_id:uuid}", guards=PLAN)
async def edit(event: NamedDependency[Event], rule: NamedDependency[QuorumRule]) -> Answer:
    """The form of one."""
    facts = {
        name: getattr(rule, name)
        for name in ("label", "kind", "counting", "measure", "amount", "row_version")
    }
    of = "kind" if rule.kind else "group" if rule.stakeholder_group else "all"
    return await _edit(
        event, rule, Form.blank(QuorumRuleForm, of=of, group_id=rule.stakeholder_group, **facts)
    )


@post("/events/{event_id:uuid}/quorum/{rule_id:uuid}", guards=PLAN)
async def change(request: Asker, event: NamedDependency[Event], rule: NamedDependency[QuorumRule]) -> Answer:
    """Writes it anew."""
    form = await read_form(request, QuorumRuleForm)
    with form.refusing():
        await actions.change_rule(request.user, rule, form.value.rule())
    if not form.ok:
        return await _edit(event, rule, form)
    say(request, _("The rule is kept."))
    return redirect(f"/events/{event.id}/quorum")


@post("/events/{event_id:uuid}/quorum/{rule_id:uuid}/remove", guards=PLAN)
async def remove(request: Asker, event: NamedDependency[Event], rule: NamedDependency[QuorumRule]) -> Answer:
    """Takes it away."""
    await actions.remove_rule(request.user, rule)
    say(request, _("The rule is removed."))
    return redirect(f"/events/{event.id}/quorum")


async def _choices(event: Event) -> dict[str, Any]:
    return {"kinds": [kind.value for kind in InstitutionKind], "groups": await groups(event.organisation)}


async def _rules(request: Asker, event: Event, form: Form[QuorumRuleForm]) -> Answer:
    return page(
        "checkin/board/quorum.html",
        status=form.status,
        nav_current="events",
        event=event,
        state=event.state_at(clock.now()),
        quorum=await standings(event.id),
        form=form,
        may_plan=request.user.may(Right.plan_events),
        **await _choices(event),
    )


async def _edit(event: Event, rule: QuorumRule, form: Form[QuorumRuleForm]) -> Answer:
    return page(
        "checkin/board/edit_rule.html",
        status=form.status,
        nav_current="events",
        event=event,
        rule=rule,
        form=form,
        **await _choices(event),
    )


doors: list[Any] = [rules, add, edit, change, remove]
