"""The only way to a guest who signs: through an event whose door this user may work."""

from uuid import UUID

from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.errors import NotFound
from events_app.events.tables import Event
from events_app.invitations.tables import Guest


async def signer_here(door: NamedDependency[Event], guest_id: FromPath[UUID]) -> Guest:
    """A guest of the event that was loaded."""
    row = await Guest.objects().get((Guest.id == guest_id) & (Guest.event == door.id))
    if row is None:
        raise NotFound()
    return row
