"""The only way to a quota: through its event."""

from uuid import UUID

from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.errors import NotFound
from events_app.events.tables import Event
from events_app.invitations.seating.tables import Quota


async def quota_here(event: NamedDependency[Event], quota_id: FromPath[UUID]) -> Quota:
    """A quota of the event that was loaded."""
    row = await Quota.objects().get((Quota.id == quota_id) & (Quota.event == event.id))
    if row is None:
        raise NotFound()
    return row
