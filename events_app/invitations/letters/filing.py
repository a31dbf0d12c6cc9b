"""Signed copies: kept beside the letter, the newest is what is sent; and the digests of what was handed out."""

from datetime import datetime
from uuid import UUID

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.database import atomically, execute, fetch_value
from events_app.documents import actions as documents
from events_app.documents.sniff import examine_as
from events_app.documents.store import digest
from events_app.documents.tables import Document
from events_app.errors import NotFound
from events_app.ids import new_id
from events_app.invitations.letters import actions, queries
from events_app.invitations.letters.refusals import NotAScan, WhoseCopy
from events_app.invitations.letters.tables import Letter, LetterCopy, LetterMode

SCANS = {"application/pdf", "image/jpeg", "image/png"}
PRINTED = """
INSERT INTO letter_print (id, organisation, created_at, letter, recipient, sha256) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT DO NOTHING
"""
NEWEST = """
SELECT max(version) FROM letter_copy WHERE letter = $1 AND recipient IS NOT DISTINCT FROM $2
"""


@atomically
async def file_copy(
    actor: Actor, letter: Letter, filename: str, data: bytes, recipient: UUID | None
) -> LetterCopy:
    """Keep a signed file as the newest of this letter, or of one recipient's where each has their own.

    Raises LetterNotIssued, WhoseCopy, NotAScan, or what files are refused with.
    """
    actor.must(Right.invite)
    examine_as(filename, data, SCANS, NotAScan())
    letter = await actions.issued(letter)
    whose = await _whose(letter, recipient)
    document = await documents.keep(actor, filename, data)
    copy = LetterCopy(
        organisation=letter.organisation,
        created_by=actor.user,
        letter=letter.id,
        recipient=whose,
        version=int(await fetch_value(NEWEST, letter.id, whose) or 0) + 1,
        document=document.id,
    )
    await copy.save()
    await audit.record(
        actor, "letter.filed", letter.id, after={"version": copy.version, "sha256": document.sha256}
    )
    return copy


async def filed(letter: UUID, recipient: UUID | None) -> Document | None:
    """The newest signed file of a letter, or of one recipient's letter."""
    mine = LetterCopy.letter == letter
    own = LetterCopy.recipient.is_null() if recipient is None else LetterCopy.recipient == recipient
    copy = await LetterCopy.objects().where(mine & own).order_by(LetterCopy.version, ascending=False).first()
    return await Document.objects().get(Document.id == copy.document) if copy else None


async def note_print(letter: Letter, data: bytes, recipient: UUID | None, now: datetime) -> None:
    """Remember the digest of a file that goes out, so that it can be told from a forged one. Twice is once."""
    await execute(PRINTED, new_id(), letter.organisation, now, letter.id, recipient, digest(data))


async def _whose(letter: Letter, recipient: UUID | None) -> UUID | None:
    if letter.mode == LetterMode.one:
        return None
    if recipient is None:
        raise WhoseCopy()
    if await queries.recipient_of(letter.id, recipient) is None:
        raise NotFound()
    return recipient
