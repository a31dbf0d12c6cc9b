"""The only way to a photo: through its event."""

from uuid import UUID

from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.checkin.photos.tables import EventPhoto
from events_app.errors import NotFound
from events_app.events.tables import Event


async def photo_here(event: NamedDependency[Event], photo_id: FromPath[UUID]) -> EventPhoto:
    """A photo of the event that was loaded, also one that was taken away a while ago."""
    mine = (EventPhoto.id == photo_id) & (EventPhoto.event == event.id)
    photo = await EventPhoto.objects().where(mine).first()
    if photo is None:
        raise NotFound()
    return photo
