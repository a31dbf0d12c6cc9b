"""Doors for people: the programme of an event, its sessions and its running order."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.errors import Refusal
from events_app.events import session_forms
from events_app.events.access import Asker
from events_app.events.programme import actions as agenda_actions
from events_app.events.programme.forms import AgendaForm
from events_app.events.series import session_scopes
from events_app.events.series.editing import told
from events_app.events.series.forms import OccurrenceSessionForm, ReachForm
from events_app.events.series.spreading import Reach, Spread
from events_app.events.speakers.absence import warnings
from events_app.events.states import ChangedMeanwhile
from events_app.events.tables import Event, Session
from events_app.i18n import _
from events_app.web.flash import say
from events_app.web.forms import read_form
from events_app.web.pages import redirect

PLAN = [requires(Right.plan_events)]
Answer = Response[Any]


@get("/events/{event_id:uuid}/sessions")
async def sessions(request: Asker, event: NamedDependency[Event], people: FromQuery[str] = "") -> Answer:
    """The programme; planners add to it here."""
    return await session_forms.programme(request, event, session_forms.blank(event), people=people)


@post("/events/{event_id:uuid}/sessions", guards=PLAN)
async def add(request: Asker, event: NamedDependency[Event]) -> Answer:
    """Adds a session, or says what stands in its way, with everything that was typed."""
    form = await read_form(request, OccurrenceSessionForm)
    with form.refusing():
        plan = form.value.plan()
        done = await session_scopes.add(request.user, event, plan, clock.now(), _reach(form.value))
    if not form.ok:
        return await session_forms.programme(request, event, form)
    _tell(request, done, form.value, _("The session is in the programme."))
    await _warn(request, event, done.session)
    return redirect(f"/events/{event.id}/sessions")


@get("/events/{event_id:uuid}/sessions/{session_id:uuid}", guards=PLAN)
async def edit(
    request: Asker,
    event: NamedDependency[Event],
    session: NamedDependency[Session],
    people: FromQuery[str] = "",
) -> Answer:
    """The form of a session."""
    return await session_forms.form(
        request, event, session, await session_forms.filled(event, session), people=people
    )


@post("/events/{event_id:uuid}/sessions/{session_id:uuid}", guards=PLAN)
async def update(request: Asker, event: NamedDependency[Event], session: NamedDependency[Session]) -> Answer:
    """Keeps the change or shows what it would do, or says what stands in its way."""
    form, done = await read_form(request, OccurrenceSessionForm), None
    if form.ok:
        act = session_scopes.preview if form.value.preview else session_scopes.edit
        try:
            patch = form.value.patch()
            done = await act(request.user, event, session, patch, clock.now(), _reach(form.value))
        except ChangedMeanwhile as refusal:
            await session_forms.merge(request, event, session, form, refusal)
        except Refusal as refusal:
            form.refuse(refusal)
    if done is None or form.value.preview:
        return await session_forms.form(request, event, session, form, spread=done)
    _tell(request, done, form.value, _("Saved."))
    await _warn(request, event, session)
    return redirect(f"/events/{event.id}/sessions")


@post("/events/{event_id:uuid}/sessions/{session_id:uuid}/cancel", guards=PLAN)
async def cancel(request: Asker, event: NamedDependency[Event], session: NamedDependency[Session]) -> Answer:
    """Takes a session off the programme, here or as far as was chosen."""
    form, done = await read_form(request, ReachForm), None
    with form.refusing():
        done = await session_scopes.cancel(request.user, event, session, clock.now(), _reach(form.value))
    if done is None:
        return await session_forms.form(
            request, event, session, await session_forms.filled(event, session), taking_off=form
        )
    _tell(request, done, form.value, _("The session is cancelled; its room and people are free."))
    return redirect(f"/events/{event.id}/sessions")


def _reach(form: OccurrenceSessionForm | ReachForm) -> Reach:
    return Reach(form.scope, form.detached_too)


def _tell(request: Asker, done: Spread, form: OccurrenceSessionForm | ReachForm, alone: str) -> None:
    for sentence in [alone] if form.scope == "this" else told(len(done.touched), done.left):
        say(request, sentence)


@post("/events/{event_id:uuid}/agenda", guards=PLAN)
async def add_line(request: Asker, event: NamedDependency[Event]) -> Answer:
    """Adds a line to the running order."""
    form = await read_form(request, AgendaForm)
    with form.refusing():
        await agenda_actions.add_item(request.user, event, form.value.body())
    if not form.ok:
        return await session_forms.programme(request, event, session_forms.blank(event), line=form)
    return redirect(f"/events/{event.id}/sessions#agenda")


async def _warn(request: Asker, event: Event, session: Session) -> None:
    """Who is put where they said they cannot be; the reader decides."""
    for sentence in await warnings(event, session.id):
        say(request, sentence, "warning")


doors: list[Any] = [sessions, add, edit, update, cancel, add_line]
