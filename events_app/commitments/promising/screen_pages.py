"""The exit's code on a screen, for who keeps the commitments or by a link; and a poster that shows the way."""

from datetime import datetime
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency

from events_app import clock, qr, settings
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.checkin.self_checkin.words import both_languages
from events_app.commitments.promising import actions, codes
from events_app.commitments.promising.access import ExitScreen, must_be_on
from events_app.commitments.promising.tables import PromiseExit
from events_app.errors import NotFound, Refusal
from events_app.events.tables import Event
from events_app.formats import spoken
from events_app.i18n import N_, gettext
from events_app.web.pages import page

Answer = Response[Any]
KEEP = [requires(Right.keep_commitments)]
HEADING = N_("Promise here before you go")
STEPS = (
    N_("Scan this code with your phone's camera."),
    N_("Write what your institution will do, and by when."),
    N_("Confirm with the short code of your pass. You may correct it afterwards."),
)
ON_PAPER = (
    N_("Scan this code with your phone's camera."),
    N_("Type the six characters from the screen at the exit, and the short code of your pass."),
    N_("Write what your institution will do, and by when."),
)


@get("/events/{event_id:uuid}/promise-exit/screen", guards=KEEP)
async def exit_screen(kept_event: NamedDependency[Event]) -> Answer:
    """The whole page, on the computer of whoever keeps the commitments."""
    return _screen(kept_event, await _place(kept_event), f"/events/{kept_event.id}/promise-exit/screen/live")


@get("/events/{event_id:uuid}/promise-exit/screen/live", guards=KEEP)
async def exit_screen_live(kept_event: NamedDependency[Event]) -> Answer:
    """Only the code as it is now."""
    facts = _now(kept_event, await _place(kept_event), clock.now())
    return page("checkin/self_checkin/_code.html", **facts)


@get("/exit-screen/{token:str}", public=True)
async def linked_exit_screen(exit_screened: NamedDependency[ExitScreen]) -> Answer:
    """The same by a link, until it is ended."""
    live = f"{actions.PATH}{actions.screen_token(exit_screened.place)}/live"
    return _screen(exit_screened.event, exit_screened.place, live)


@get("/exit-screen/{token:str}/live", public=True)
async def linked_exit_live(exit_screened: NamedDependency[ExitScreen]) -> Answer:
    """Only the code as it is now."""
    facts = _now(exit_screened.event, exit_screened.place, clock.now())
    return page("checkin/self_checkin/_code.html", **facts)


@get("/events/{event_id:uuid}/promise-exit/poster", guards=KEEP)
async def exit_poster(kept_event: NamedDependency[Event]) -> Answer:
    """A page to print: it leads to the form and holds no code, which changes on the screen beside it."""
    place = await _place(kept_event)
    return page(
        "commitments/promising/poster.html",
        event=kept_event,
        svg=qr.svg(address(place).upper()),
        address=spoken(address(place)),
        languages=both_languages(HEADING, ON_PAPER),
    )


async def _place(event: Event) -> PromiseExit:
    row = await actions.exit_of(event)
    if row is None or event.confidential:
        raise NotFound()
    return row


def _screen(event: Event, place: PromiseExit, live: str) -> Answer:
    return page(
        "commitments/promising/screen.html",
        event=event,
        live=live,
        languages=both_languages(HEADING, STEPS),
        **_now(event, place, clock.now()),
    )


def _now(event: Event, place: PromiseExit, now: datetime) -> dict[str, Any]:
    try:
        must_be_on(event, place, now)
    except Refusal as refusal:
        return {"shut": refusal.text, "wait": codes.SECONDS}
    code = codes.shown(place, now)
    return {
        "shut": "",
        "svg": qr.svg(f"{address(place)}/{code}".upper()),
        "code": code,
        "address": spoken(address(place)),
        "wait": codes.remaining(now),
        "seconds": codes.SECONDS,
        "rotating": True,
        "qr_name": gettext("QR code of the exit"),
    }


def address(place: PromiseExit) -> str:
    """Where people promise."""
    return f"{settings.current().public_url}/X/{place.ref}"


doors: list[Any] = [exit_screen, exit_screen_live, linked_exit_screen, linked_exit_live, exit_poster]
