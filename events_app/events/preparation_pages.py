"""Doors for people: who works the door."""

from typing import Any
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.events import preparation
from events_app.events.access import Asker
from events_app.events.forms import DoorForm
from events_app.events.overview import overview
from events_app.events.tables import Event
from events_app.i18n import _
from events_app.web.flash import say
from events_app.web.forms import read_form
from events_app.web.pages import redirect

PLAN = [requires(Right.plan_events)]
Answer = Response[Any]


@post("/events/{event_id:uuid}/door-staff", guards=PLAN)
async def assign(request: Asker, event: NamedDependency[Event]) -> Answer:
    """Lets a colleague work the door."""
    form = await read_form(request, DoorForm)
    with form.refusing():
        await preparation.assign_door(request.user, event, form.value.user_id)
    if not form.ok:
        return await overview(request, event, assigning=form)
    say(request, _("The door staff is changed."))
    return redirect(f"/events/{event.id}#door")


@post("/events/{event_id:uuid}/door-staff/{user_id:uuid}/release", guards=PLAN)
async def release(request: Asker, event: NamedDependency[Event], user_id: FromPath[UUID]) -> Answer:
    """Somebody no longer works this door."""
    await preparation.release_door(request.user, event, user_id)
    say(request, _("The door staff is changed."))
    return redirect(f"/events/{event.id}#door")


doors: list[Any] = [assign, release]
