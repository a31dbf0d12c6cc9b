"""The bytes of a piece of evidence, for a door that has asked whether this reader may."""

from litestar.response import Stream

from events_app.commitments.tables import Evidence
from events_app.documents import serve
from events_app.documents.tables import Document
from events_app.errors import NotFound


async def content_of(evidence: Evidence) -> Stream:
    """Always a download, with headers that keep strangers' bytes from running; a link has no bytes."""
    document = await Document.objects().get(Document.id == evidence.document) if evidence.document else None
    if document is None:
        raise NotFound()
    return await serve.stored(document)
