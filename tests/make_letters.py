"""Factories of letters: a letterhead, somebody who signs, letters of every fate; and readers of what is printed."""

import io
import re
from datetime import UTC, date, datetime
from typing import Any

import pypdf

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.accounts.tables import Organisation
from events_app.events.tables import Event
from events_app.invitations.letters import actions, letterheads
from events_app.invitations.letters.forms import IssueIn, LetterheadIn, LetterIn, SignatoryIn
from events_app.invitations.letters.tables import Letter, Signatory
from tests import make_events, make_invitations, make_stakeholders

DAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


def keeper(organisation: Organisation) -> Actor:
    """Somebody who may do all of it."""
    return Actor(organisation.id, name="Gita", rights=frozenset(Right))


async def signatory(organisation: Organisation, **more: Any) -> Signatory:
    facts = {"office": "Sekretaris Daerah", "name": "Ratna Wulandari", "nip": "196803121993032001"} | more
    return await letterheads.add_signatory(keeper(organisation), SignatoryIn(**facts))


async def letterhead(organisation: Organisation, **more: Any) -> None:
    facts = {
        "names": "Pemerintah Kota Lembayung\nSekretariat Daerah",
        "town": "Lembayung",
        "unit": "SETDA",
    } | more
    await letterheads.keep_letterhead(keeper(organisation), LetterheadIn(**facts), NOW)


async def event_with(organisation: Organisation, *offices: str, **more: Any) -> Event:
    """An event to which these offices are invited."""
    event = await make_events.published(organisation, **more)
    for name in offices or ("Dinas Sosial",):
        await make_invitations.invitation(event, await make_stakeholders.institution(organisation.id, name))
    return event


async def draft(organisation: Organisation, event: Event, **more: Any) -> Letter:
    """A letter that somebody of the organisation will sign."""
    known = more.pop("signatory_id", None) or (await signatory(organisation)).id
    return await actions.draft(keeper(organisation), event, LetterIn(signatory_id=known, **more))


async def issued(organisation: Organisation, event: Event, number: str = "", **more: Any) -> Letter:
    letter = await draft(organisation, event, **more)
    plan = IssueIn(letter_date=DAY, number=number)
    return await actions.issue(keeper(organisation), event, letter, plan, NOW)


def words(data: bytes) -> str:
    """What an independent reader finds in a PDF, without its spaces."""
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    return squeezed("\n".join(page.extract_text() for page in pages))


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)
