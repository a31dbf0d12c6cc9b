"""Doors for people: the form that moves an event or a session; dragging an entry is a shortcut to it."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.errors import Refusal
from events_app.events.access import Asker
from events_app.events.moments import local_text
from events_app.events.tables import Event, Session
from events_app.events.views import actions, moving
from events_app.events.views.forms import MoveForm
from events_app.formats import span_text
from events_app.i18n import gettext, ngettext
from events_app.web.flash import say_undoable
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

PLAN = [requires(Right.plan_events)]
Answer = Response[Any]


@get("/events/{event_id:uuid}/move", guards=PLAN)
async def ask(
    request: Asker, event: NamedDependency[Event], to: FromQuery[str] = "", back: FromQuery[str] = ""
) -> Answer:
    """The form, with the time that an entry was dropped at, or else with the present one."""
    return await _form(request, event, event, _filled(request, event, event, to, back), to)


@post("/events/{event_id:uuid}/move", guards=PLAN)
async def move(request: Asker, event: NamedDependency[Event]) -> Answer:
    """Moves it with its sessions, or says what stands in the way."""
    form = await read_form(request, MoveForm)
    if form.ok:
        try:
            moved = await actions.move_event(request.user, event, form.value.move(), clock.now())
        except Refusal as refusal:
            moving.refuse(form, refusal)
    if not form.ok:
        return await _form(request, event, event, form)
    told = _told(moved.title, moved, moved.timezone)
    along = await moving.sessions_along(moved)
    if along:
        told += " " + ngettext("Its %(num)s session moved along.", "Its %(num)s sessions moved along.", along)
    _offer_undo(request, told, f"/events/{event.id}/move", event, event, moved, form.value.back)
    return redirect(_way_back(request, form.value.back, moved, f"/events/{event.id}"))


@get("/events/{event_id:uuid}/sessions/{session_id:uuid}/move", guards=PLAN)
async def ask_session(
    request: Asker,
    event: NamedDependency[Event],
    session: NamedDependency[Session],
    to: FromQuery[str] = "",
    back: FromQuery[str] = "",
) -> Answer:
    """The same form, of a session."""
    return await _form(request, event, session, _filled(request, event, session, to, back), to)


@post("/events/{event_id:uuid}/sessions/{session_id:uuid}/move", guards=PLAN)
async def move_session(
    request: Asker, event: NamedDependency[Event], session: NamedDependency[Session]
) -> Answer:
    """Moves one session, or says what stands in the way."""
    form = await read_form(request, MoveForm)
    if form.ok:
        try:
            moved = await actions.move_session(request.user, event, session, form.value.move(), clock.now())
        except Refusal as refusal:
            moving.refuse(form, refusal)
    if not form.ok:
        return await _form(request, event, session, form)
    told, back = _told(moved.title, moved, event.timezone), form.value.back
    path = f"/events/{event.id}/sessions/{session.id}/move"
    _offer_undo(request, told, path, event, session, moved, back)
    return redirect(_way_back(request, back, moved, f"/events/{event.id}/sessions"))


def _filled(request: Asker, event: Event, row: Event | Session, to: str, back: str) -> Form[MoveForm]:
    start = moving.proposed(
        row.starts_at, to, event.timezone, request.scope["state"]["organisation"].timezone
    )
    back = back if back in ("month", "week") else ""
    typed = start.strftime("%Y-%m-%dT%H:%M")
    return Form.blank(
        MoveForm, timezone=event.timezone, starts_at=typed, row_version=row.row_version, back=back
    )


async def _form(
    request: Asker, event: Event, row: Event | Session, form: Form[MoveForm], to: str = ""
) -> Answer:
    now = clock.now()
    is_session = isinstance(row, Session)
    return page(
        "events/views/move.html",
        status=form.status,
        form=form,
        event=event,
        row=row,
        path=f"/events/{event.id}/sessions/{row.id}/move" if is_session else f"/events/{event.id}/move",
        whole=f"/events/{event.id}/sessions/{row.id}" if is_session else f"/events/{event.id}/edit",
        back=_way_back(request, form.values.get("back", ""), row),
        suggested=moving.suggested(row, form, event.timezone) if to else None,
        stuck=moving.why_stuck(event, row, now),
        sessions=0 if is_session else await moving.sessions_along(event),
        nav_current="events",
    )


def _told(title: str, moved: Event | Session, zone: str) -> str:
    when = span_text(moved.starts_at, moved.ends_at, zone)
    return gettext("“%(title)s” has been moved: %(when)s.", title=title, when=when)


def _offer_undo(
    request: Asker,
    told: str,
    path: str,
    event: Event,
    before: Event | Session,
    moved: Event | Session,
    back: str,
) -> None:
    """The way back is the same form with the time of before."""
    fields = {"timezone": event.timezone, "starts_at": moving.exact_text(before.starts_at, event.timezone)}
    say_undoable(request, told, path, fields | {"row_version": str(moved.row_version), "back": back})


def _way_back(request: Asker, back: str, row: Event | Session, otherwise: str = "/calendar/month") -> str:
    """The view the move began in, where the row is now."""
    day = local_text(row.starts_at, request.scope["state"]["organisation"].timezone)[:10]
    ways = {"month": f"/calendar/month?month={day[:7]}", "week": f"/calendar/week?week={day}"}
    return ways.get(back, otherwise)


doors: list[Any] = [ask, move, ask_session, move_session]
