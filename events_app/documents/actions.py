"""Verbs of the documents room: keep a file, and let it go."""

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.database import atomically, fetch_value
from events_app.documents import store
from events_app.documents.sniff import examine
from events_app.documents.tables import Document


async def keep(actor: Actor, filename: str, data: bytes) -> Document:
    """Keep a file that somebody hands in: its bytes are on disk before the row that names them.

    Raises FileEmpty, FileTooLarge or FileKindRefused, and then nothing is kept.
    """
    name, media_type = examine(filename, data)
    document = Document(
        organisation=actor.organisation,
        filename=name,
        media_type=media_type,
        size=len(data),
        sha256=await store.put(data),
        uploaded_by=actor.user,
    )
    await _record(actor, document, data)
    return document


@atomically
async def _record(actor: Actor, document: Document, data: bytes) -> None:
    await _hold(document.sha256)
    if not await store.has(document.sha256):  # swept since it was put
        await store.put(data)
    await Document.insert(document)
    facts = {"media_type": document.media_type, "sha256": document.sha256}
    await audit.record(actor, "document.kept", document.id, after=facts)


@atomically
async def erase(actor: Actor, document: Document) -> None:
    """Delete the row of a file; `sweep` forgets the bytes once that is committed. Twice is once."""
    mine = (Document.id == document.id) & (Document.organisation == actor.organisation)
    if await Document.delete().where(mine).returning(Document.id):
        await audit.record(actor, "document.erased", document.id, before={"sha256": document.sha256})


@atomically
async def sweep(sha: str) -> bool:
    """Forget bytes that no row names any more, in any organisation; says whether it did."""
    await _hold(sha)
    if await Document.exists().where(Document.sha256 == sha):
        return False
    await store.delete(sha)
    return True


async def _hold(sha: str) -> None:
    """Keeping and sweeping the same bytes wait for each other, so a new row never names what just went."""
    await fetch_value("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", sha)
