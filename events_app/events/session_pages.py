"""Doors for people: the programme of an event, its sessions and its running order."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.errors import Refusal
from events_app.events import listing, session_actions
from events_app.events.access import Asker
from events_app.events.forms import SessionForm
from events_app.events.moments import local_text
from events_app.events.places.free import FreeRoom, free_rooms
from events_app.events.programme import actions as agenda_actions
from events_app.events.programme.forms import AgendaForm
from events_app.events.programme.queries import running_order
from events_app.events.queries import as_parts, parts_of
from events_app.events.speakers.absence import warnings
from events_app.events.states import ChangedMeanwhile, locked_session
from events_app.events.tables import Event, Session
from events_app.events.words import mode_options, programme_words, session_kind_options
from events_app.i18n import _
from events_app.web import merging
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

PLAN = [requires(Right.plan_events)]
Answer = Response[Any]


@get("/events/{event_id:uuid}/sessions")
async def sessions(request: Asker, event: NamedDependency[Event], people: FromQuery[str] = "") -> Answer:
    """The programme; planners add to it here."""
    return await _programme(request, event, _blank(event), people=people)


@post("/events/{event_id:uuid}/sessions", guards=PLAN)
async def add(request: Asker, event: NamedDependency[Event]) -> Answer:
    """Adds a session, or says what stands in its way, with everything that was typed."""
    form = await read_form(request, SessionForm)
    if form.ok:
        try:
            made = await session_actions.add_session(request.user, event, form.value.plan())
        except Refusal as refusal:
            form.refuse(refusal)
    if not form.ok:
        return await _programme(request, event, form)
    say(request, _("The session is in the programme."))
    await _warn(request, event, made)
    return redirect(f"/events/{event.id}/sessions")


@get("/events/{event_id:uuid}/sessions/{session_id:uuid}", guards=PLAN)
async def edit(
    request: Asker,
    event: NamedDependency[Event],
    session: NamedDependency[Session],
    people: FromQuery[str] = "",
) -> Answer:
    """The form of a session."""
    return await _form(request, event, session, await _filled(event, session), people=people)


@post("/events/{event_id:uuid}/sessions/{session_id:uuid}", guards=PLAN)
async def update(request: Asker, event: NamedDependency[Event], session: NamedDependency[Session]) -> Answer:
    """Keeps the change, or says what stands in its way."""
    form = await read_form(request, SessionForm)
    if form.ok:
        try:
            patch = form.value.patch()
            await session_actions.update_session(request.user, event, session, patch, clock.now())
        except ChangedMeanwhile as refusal:
            await _merge(request, event, session, form, refusal)
        except Refusal as refusal:
            form.refuse(refusal)
    if not form.ok:
        return await _form(request, event, session, form)
    say(request, _("Saved."))
    await _warn(request, event, session)
    return redirect(f"/events/{event.id}/sessions")


@post("/events/{event_id:uuid}/sessions/{session_id:uuid}/cancel", guards=PLAN)
async def cancel(request: Asker, event: NamedDependency[Event], session: NamedDependency[Session]) -> Answer:
    """Takes a session off the programme."""
    await session_actions.cancel_session(request.user, event, session, clock.now())
    say(request, _("The session is cancelled; its room and people are free."))
    return redirect(f"/events/{event.id}/sessions")


@post("/events/{event_id:uuid}/agenda", guards=PLAN)
async def add_line(request: Asker, event: NamedDependency[Event]) -> Answer:
    """Adds a line to the running order."""
    form = await read_form(request, AgendaForm)
    if form.ok:
        try:
            await agenda_actions.add_item(request.user, event, form.value.body())
        except Refusal as refusal:
            form.refuse(refusal)
    if not form.ok:
        return await _programme(request, event, _blank(event), line=form)
    return redirect(f"/events/{event.id}/sessions#agenda")


async def _warn(request: Asker, event: Event, session: Session) -> None:
    """Who is put where they said they cannot be; the reader decides."""
    for sentence in await warnings(event, session.id):
        say(request, sentence, "warning")


def _blank(event: Event) -> Form[SessionForm]:
    return Form.blank(SessionForm, timezone=event.timezone, **_times(event, event))


async def _filled(event: Event, session: Session) -> Form[SessionForm]:
    [part] = await as_parts([session])
    form = Form.blank(
        SessionForm,
        title=session.title,
        timezone=event.timezone,
        **_times(event, session),
        room_id=session.room,
        capacity=session.capacity,
        kind=session.kind,
        mode=session.mode,
        join_url=session.join_url,
        join_note=session.join_note,
        speaker_ids=[person.person_id for person in part.speakers],
        moderator_id=part.moderator.person_id if part.moderator else None,
        row_version=session.row_version,
    )
    return merging.remember(form)


async def _merge(
    request: Asker, event: Event, session: Session, form: Form[SessionForm], refusal: ChangedMeanwhile
) -> None:
    """What somebody else made of it meanwhile, beside what was typed here."""
    theirs = await _filled(event, await locked_session(event, session))
    people = await listing.people_options(request.user.organisation, "", _chosen(theirs))
    shown = merging.shown_by(
        room_id=await listing.room_options(request.user.organisation, session.room),
        speaker_ids=people,
        moderator_id=people,
        kind=session_kind_options(),
        mode=mode_options(),
    )
    merging.merge(form, theirs, refusal, shown)


def _times(event: Event, row: Event | Session) -> dict[str, str]:
    return {name: local_text(getattr(row, name), event.timezone) for name in ("starts_at", "ends_at")}


async def _programme(
    request: Asker,
    event: Event,
    form: Form[SessionForm],
    *,
    line: Form[AgendaForm] | None = None,
    people: str = "",
) -> Answer:
    line, parts = line or Form.blank(AgendaForm), await parts_of(event)
    return page(
        "events/sessions.html",
        status=max(form.status, line.status),
        parts=parts,
        blocks=await running_order(event, parts),
        sessions=[(str(part.session.id), part.session.title) for part in parts],
        line=line,
        **await _choices(request, event, form, people),
    )


async def _form(
    request: Asker, event: Event, session: Session, form: Form[SessionForm], *, people: str = ""
) -> Answer:
    choices = await _choices(request, event, form, people, session)
    away = await warnings(event, session.id)
    return page("events/session.html", status=form.status, session=session, away=away, **choices)


async def _choices(
    request: Asker, event: Event, form: Form[SessionForm], people: str, session: Session | None = None
) -> dict[str, Any]:
    organisation = request.user.organisation
    may = request.user.may(Right.plan_events)
    return {
        "event": event,
        "state": event.state_at(clock.now()),
        "form": form,
        "rooms": await listing.room_options(organisation, session.room if session else None) if may else [],
        "free_rooms": await _free(organisation, form, session),
        "people": await listing.people_options(organisation, people, _chosen(form)) if may else [],
        "session_kinds": session_kind_options(),
        "session_modes": mode_options(),
        **programme_words(),
        "many_people": may and await listing.many_people(organisation),
        "people_q": people,
        "nav_current": "events",
    }


async def _free(organisation: UUID, form: Form[SessionForm], session: Session | None) -> list[FreeRoom]:
    """What to offer instead of a room that was refused."""
    if "room_id" not in form.errors or not form.is_read:
        return []
    plan, own = form.value, session.id if session else None
    return await free_rooms(organisation, plan.starts_at, plan.ends_at, plan.capacity, session=own)


def _chosen(form: Form[SessionForm]) -> list[UUID]:
    """Whoever is chosen stays in the list, whatever it is narrowed to."""
    typed = [*form.values.get("speaker_ids", []), form.values.get("moderator_id", "")]
    found = []
    for text in typed:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


doors: list[Any] = [sessions, add, edit, update, cancel, add_line]
