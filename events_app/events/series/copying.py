"""Verbs of doing an event again: a copy at another start, and plans kept under a name."""

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.database import atomically
from events_app.events.series.forms import Again
from events_app.events.series.holding import plan_in
from events_app.events.series.making import Made, make
from events_app.events.series.plans import plan_of
from events_app.events.series.recurrence import local
from events_app.events.series.tables import EventTemplate
from events_app.events.tables import Event


@atomically
async def copy_event(actor: Actor, event: Event, form: Again) -> Made:
    """Everything that is the plan, nothing that is the record, at another start; a new draft."""
    plan = await plan_of(event)
    made = await make(actor, plan, local(form.starts_at, plan.timezone), form.title)
    await audit.record(actor, "event.copied", made.event.id, after={"from": event.id})
    return made


@atomically
async def keep_template(actor: Actor, event: Event, name: str) -> EventTemplate:
    """Keep an event's plan under a name."""
    plan = await plan_of(event)
    template = EventTemplate(
        organisation=event.organisation,
        name=name,
        confidential=plan.confidential,
        plan=plan.model_dump_json(),
    )
    await template.save()
    await audit.record(actor, "template.kept", template.id, after={"name": name, "from": event.id})
    return template


@atomically
async def rename_template(actor: Actor, template: EventTemplate, name: str) -> None:
    """Another name for a template."""
    before, template.name = template.name, name
    await template.save([EventTemplate.name])
    await audit.record(actor, "template.renamed", template.id, before={"name": before}, after={"name": name})


@atomically
async def drop_template(actor: Actor, template: EventTemplate) -> None:
    """Forget a template; events made from it stay."""
    await EventTemplate.delete().where(EventTemplate.id == template.id)
    await audit.record(actor, "template.dropped", template.id, before={"name": template.name})


@atomically
async def use_template(actor: Actor, template: EventTemplate, form: Again) -> Made:
    """A new draft from a template."""
    plan = plan_in(template)
    made = await make(actor, plan, local(form.starts_at, plan.timezone), form.title)
    await audit.record(actor, "event.copied", made.event.id, after={"template": template.id})
    return made
