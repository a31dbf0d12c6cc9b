"""Pages of paired phones: the devices of a door, a device with its code, and the phone's own yes."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, JSONBody

from events_app import clock, qr, settings
from events_app.accounts import sessions
from events_app.accounts.access import address_of, no_session, requires
from events_app.accounts.rights import Right
from events_app.checkin.devices import access, actions, pairing, queries
from events_app.checkin.devices.access import device_here, offered_by_code
from events_app.checkin.devices.forms import DeviceIn, DeviceNameIn, PulseIn
from events_app.checkin.devices.signed_in import in_the_way
from events_app.checkin.devices.tables import Device, Level
from events_app.errors import Invalid
from events_app.events.access import Asker
from events_app.events.queries import parts_of
from events_app.events.tables import Event
from events_app.i18n import _
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Answer = Response[Any]
PLAN = [requires(Right.plan_events)]


@get("/events/{event_id:uuid}/devices", guards=PLAN)
async def devices(event: NamedDependency[Event]) -> Answer:
    """Every device of the door, and a form for one more."""
    return await _devices(event, Form.blank(DeviceIn, level=Level.scan))


@post("/events/{event_id:uuid}/devices", guards=PLAN)
async def make(request: Asker, event: NamedDependency[Event]) -> Answer:
    """Makes one and shows its code."""
    form = await read_form(request, DeviceIn)
    if form.ok:
        try:
            made = await actions.make_device(request.user, event, form.value, clock.now())
            return redirect(f"/events/{event.id}/devices/{made.id}")
        except Invalid as wrong:
            form.refuse(wrong)
    return await _devices(event, form)


@get("/events/{event_id:uuid}/devices/{device_id:uuid}", guards=PLAN)
async def show(request: Asker, event: NamedDependency[Event], device: NamedDependency[Device]) -> Answer:
    """One device; its code for as long as it waits for a phone, to whoever made the code."""
    return await _device(request, event, device, Form.blank(DeviceNameIn, name=device.name, gate=device.gate))


@post("/events/{event_id:uuid}/devices/{device_id:uuid}", guards=PLAN)
async def rename(request: Asker, event: NamedDependency[Event], device: NamedDependency[Device]) -> Answer:
    """Another name, another gate."""
    form = await read_form(request, DeviceNameIn)
    if not form.ok:
        return await _device(request, event, device, form)
    await actions.name_device(request.user, device, form.value)
    say(request, _("The device was renamed."))
    return redirect(f"/events/{event.id}/devices/{device.id}")


@post("/events/{event_id:uuid}/devices/{device_id:uuid}/code", guards=PLAN)
async def give_code(request: Asker, event: NamedDependency[Event], device: NamedDependency[Device]) -> Answer:
    """A new code, for the same device or for the phone that takes its place."""
    given = await actions.give_code(request.user, device, clock.now())
    return redirect(f"/events/{event.id}/devices/{given.id}")


@post("/events/{event_id:uuid}/devices/{device_id:uuid}/revoke", guards=PLAN)
async def revoke(request: Asker, event: NamedDependency[Event], device: NamedDependency[Device]) -> Answer:
    """Lets it go at once."""
    await actions.let_go(request.user, device.id, clock.now())
    say(request, _("The device was revoked: its next request is refused."))
    return redirect(f"/events/{event.id}/devices")


@get("/pair/{token:str}", public=True)
async def offer(token: FromPath[str], offered: NamedDependency[Any]) -> Answer:
    """Shows what the phone would become; looking uses nothing up, since previews and scanners look, too."""
    return page("checkin/devices/pair.html", token=token, offered=offered)


@post("/pair/{token:str}", public=True)
async def pair(request: Asker, token: FromPath[str], offered: NamedDependency[Any]) -> Answer:
    """The phone becomes the device and stands at the door; who may not work that door is signed out on it."""
    before = request.cookies.get(access.device_cookie())
    browser = request.headers.get("user-agent", "")
    given, device = await pairing.pair(token, before, address_of(request), browser, clock.now())
    answer = redirect(f"/door/{device['event']}")
    answer.set_cookie(access.cookie_of(given))
    user = await in_the_way(request, device)
    if user is not None:
        await sessions.sign_out(user)
        answer.set_cookie(no_session())
    return answer


@post("/door/{event_id:uuid}/pulse", status_code=204)
async def pulse(request: Asker, door: NamedDependency[Event], data: JSONBody[PulseIn]) -> None:
    """How the phone is: its unsent scans and its battery. Of anybody but a paired phone nothing is kept."""
    if request.user.via == "device" and request.user.credential is not None:
        await pairing.tell(request.user.credential, data, clock.now())


async def _devices(event: Event, form: Form[DeviceIn]) -> Answer:
    now = clock.now()
    return page(
        "checkin/devices/index.html",
        status=form.status,
        event=event,
        state=event.state_at(now),
        now=now,
        form=form,
        devices=await queries.devices(event),
        session_options=[(part.session.id, part.session.title) for part in await parts_of(event)],
        other_events=await queries.other_events(event, now),
        nav_current="events",
    )


async def _device(request: Asker, event: Event, device: Device, form: Form[DeviceNameIn]) -> Answer:
    now, view = clock.now(), await queries.device(event, device.id)
    assert view is not None, "the loader found it"
    mine = view.has_code(now) and view.code_by == request.user.user
    link = actions.link_of(device) if mine else None
    return page(
        "checkin/devices/show.html",
        status=form.status,
        event=event,
        state=event.state_at(now),
        now=now,
        device=view,
        form=form,
        link=link,
        code=qr.svg(link, title=_("Code for pairing a phone")) if link else None,
        plain_http=not settings.current().secure,
        nav_current="events",
    )


doors: list[Any] = [devices, make, show, rename, give_code, revoke, offer, pair, pulse]
dependencies = {"device": Provide(device_here), "offered": Provide(offered_by_code)}
