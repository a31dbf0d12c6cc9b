"""The only way to a round of mails: through its event."""

from uuid import UUID

from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.errors import NotFound
from events_app.events.tables import Event
from events_app.invitations.asking.queries import RoundView, rounds


async def round_here(event: NamedDependency[Event], round_id: FromPath[UUID]) -> RoundView:
    """A round of the event that was loaded."""
    found = await rounds(event, only=round_id)
    if not found:
        raise NotFound()
    return found[0]
