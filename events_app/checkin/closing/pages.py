"""The page of a door's settings."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.checkin.closing import actions
from events_app.checkin.closing.forms import DoorForm
from events_app.events.access import Asker
from events_app.events.tables import Event
from events_app.i18n import _
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Answer = Response[Any]
PLAN = [requires(Right.plan_events)]


@get("/events/{event_id:uuid}/attendance/door", guards=PLAN)
async def door_settings(event: NamedDependency[Event]) -> Answer:
    """As they are."""
    known = await actions.door_of(event)
    return _page(event, Form.blank(DoorForm, **known.model_dump()))


@post("/events/{event_id:uuid}/attendance/door", guards=PLAN)
async def set_door(request: Asker, event: NamedDependency[Event]) -> Answer:
    """Writes them anew."""
    form = await read_form(request, DoorForm)
    if not form.ok:
        return _page(event, form)
    await actions.set_door(request.user, event, form.value.said(), clock.now())
    say(request, _("The settings of the door are kept."))
    return redirect(f"/events/{event.id}/attendance/door")


def _page(event: Event, form: Form[DoorForm]) -> Answer:
    return page(
        "checkin/door_settings.html",
        status=form.status,
        nav_current="events",
        event=event,
        state=event.state_at(clock.now()),
        form=form,
    )


doors: list[Any] = [door_settings, set_door]
