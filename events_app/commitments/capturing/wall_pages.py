"""The wall: what was promised, in large letters, without names; for who is signed in, or by the link of a screen."""

from typing import Any, Literal

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from events_app import clock, i18n
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.checkin.board.faces import Face
from events_app.checkin.board.forms import ScreenIn
from events_app.checkin.board.streaming import stream
from events_app.checkin.board.watching import Watcher
from events_app.commitments.access import Asker
from events_app.commitments.capturing import screens
from events_app.commitments.capturing.access import Walled
from events_app.commitments.capturing.reader import Captured, parts
from events_app.commitments.capturing.tables import CaptureScreen
from events_app.events.tables import Event
from events_app.i18n import _
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Answer = Response[Any]
Look = FromQuery[Literal["dark", "light"] | None]
KEEP = [requires(Right.keep_commitments)]


@get("/events/{event_id:uuid}/capture/wall", guards=KEEP)
async def wall_here(kept_event: NamedDependency[Event], look: Look = None) -> Answer:
    """The wall on the projector of whoever captures."""
    base = f"/events/{kept_event.id}/capture"
    return await _wall(kept_event, f"{base}/live?view=stage", look, back=base)


@get("/wall/{token:str}", public=True)
async def linked_wall(walled: NamedDependency[Walled], token: FromPath[str], look: Look = None) -> Answer:
    """The same by a screen's link, in the event's language."""
    i18n.speak(walled.event.language)
    return await _wall(walled.event, f"/wall/{token}/live", look)


@get("/wall/{token:str}/live", public=True, uncompressed=True)
async def linked_live(request: Asker, walled: NamedDependency[Walled]) -> Answer:
    """What changes on that screen."""
    i18n.speak(walled.event.language)
    face = Face("stage", i18n.locale())
    streamed = stream(request, walled.event, Watcher(face, walled.wall.id), Captured)
    return streamed or Response({"parts": await parts(walled.event, face)})


@get("/events/{event_id:uuid}/capture/screens", guards=KEEP)
async def walls(kept_event: NamedDependency[Event]) -> Answer:
    """The links that are open, and a form for one more."""
    return await _screens(kept_event, Form.blank(ScreenIn))


@post("/events/{event_id:uuid}/capture/screens", guards=KEEP)
async def open_wall(request: Asker, kept_event: NamedDependency[Event]) -> Answer:
    """One more."""
    form = await read_form(request, ScreenIn)
    with form.refusing():
        await screens.open_wall(request.user, kept_event, form.value)
    if not form.ok:
        return await _screens(kept_event, form)
    say(request, _("The link is ready: open it on the screen's computer."))
    return redirect(f"/events/{kept_event.id}/capture/screens")


@post("/events/{event_id:uuid}/capture/screens/{wall_id:uuid}/revoke", guards=KEEP)
async def revoke_wall(
    request: Asker, kept_event: NamedDependency[Event], wall: NamedDependency[CaptureScreen]
) -> Answer:
    """Ends it."""
    await screens.revoke_wall(request.user, wall)
    say(request, _("The link is revoked. What it showed ends within seconds."))
    return redirect(f"/events/{kept_event.id}/capture/screens")


async def _wall(event: Event, address: str, look: str | None, back: str = "") -> Answer:
    chosen: dict[str, Any] = {"theme": look} if look else {}
    drawn = await parts(event, Face("stage", i18n.locale()))
    return page(
        "commitments/capturing/wall.html", event=event, parts=drawn, live=address, back=back, **chosen
    )


async def _screens(event: Event, form: Form[ScreenIn]) -> Answer:
    rows = await CaptureScreen.objects().where(CaptureScreen.event == event.id).order_by(CaptureScreen.id)
    return page(
        "commitments/capturing/screens.html",
        status=form.status,
        nav_current="events",
        event=event,
        state=event.state_at(clock.now()),
        screens=[(row, screens.url_of(row)) for row in rows],
        form=form,
    )


doors: list[Any] = [wall_here, linked_wall, linked_live, walls, open_wall, revoke_wall]
