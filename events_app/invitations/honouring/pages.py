"""The page of one guest of honour."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.events.access import Asker
from events_app.events.tables import Event
from events_app.i18n import _
from events_app.invitations import lists
from events_app.invitations.honouring.actions import set_protocol
from events_app.invitations.honouring.forms import ProtocolIn
from events_app.invitations.tables import Guest
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Answer = Response[Any]
INVITE = [requires(Right.invite)]


@get("/events/{event_id:uuid}/guests/{guest_id:uuid}/protocol", guards=INVITE)
async def protocol(event: NamedDependency[Event], guest: NamedDependency[Guest]) -> Answer:
    """As it stands."""
    return await _page(event, guest, Form.blank(ProtocolIn, vip=guest.vip, protocol_note=guest.protocol_note))


@post("/events/{event_id:uuid}/guests/{guest_id:uuid}/protocol", guards=INVITE)
async def keep_protocol(
    request: Asker, event: NamedDependency[Event], guest: NamedDependency[Guest]
) -> Answer:
    """Writes it."""
    form = await read_form(request, ProtocolIn)
    if not form.ok:
        if "" in form.errors:
            form.errors["protocol_note"] = form.errors.pop("")
        return await _page(event, guest, form)
    await set_protocol(request.user, guest, form.value)
    say(request, _("Kept. The door sees it when this guest arrives."))
    return redirect(f"/events/{event.id}/guests")


async def _page(event: Event, guest: Guest, form: Form[ProtocolIn]) -> Answer:
    return page(
        "invitations/protocol.html",
        status=form.status,
        nav_current="events",
        event=event,
        state=event.state_at(clock.now()),
        guest=await lists.guest(event, guest.id),
        form=form,
    )


doors: list[Any] = [protocol, keep_protocol]
