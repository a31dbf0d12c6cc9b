"""The only way to one badge: through an event whose door this user may work."""

from uuid import UUID

from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.errors import NotFound
from events_app.events.tables import Event
from events_app.invitations.tables import Guest

ENDING = ".pdf"


async def guest_of_badge(door: NamedDependency[Event], badge_file: FromPath[str]) -> UUID:
    """The guest whom a file's name means: `<id>.pdf`, of the event that was loaded."""
    try:
        identity = UUID(badge_file.removesuffix(ENDING))
    except ValueError:
        raise NotFound() from None
    if not await Guest.exists().where((Guest.id == identity) & (Guest.event == door.id)):
        raise NotFound()
    return identity
