"""The JSON door of guests of honour."""

from typing import Any

from litestar import put
from litestar.di import NamedDependency
from litestar.params import JSONBody

from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.events.access import Asker
from events_app.events.tables import Event
from events_app.invitations import lists
from events_app.invitations.honouring.actions import set_protocol
from events_app.invitations.honouring.forms import ProtocolIn
from events_app.invitations.outputs import GuestOut
from events_app.invitations.tables import Guest


@put("/events/{event_id:uuid}/guests/{guest_id:uuid}/protocol", guards=[requires(Right.invite)])
async def set_guest_protocol(
    request: Asker,
    event: NamedDependency[Event],
    guest: NamedDependency[Guest],
    data: JSONBody[ProtocolIn],
) -> GuestOut:
    """Mark a guest of honour with a note for protocol, or take the mark away; the door shows it on arrival."""
    await set_protocol(request.user, guest, data)
    return GuestOut.of(await lists.guest(event, guest.id), entitled=True, office=True)


doors: list[Any] = [set_guest_protocol]
