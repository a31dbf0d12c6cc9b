"""Registration for programs: a city's own web site, say. No token is needed; what holds for the page holds here."""

from typing import Any, Literal

from litestar import delete, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from events_app import clock
from events_app.events.tables import Event
from events_app.invitations import links, lists
from events_app.invitations.access import Ask, Registered
from events_app.invitations.registration import actions, pages
from events_app.invitations.registration.forms import RegistrationIn
from events_app.shapes import Out


class AskedToConfirm(Out):
    """The mailbox was written to, whether or not we know it."""

    state: Literal["check_your_mail"] = "check_your_mail"


class RegistrationOut(Out):
    """How a registration stands; `pass_url` from the confirmation on."""

    state: Literal["unconfirmed", "expected", "waitlisted", "cancelled"]
    pass_url: str | None


@post("/public/events/{slug:str}/registrations", public=True, status_code=202)
async def register(
    request: Ask, open_event: NamedDependency[Event], data: JSONBody[RegistrationIn]
) -> AskedToConfirm:
    """Ask to come. A link goes to the mailbox; the seat is taken when it is confirmed."""
    await pages.slow_down(request)
    await actions.register(open_event, data, clock.now())
    return AskedToConfirm()


@get("/registrations/{link:str}", public=True)
async def read_registration(registered: NamedDependency[Registered]) -> RegistrationOut:
    """How it stands. Reading confirms nothing."""
    return await _out(registered)


@post("/registrations/{link:str}", public=True, status_code=200)
async def confirm_registration(registered: NamedDependency[Registered]) -> RegistrationOut:
    """Confirm. Twice is once."""
    await actions.confirm(registered.actor, registered.registration.id, clock.now())
    await registered.registration.refresh()
    return await _out(registered)


@delete("/registrations/{link:str}", public=True, status_code=204)
async def take_back_registration(registered: NamedDependency[Registered]) -> None:
    """Does not come after all; the seat is free. Twice is once."""
    await actions.take_back(registered.actor, registered.registration.id, clock.now())


async def _out(registered: Registered) -> RegistrationOut:
    row = registered.registration
    if not row.guest:
        return RegistrationOut(state="unconfirmed", pass_url=None)
    guest: Any = await lists.guest(registered.event, row.guest)
    return RegistrationOut(state=guest.state, pass_url=links.pass_url(guest.id, guest.pass_version))


doors: list[Any] = [register, read_registration, confirm_registration, take_back_registration]
