"""Handing out a letter: the signed file where there is one, else the paper set anew; its digest is remembered."""

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from events_app import clock, i18n
from events_app.documents import store
from events_app.documents.store import FileLost
from events_app.events.tables import Event
from events_app.invitations.letters import addressees, docx_paper, filing, paper, queries
from events_app.invitations.letters.addressees import Addressee
from events_app.invitations.letters.queries import Holding
from events_app.invitations.letters.tables import Letter, LetterMode, LetterState
from events_app.notifications.mail import MOST_ATTACHED, Attachment
from events_app.notifications.making import Made, maker

LOG = logging.getLogger("events_app.invitations")
PART, PART_DOCX = 100, 50
"""Letters in one file, where each recipient has their own: what is made while one waits. `printing` makes all of them."""

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class File:
    """A file to hand out; its name tells nothing of a confidential event."""

    name: str
    media_type: str
    data: bytes


async def printed(event: Event, letter: Letter, now: datetime, part: int = 1) -> File:
    """The whole letter as PDF: a draft as it would be now, an issued one as it is."""
    with i18n.using(event.language):
        sheet = await paper.sheet_of(event, letter, now, *_part(letter, part, PART))
    data = await paper.pdf_of(event, letter, sheet, now)
    if letter.state != LetterState.draft:
        await filing.note_print(letter, data, None, now)
    return File(name_of(event, "pdf", part), PDF, data)


async def editable(event: Event, letter: Letter, now: datetime, part: int = 1) -> File:
    """The same letter as DOCX, to be changed by hand; a changed one is no longer what its code vouches for."""
    with i18n.using(event.language):
        sheet = await paper.sheet_of(event, letter, now, *_part(letter, part, PART_DOCX))
    words = await asyncio.to_thread(paper.data_of, sheet, paper.language_of(event, sheet))
    data = await docx_paper.docx_of(words)
    return File(name_of(event, "docx", part), DOCX, data)


async def own(event: Event, letter: Letter, to: Addressee, now: datetime) -> File:
    """The letter of one recipient, where each has their own; else the letter for all."""
    if letter.mode != LetterMode.each:
        return await printed(event, letter, now)
    data = await paper.pdf_of(event, letter, await paper.sheet_for(event, letter, to), now)
    await filing.note_print(letter, data, to.recipient, now)
    return File(name_of(event, "pdf"), PDF, data)


async def sent(event: Event, holding: Holding, now: datetime) -> File | None:
    """What somebody who is invited gets: the newest signed file, else the paper."""
    letter = await Letter.objects().get(Letter.id == holding.letter)
    if letter is None:
        return None
    whose = holding.recipient if holding.mode is LetterMode.each else None
    document = await filing.filed(letter.id, whose)
    if document is not None:
        ending = document.filename.rpartition(".")[2]
        return File(name_of(event, ending), document.media_type, await store.get(document.sha256))
    [to] = await queries.recipients_of(letter.id, 1, only=holding.recipient)
    return await own(event, letter, to, now)


def letter_of(invitation: UUID) -> Attachment:
    """The letter of an invitation, to be attached to a mail; made, or fetched, at delivery."""
    return Attachment("letter", PDF, Made("letter", invitation))


@maker("letter")
async def attached(invitation: UUID) -> tuple[str, str, bytes] | None:
    """What is attached at delivery; nothing when it was withdrawn meanwhile, is lost, or too large for a mail."""
    holding = await queries.held_by(invitation)
    event = await queries.event_of(holding.letter) if holding else None
    if holding is None or event is None:
        return None
    try:
        file = await sent(event, holding, clock.now())
    except FileLost:
        LOG.warning("a signed letter is lost", extra={"facts": {"letter": str(holding.letter)}})
        return None
    small = file is not None and len(file.data) <= MOST_ATTACHED
    return (file.name, file.media_type, file.data) if file and small else None


def _part(letter: Letter, part: int, size: int) -> tuple[int, int]:
    return (size, (part - 1) * size) if letter.mode == LetterMode.each else (addressees.MOST, 0)


def name_of(event: Event, ending: str, part: int = 1) -> str:
    """What a file is called; it tells nothing of a confidential event."""
    return f"{event.ref}-{'undangan' if event.language == 'id' else 'invitation'}{f'-{part}' if part > 1 else ''}.{ending}"
