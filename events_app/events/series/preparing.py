"""What a series is made of, found for the one who asks: an event or a template they may see, or not found."""

from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.errors import NotFound
from events_app.events.queries import visible_to
from events_app.events.series.access import readable
from events_app.events.series.actions import SeriesPlan
from events_app.events.series.forms import SeriesIn
from events_app.events.series.holding import plan_in
from events_app.events.series.plans import Plan, plan_of
from events_app.events.series.tables import EventTemplate
from events_app.events.tables import Event


async def prepared(actor: Actor, form: SeriesIn) -> SeriesPlan:
    """The series that was asked for. Raises NotFound."""
    if form.event_id is not None:
        event = await event_here(actor, form.event_id)
        return await of_event(event, form)
    template = await readable(EventTemplate, actor, form.template_id or UUID(int=0))
    assert form.starts_at is not None, "the form has asked for it"
    return _wanted(plan_in(template), form.starts_at, form)


async def event_here(actor: Actor, event_id: UUID) -> Event:
    """An event this planner may see."""
    event = await Event.objects().where(visible_to(actor), Event.id == event_id).first()
    if event is None:
        raise NotFound(field="event_id")
    return event


async def of_event(event: Event, form: SeriesIn) -> SeriesPlan:
    """From an event, which is the first occurrence unless another start is given."""
    first = event if form.starts_at in (None, event.starts_at) else None
    start = form.starts_at or event.starts_at
    return _wanted(await plan_of(event), start, form, first)


def _wanted(plan: Plan, start: datetime, form: SeriesIn, first: Event | None = None) -> SeriesPlan:
    names = ("exdates", "rdates", "without_room", "without_holidays")
    more: dict[str, Any] = {name: getattr(form, name) for name in names}
    return SeriesPlan(plan, start, form.rule, first=first, **more)
