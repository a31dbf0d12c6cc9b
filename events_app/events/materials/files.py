"""A handout's file on its way in and out; every door that hands one out shares this."""

from typing import Any
from uuid import UUID

from litestar import Response
from litestar.datastructures import UploadFile

from events_app.documents.serve import stored
from events_app.documents.tables import Document
from events_app.errors import NotFound
from events_app.events.materials.actions import FileMissing, Upload


async def uploaded(file: Any) -> Upload:
    """The file that was sent. Raises FileMissing."""
    if not isinstance(file, UploadFile):
        raise FileMissing()
    return Upload(file.filename, await file.read())


async def the_file(document: UUID) -> Response[Any]:
    """A kept file as an attachment."""
    row = await Document.objects().get(Document.id == document)
    if row is None:
        raise NotFound()
    return await stored(row)
