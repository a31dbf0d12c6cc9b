"""Doors for strangers: the form, and the link that proves a mailbox. Looking changes nothing."""

from datetime import timedelta
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency, Provide

from events_app import clock, i18n
from events_app.accounts import throttle
from events_app.accounts.access import address_of
from events_app.errors import Refusal
from events_app.events.queries import place_of
from events_app.events.tables import Event
from events_app.i18n import _
from events_app.invitations import links, lists
from events_app.invitations.access import Ask, Registered, event_by_address, registration_by_link
from events_app.invitations.registration import actions
from events_app.invitations.registration.forms import CONSENT, RegistrationIn
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Answer = Response[Any]
TRIES, WINDOW = 30, timedelta(minutes=10)


@get("/e/{slug:str}/registration", public=True)
async def form(open_event: NamedDependency[Event]) -> Answer:
    """The form, or why there is none."""
    return await _form(open_event, Form.blank(RegistrationIn))


@post("/e/{slug:str}/registration", public=True)
async def register(request: Ask, open_event: NamedDependency[Event]) -> Answer:
    """Notes the wish; the answer is the same whether the address is known or not."""
    wish = await read_form(request, RegistrationIn)
    with wish.refusing():
        said = wish.value.model_copy(update={"language": i18n.locale()})
        await slow_down(request)
        await actions.register(open_event, said, clock.now())
    if not wish.ok:
        return await _form(open_event, wish)
    return page("invitations/registration/sent.html", event=open_event, email=wish.value.email)


@get("/registrations/{link:str}", public=True)
async def look(registered: NamedDependency[Registered]) -> Answer:
    """What the link is for: confirm, and afterwards the pass and the way back."""
    return await _standing(registered)


@post("/registrations/{link:str}", public=True)
async def confirm(request: Ask, registered: NamedDependency[Registered]) -> Answer:
    """Takes the seat."""
    try:
        await actions.confirm(registered.actor, registered.registration.id, clock.now())
    except Refusal as refusal:
        return await _standing(registered, refusal)
    say(request, _("You are registered."))
    return redirect(request.url.path)


@post("/registrations/{link:str}/cancel", public=True)
async def take_back(request: Ask, registered: NamedDependency[Registered]) -> Answer:
    """Gives the seat back."""
    await actions.take_back(registered.actor, registered.registration.id, clock.now())
    say(request, _("Your registration is taken back."))
    return redirect(f"/e/{registered.event.slug}")


async def slow_down(request: Ask) -> None:
    """One network may register many people, a whole office; not thousands."""
    key, now = f"register:{throttle.network_of(address_of(request))}", clock.now()
    await throttle.check(key, TRIES, now)
    await throttle.count(key, WINDOW, now)


async def _form(event: Event, wish: Form[RegistrationIn]) -> Answer:
    return page(
        "invitations/registration/form.html",
        status=wish.status,
        event=event,
        form=wish,
        open=event.takes_registrations(clock.now()),
        place=await place_of(event.room),
        consent=CONSENT,
    )


async def _standing(registered: Registered, refusal: Refusal | None = None) -> Answer:
    row, event = registered.registration, registered.event
    return page(
        "invitations/registration/standing.html",
        status=refusal.status_code if refusal else 200,
        event=event,
        row=row,
        guest=await lists.guest(event, row.guest) if row.guest else None,
        refusal=refusal,
        ended=not row.guest and clock.now() > row.ends_at,
        place=registered.place,
        pass_url=links.pass_url,
    )


ROWS = {"open_event": Provide(event_by_address), "registered": Provide(registration_by_link)}
doors: list[Any] = [form, register, look, confirm, take_back]
