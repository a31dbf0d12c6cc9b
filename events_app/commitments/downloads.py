"""The bytes of a piece of evidence, for a door that has asked whether this reader may see the action."""

from typing import Any

from litestar import Response
from litestar.response import Stream

from events_app.accounts.actor import Actor
from events_app.commitments import story
from events_app.commitments.evidence.privacy import PersonalData, may_see
from events_app.commitments.tables import Evidence
from events_app.documents import preview, serve
from events_app.documents.tables import Document
from events_app.errors import NotFound


async def content_of(actor: Actor, evidence: Evidence) -> Stream:
    """Always a download, with headers that keep strangers' bytes from running; a link has no bytes."""
    return await serve.stored(await _document(actor, evidence))


async def picture_of(actor: Actor, evidence: Evidence) -> Response[bytes]:
    """What it looks like: a picture itself, or the first pages of a PDF."""
    document = await _document(actor, evidence)
    return serve.picture(f"{document.filename}.preview", *await preview.picture(document))


async def facts_of(actor: Actor, evidence: Evidence) -> Any:
    """Its record, unless it holds personal data that the reader need not see."""
    row = await story.evidence(evidence.id)
    if row is None:
        raise NotFound()
    if not may_see(actor, row):
        raise PersonalData()
    return row


async def _document(actor: Actor, evidence: Evidence) -> Document:
    await facts_of(actor, evidence)
    document = await Document.objects().get(Document.id == evidence.document) if evidence.document else None
    if document is None:
        raise NotFound()
    return document
