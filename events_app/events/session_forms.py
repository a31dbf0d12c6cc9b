"""The pages of the programme and of a session: their forms, filled, merged and shown with their choices."""

from typing import Any
from uuid import UUID

from litestar import Response

from events_app import clock
from events_app.accounts.rights import Right
from events_app.events import listing
from events_app.events.access import Asker
from events_app.events.moments import local_text
from events_app.events.places.free import FreeRoom, free_rooms
from events_app.events.programme.forms import AgendaForm
from events_app.events.programme.queries import running_order
from events_app.events.queries import as_parts, parts_of
from events_app.events.series.forms import OccurrenceSessionForm, ReachForm
from events_app.events.series.spreading import Spread
from events_app.events.series.words import SCOPES, options
from events_app.events.speakers.absence import warnings
from events_app.events.states import ChangedMeanwhile, locked_session
from events_app.events.tables import Event, Session
from events_app.events.words import mode_options, programme_words, session_kind_options
from events_app.web import merging
from events_app.web.forms import Form
from events_app.web.pages import page

Answer = Response[Any]


def blank(event: Event) -> Form[OccurrenceSessionForm]:
    """A new session at the event's own times."""
    return Form.blank(OccurrenceSessionForm, timezone=event.timezone, **_times(event, event))


async def filled(event: Event, session: Session) -> Form[OccurrenceSessionForm]:
    """A session as it stands."""
    [part] = await as_parts([session])
    form = Form.blank(
        OccurrenceSessionForm,
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


async def merge(
    request: Asker,
    event: Event,
    session: Session,
    form: Form[OccurrenceSessionForm],
    refusal: ChangedMeanwhile,
) -> None:
    """What somebody else made of it meanwhile, beside what was typed here."""
    theirs = await filled(event, await locked_session(event, session))
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


async def programme(
    request: Asker,
    event: Event,
    form: Form[OccurrenceSessionForm],
    *,
    line: Form[AgendaForm] | None = None,
    people: str = "",
) -> Answer:
    """The programme with the forms that add to it."""
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


async def form(
    request: Asker,
    event: Event,
    session: Session,
    form: Form[OccurrenceSessionForm],
    *,
    people: str = "",
    spread: Spread | None = None,
    taking_off: Form[ReachForm] | None = None,
) -> Answer:
    """The page of a session: its form, what a change would do, and how to take it off."""
    taking_off = taking_off or Form.blank(ReachForm)
    return page(
        "events/session.html",
        status=max(form.status, taking_off.status),
        session=session,
        away=await warnings(event, session.id),
        spread=spread,
        taking_off=taking_off,
        **await _choices(request, event, form, people, session),
    )


async def _choices(
    request: Asker,
    event: Event,
    form: Form[OccurrenceSessionForm],
    people: str,
    session: Session | None = None,
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
        "scopes": options(SCOPES),
        "session_kinds": session_kind_options(),
        "session_modes": mode_options(),
        **programme_words(),
        "many_people": may and await listing.many_people(organisation),
        "people_q": people,
        "nav_current": "events",
    }


async def _free(
    organisation: UUID, form: Form[OccurrenceSessionForm], session: Session | None
) -> list[FreeRoom]:
    """What to offer instead of a room that was refused."""
    if "room_id" not in form.errors or form.parsed is None:
        return []
    plan, own = form.parsed, session.id if session else None
    return await free_rooms(organisation, plan.starts_at, plan.ends_at, plan.capacity, session=own)


def _chosen(form: Form[OccurrenceSessionForm]) -> list[UUID]:
    """Whoever is chosen stays in the list, whatever it is narrowed to."""
    typed = [*form.values.get("speaker_ids", []), form.values.get("moderator_id", "")]
    found = []
    for text in typed:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
