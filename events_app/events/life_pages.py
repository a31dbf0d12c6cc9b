"""Doors for people: what becomes of an event: published, called off, moved to another time."""

from typing import Any

from litestar import Response, post
from litestar.di import NamedDependency

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.errors import Refusal
from events_app.events import actions
from events_app.events.access import Asker
from events_app.events.forms import Cancellation
from events_app.events.forms import PostponementForm as Postponing
from events_app.events.overview import overview
from events_app.events.readiness import gaps_of
from events_app.events.tables import Event
from events_app.i18n import _, ngettext
from events_app.web.flash import say
from events_app.web.forms import read_form
from events_app.web.pages import redirect

PLAN = [requires(Right.plan_events)]
Answer = Response[Any]


@post("/events/{event_id:uuid}/publish", guards=PLAN)
async def publish(request: Asker, event: NamedDependency[Event]) -> Answer:
    """Publishes; what could be better is said, and stands in the checklist."""
    now = clock.now()
    event = await actions.publish(request.user, event, now)
    say(request, _("The event is published."))
    gaps = await gaps_of(event, now)
    if gaps:
        text = ngettext(
            "%(num)s thing could be better: see below.",
            "%(num)s things could be better: see below.",
            len(gaps),
        )
        say(request, text, "warning")
    return redirect(f"/events/{event.id}")


@post("/events/{event_id:uuid}/cancel", guards=PLAN)
async def cancel(request: Asker, event: NamedDependency[Event]) -> Answer:
    """Calls the event off, with a reason."""
    form = await read_form(request, Cancellation)
    with form.refusing():
        await actions.cancel(request.user, event, form.value.reason, clock.now())
    if not form.ok:
        return await overview(request, event, cancelling=form)
    say(request, _("The event is cancelled. Whoever was invited is told."))
    return redirect(f"/events/{event.id}")


@post("/events/{event_id:uuid}/postpone", guards=PLAN)
async def postpone(request: Asker, event: NamedDependency[Event]) -> Answer:
    """Moves the event to another time, with a reason."""
    form = await read_form(request, Postponing)
    if form.ok:
        try:
            await actions.postpone(request.user, event, form.value.plan(), clock.now())
        except Refusal as refusal:
            refusal.field = ""
            form.refuse(refusal)
    if not form.ok:
        return await overview(request, event, postponing=form)
    say(request, _("The event is postponed. Publish it again when the new time stands."))
    return redirect(f"/events/{event.id}")


doors: list[Any] = [publish, cancel, postpone]
