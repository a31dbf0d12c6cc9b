"""A photo on its way out; pages and api share it."""

from typing import Any

from litestar import Response

from events_app.checkin.photos import pictures
from events_app.checkin.photos.tables import EventPhoto
from events_app.documents import serve, store
from events_app.documents.tables import Document
from events_app.errors import NotFound


async def picture_of(photo: EventPhoto) -> Response[Any]:
    """The picture, for a page of ours to show; one that was taken away is not there."""
    row = await Document.objects().get(Document.id == photo.document)
    if row is None or photo.removed_at:
        raise NotFound()
    return serve.picture(row.filename, row.media_type, await store.get(row.sha256))


async def small_of(photo: EventPhoto) -> Response[Any]:
    """The same small; of a photo from before there were small ones, it is drawn now and kept."""
    row = await Document.objects().get(Document.id == photo.document)
    if row is None or photo.removed_at:
        raise NotFound()
    kept: Any = photo.small
    if kept is None:
        kept = await pictures.for_page(await store.get(row.sha256))
        await EventPhoto.update({EventPhoto.small: kept}).where(EventPhoto.id == photo.id)
    return serve.picture(row.filename, row.media_type, kept)
