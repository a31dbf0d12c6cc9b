"""Doors for people: do an event again, templates, and the list and page of series."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery

from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.errors import Refusal
from events_app.events.access import Asker
from events_app.events.moments import local_text
from events_app.events.series import copying, queries
from events_app.events.series.forms import Again, AgainForm, TemplateName
from events_app.events.series.holding import plan_in
from events_app.events.series.making import Made
from events_app.events.series.pages_of_series import doors as series_doors
from events_app.events.series.plans import Plan, plan_of
from events_app.events.series.tables import EventTemplate
from events_app.events.tables import Event
from events_app.events.words import kind_name
from events_app.i18n import _
from events_app.ids import uuid_of
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

PLAN = [requires(Right.plan_events)]
READ = [requires(Right.read)]
SHOWN = 50
Answer = Response[Any]


@get("/events/{event_id:uuid}/again", guards=PLAN)
async def again(event: NamedDependency[Event]) -> Answer:
    """The form that asks when it is to be done again."""
    form = Form.blank(AgainForm, timezone=event.timezone, title=event.title)
    return _again(form, event, await plan_of(event))


@post("/events/{event_id:uuid}/again", guards=PLAN)
async def copy(request: Asker, event: NamedDependency[Event]) -> Answer:
    """A new draft of the same plan; what could not be held is said."""
    form = await read_form(request, AgainForm)
    if form.ok:
        try:
            made = await copying.copy_event(request.user, event, _when(form.value))
        except Refusal as refusal:
            form.refuse(_beside_start(refusal))
    if not form.ok:
        return _again(form, event, await plan_of(event))
    return _made(request, made)


@get("/event-templates", guards=READ)
async def templates(request: Asker, cursor: FromQuery[str] = "") -> Answer:
    """Plans kept under a name."""
    rows = await queries.templates_of(request.user, uuid_of(cursor), SHOWN + 1)
    shown = [(row, plan_in(row)) for row in rows[:SHOWN]]
    more = f"/event-templates?cursor={rows[SHOWN - 1].id}" if len(rows) > SHOWN else ""
    return page("events/series/templates.html", rows=shown, more=more, nav_current="events")


@post("/events/{event_id:uuid}/template", guards=PLAN)
async def keep(request: Asker, event: NamedDependency[Event]) -> Answer:
    """Keeps the plan under a name."""
    form = await read_form(request, TemplateName)
    if not form.ok:
        again_form = Form.blank(AgainForm, timezone=event.timezone, title=event.title)
        return _again(again_form, event, await plan_of(event), naming=form)
    template = await copying.keep_template(request.user, event, form.value.name)
    say(request, _("The template is kept."))
    return redirect(f"/event-templates/{template.id}")


@get("/event-templates/{template_id:uuid}", guards=READ)
async def template_page(template: NamedDependency[EventTemplate]) -> Answer:
    """What a template plans, and what can be made of it."""
    return _template(template)


@post("/event-templates/{template_id:uuid}", guards=PLAN)
async def rename(request: Asker, template: NamedDependency[EventTemplate]) -> Answer:
    """Another name."""
    form = await read_form(request, TemplateName)
    if not form.ok:
        return _template(template, naming=form)
    await copying.rename_template(request.user, template, form.value.name)
    say(request, _("Saved."))
    return redirect(f"/event-templates/{template.id}")


@post("/event-templates/{template_id:uuid}/delete", guards=PLAN)
async def delete(request: Asker, template: NamedDependency[EventTemplate]) -> Answer:
    """Forgets it; events made from it stay."""
    await copying.drop_template(request.user, template)
    say(request, _("The template is deleted. Events made from it stay."))
    return redirect("/event-templates")


@post("/event-templates/{template_id:uuid}/events", guards=PLAN)
async def use(request: Asker, template: NamedDependency[EventTemplate]) -> Answer:
    """A new draft from the template."""
    form = await read_form(request, AgainForm)
    if form.ok:
        try:
            made = await copying.use_template(request.user, template, _when(form.value))
        except Refusal as refusal:
            form.refuse(_beside_start(refusal))
    if not form.ok:
        return _template(template, form=form)
    return _made(request, made)


def _when(form: AgainForm) -> Again:
    return Again(starts_at=form.starts_at, title=form.title)


def _beside_start(refusal: Refusal) -> Refusal:
    refusal.field = "starts_at" if refusal.field == "exdates" else refusal.field
    return refusal


def _made(request: Asker, made: Made) -> Answer:
    say(request, _("The draft is made."))
    for loss in made.losses[:5]:
        say(request, loss.text, "warning")
    return redirect(f"/events/{made.event.id}")


def _again(
    form: Form[AgainForm], event: Event, plan: Plan, naming: Form[TemplateName] | None = None
) -> Answer:
    naming = naming or Form.blank(TemplateName, name=event.title)
    return page(
        "events/series/again.html",
        status=max(form.status, naming.status),
        form=form,
        naming=naming,
        event=event,
        plan=plan,
        was=local_text(event.starts_at, event.timezone),
        nav_current="events",
    )


def _template(
    template: EventTemplate, form: Form[AgainForm] | None = None, naming: Form[TemplateName] | None = None
) -> Answer:
    plan = plan_in(template)
    form = form or Form.blank(AgainForm, timezone=plan.timezone, title=plan.title)
    naming = naming or Form.blank(TemplateName, name=template.name)
    return page(
        "events/series/template.html",
        status=max(form.status, naming.status),
        template=template,
        form=form,
        naming=naming,
        plan=plan,
        kind=kind_name(plan.own["kind"]),
        nav_current="events",
    )


doors = [again, copy, templates, keep, template_page, rename, delete, use, *series_doors]
