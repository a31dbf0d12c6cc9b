"""Where an organiser sets up self check-in: off until somebody turns it on, never at a confidential event."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency

from events_app import clock
from events_app.checkin.self_checkin import actions, posters, queries, words
from events_app.checkin.self_checkin.forms import RoomCodeChange, RoomCodeIn
from events_app.checkin.self_checkin.tables import RoomCode
from events_app.documents import serve
from events_app.errors import Refusal
from events_app.events.access import Asker
from events_app.events.queries import parts_of
from events_app.events.tables import Event
from events_app.i18n import _, gettext
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Answer = Response[Any]


@get("/events/{event_id:uuid}/self-check-in")
async def overview(planned: NamedDependency[Event]) -> Answer:
    """Every room's code, and a form for one more."""
    return await _overview(planned, Form.blank(RoomCodeIn, mode="rotating"))


@post("/events/{event_id:uuid}/self-check-in")
async def add(request: Asker, planned: NamedDependency[Event]) -> Answer:
    """Turns it on somewhere."""
    form = await read_form(request, RoomCodeIn)
    with form.refusing():
        await actions.add_room_code(request.user, planned, form.value)
    if not form.ok:
        return await _overview(planned, form)
    say(request, _("Self check-in is on."))
    return _back(planned)


@post("/events/{event_id:uuid}/self-check-in/{room_code_id:uuid}")
async def change(
    request: Asker, planned: NamedDependency[Event], room_code: NamedDependency[RoomCode]
) -> Answer:
    """Another way of showing it, or off and on."""
    form = await read_form(request, RoomCodeChange)
    if form.ok:
        await _told(request, actions.change_room_code(request.user, planned, room_code, form.value))
    return _back(planned)


@post("/events/{event_id:uuid}/self-check-in/{room_code_id:uuid}/poster")
async def replace_poster(
    request: Asker, planned: NamedDependency[Event], room_code: NamedDependency[RoomCode]
) -> Answer:
    """The poster that hangs is worth nothing from now on."""
    await _told(request, actions.replace_poster(request.user, planned, room_code))
    return _back(planned)


@get("/events/{event_id:uuid}/self-check-in/{room_code_id:uuid}/poster.pdf")
async def poster(planned: NamedDependency[Event], room_code: NamedDependency[RoomCode]) -> Answer:
    """The poster to print."""
    filename, data = await posters.poster(planned, room_code, clock.now())
    return serve.shown(filename, "application/pdf", data)


@post("/events/{event_id:uuid}/self-check-in/{room_code_id:uuid}/screen-link")
async def open_link(
    request: Asker, planned: NamedDependency[Event], room_code: NamedDependency[RoomCode]
) -> Answer:
    """A fresh link for a projector."""
    await _told(request, actions.open_screen_link(request.user, planned, room_code))
    return _back(planned)


@post("/events/{event_id:uuid}/self-check-in/{room_code_id:uuid}/screen-link/end")
async def end_link(
    request: Asker, planned: NamedDependency[Event], room_code: NamedDependency[RoomCode]
) -> Answer:
    """The link shows nothing more."""
    await _told(request, actions.end_screen_link(request.user, planned, room_code))
    return _back(planned)


async def _told(request: Asker, action: Any) -> None:
    """A refusal is said on the page that the form stands on."""
    try:
        await action
    except Refusal as refusal:
        say(request, refusal.text, "danger")
    else:
        say(request, _("Saved."))


def _back(event: Event) -> Answer:
    return redirect(f"/events/{event.id}/self-check-in")


async def _overview(event: Event, form: Form[RoomCodeIn]) -> Answer:
    found = await queries.spots(event)
    taken = {one.code.session for one in found}
    places = [
        (
            str(part.session.id),
            f"{part.session.title} · {part.place.room}" if part.place.room else part.session.title,
        )
        for part in await parts_of(event)
        if part.session.id not in taken
    ]
    return page(
        "checkin/self_checkin/overview.html",
        status=form.status,
        nav_current="events",
        event=event,
        state=event.state_at(clock.now()),
        spots=found,
        places=places,
        whole_taken=None in taken,
        modes=[(key, gettext(text)) for key, text in words.MODES.items()],
        screen_url=actions.screen_url,
        waiting=await queries.waiting(event),
        form=form,
    )


doors: list[Any] = [overview, add, change, replace_poster, poster, open_link, end_link]
