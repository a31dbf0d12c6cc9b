"""The page of an event's screens: links that show the public board where nobody is signed in."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency

from events_app import clock
from events_app.checkin.board import actions
from events_app.checkin.board.forms import ScreenIn
from events_app.checkin.board.tables import BoardScreen
from events_app.events.access import Asker
from events_app.events.tables import Event
from events_app.i18n import _
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Answer = Response[Any]


@get("/events/{event_id:uuid}/screens")
async def screens(planned: NamedDependency[Event]) -> Answer:
    """The links that are open, and a form for one more."""
    return await _screens(planned, Form.blank(ScreenIn))


@post("/events/{event_id:uuid}/screens")
async def open_one(request: Asker, planned: NamedDependency[Event]) -> Answer:
    """One more."""
    form = await read_form(request, ScreenIn)
    with form.refusing():
        await actions.open_screen(request.user, planned, form.value)
    if not form.ok:
        return await _screens(planned, form)
    say(request, _("The link is ready: open it on the screen's computer."))
    return redirect(f"/events/{planned.id}/screens")


@post("/events/{event_id:uuid}/screens/{screen_id:uuid}/revoke")
async def revoke(
    request: Asker, planned: NamedDependency[Event], screen: NamedDependency[BoardScreen]
) -> Answer:
    """Ends it."""
    await actions.revoke_screen(request.user, screen)
    say(request, _("The link is revoked. What it showed ends within seconds."))
    return redirect(f"/events/{planned.id}/screens")


async def _screens(event: Event, form: Form[ScreenIn]) -> Answer:
    rows = await BoardScreen.objects().where(BoardScreen.event == event.id).order_by(BoardScreen.id)
    return page(
        "checkin/board/screens.html",
        status=form.status,
        nav_current="events",
        event=event,
        state=event.state_at(clock.now()),
        screens=[(row, actions.url_of(row)) for row in rows],
        form=form,
    )


doors: list[Any] = [screens, open_one, revoke]
