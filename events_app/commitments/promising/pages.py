"""Every door of the exit for people, with the loaders they share; and the button on a guest's own pass."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency, Provide

from events_app import clock
from events_app.checkin.self_checkin.access import A_DAY, held_cookie
from events_app.checkin.self_checkin.marking import door_hours
from events_app.commitments.promising import access, exit_pages, inbox_pages, screen_pages
from events_app.commitments.promising.actions import exit_of
from events_app.errors import NotFound, Refusal
from events_app.i18n import N_, gettext
from events_app.invitations.access import Held, guest_by_link
from events_app.invitations.pass_offers import Offer, register
from events_app.web.pages import redirect

LABEL = N_("Promise something at the exit")


@register
async def at_the_exit(held: Held) -> Offer | None:
    """The browser remembers whose pass it opened, so that only the exit's code is asked for."""
    place = await exit_of(held.event)
    try:
        access.must_be_on(held.event, place, clock.now())
    except Refusal:
        return None
    assert place is not None, "no exit is never open"
    _opens, closes = door_hours(held.event)
    keep = held_cookie(held.guest, closes + access.AFTERWARDS - clock.now())
    return Offer(gettext(LABEL), "/promise", "commitment", keep)


@get("/T/{token:str}/promise", public=True)
async def from_the_pass(pass_held: NamedDependency[Held]) -> Response[Any]:
    """Leads to the exit's form, which asks for the exit's code only; the browser remembers whose pass it was."""
    place = await exit_of(pass_held.event)
    if place is None or pass_held.event.confidential:
        raise NotFound()
    answer = redirect(f"/X/{place.ref}")
    answer.set_cookie(held_cookie(pass_held.guest, A_DAY))
    return answer


ROWS = {
    "pass_held": Provide(guest_by_link),
    "leaving": Provide(access.leaving_by_address),
    "exit_screened": Provide(access.exit_screen_by_link),
    "exit_promise": Provide(access.exit_promise_here),
}
doors: list[Any] = [from_the_pass, *inbox_pages.doors, *screen_pages.doors, *exit_pages.doors]
