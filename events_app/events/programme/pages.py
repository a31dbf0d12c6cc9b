"""Doors for people: the programme as a grid and a list to print, and the running order."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.events import listing
from events_app.events.access import Asker
from events_app.events.programme import actions
from events_app.events.programme.forms import AgendaForm, Step
from events_app.events.programme.grid import days
from events_app.events.programme.queries import running_order
from events_app.events.queries import parts_of
from events_app.events.tables import AgendaItem, Event
from events_app.events.words import programme_words
from events_app.i18n import _
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

PLAN = [requires(Right.plan_events)]
Answer = Response[Any]


@get("/events/{event_id:uuid}/programme")
async def programme(event: NamedDependency[Event]) -> Answer:
    """Rooms by times, and below it everything in order; made to be printed too."""
    parts = await parts_of(event)
    return page(
        "events/programme/programme.html",
        event=event,
        state=event.state_at(clock.now()),
        days=days(parts, event.timezone),
        parts=parts,
        blocks=await running_order(event, parts),
        nav_current="events",
        **programme_words(),
    )


@get("/events/{event_id:uuid}/agenda/{item_id:uuid}", guards=PLAN)
async def edit_line(
    request: Asker, event: NamedDependency[Event], item: NamedDependency[AgendaItem]
) -> Answer:
    """The form of a line of the running order."""
    kept = {"minutes": item.minutes, "presenter_id": item.presenter, "session_id": item.session}
    return await _form(request, event, item, Form.blank(AgendaForm, item=item.title, **kept))


@post("/events/{event_id:uuid}/agenda/{item_id:uuid}", guards=PLAN)
async def update_line(
    request: Asker, event: NamedDependency[Event], item: NamedDependency[AgendaItem]
) -> Answer:
    """Keeps the change, or says what is wrong beside what was typed."""
    form = await read_form(request, AgendaForm)
    with form.refusing():
        await actions.change_item(request.user, event, item, form.value.patch())
    if not form.ok:
        return await _form(request, event, item, form)
    say(request, _("Saved."))
    return redirect(f"/events/{event.id}/sessions#agenda")


@post("/events/{event_id:uuid}/agenda/{item_id:uuid}/move", guards=PLAN)
async def move_line(
    request: Asker, event: NamedDependency[Event], item: NamedDependency[AgendaItem]
) -> Answer:
    """One place up or down."""
    form = await read_form(request, Step)
    if form.ok:
        await actions.move_item(request.user, event, item, form.value)
    return redirect(f"/events/{event.id}/sessions#item-{item.id}")


@post("/events/{event_id:uuid}/agenda/{item_id:uuid}/remove", guards=PLAN)
async def remove_line(
    request: Asker, event: NamedDependency[Event], item: NamedDependency[AgendaItem]
) -> Answer:
    """Takes a line out of the running order."""
    await actions.remove_item(request.user, event, item)
    say(request, _("“%(title)s” is out of the running order.", title=item.title))
    return redirect(f"/events/{item.event}/sessions#agenda")


async def _form(request: Asker, event: Event, item: AgendaItem, form: Form[AgendaForm]) -> Answer:
    chosen = [item.presenter] if item.presenter else []
    return page(
        "events/programme/line.html",
        status=form.status,
        event=event,
        state=event.state_at(clock.now()),
        item=item,
        line=form,
        people=await listing.people_options(request.user.organisation, "", chosen),
        sessions=[(str(part.session.id), part.session.title) for part in await parts_of(event)],
        nav_current="events",
    )


doors: list[Any] = [programme, edit_line, update_line, move_line, remove_line]
