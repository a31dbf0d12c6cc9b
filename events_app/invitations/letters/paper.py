"""The paper of a letter, set anew whenever it is asked for: the same letter gives the same bytes."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from events_app import clock, i18n, settings
from events_app.events.tables import Event
from events_app.formats import date_text
from events_app.i18n import N_
from events_app.i18n import gettext as _
from events_app.invitations import links
from events_app.invitations.letters import addressees, codes, content
from events_app.invitations.letters.addressees import Addressee
from events_app.invitations.letters.content import Facts
from events_app.invitations.letters.queries import newest, recipients_of
from events_app.invitations.letters.tables import Letter, LetterMode, LetterState, Scope

TEMPLATE = "invitation-letters"
MARKS = {
    LetterState.draft: N_("DRAFT"),
    LetterState.cancelled: N_("CANCELLED"),
    LetterState.replaced: N_("REPLACED"),
}
LISTED = 4
"""So many recipients stand in the letter itself; more stand in its attachment."""


@dataclass(frozen=True)
class Sheet:
    """All that a letter's paper is made of; `check` is what its own code checks, in a letter for all.

    `state` is told on the paper of a draft, and of a letter that is not valid any more.
    """

    facts: Facts
    to: Sequence[Addressee]
    mode: LetterMode
    number: str
    day: date
    check: UUID | None = None
    state: LetterState = LetterState.issued


async def sheet_of(
    event: Event, letter: Letter, now: datetime, limit: int = addressees.MOST, offset: int = 0
) -> Sheet:
    """A draft as the event is now; an issued letter as it was issued. Speak the letter's language."""
    if letter.state == LetterState.draft:
        facts = await content.facts_of(event, letter)
        to = await addressees.invited(event, Scope(letter.scope), limit, offset)
        to = [replace(one, number="", recipient=None) for one in to]
        today = now.astimezone(ZoneInfo(event.timezone)).date()
        return Sheet(facts, to, LetterMode(letter.mode), "", today, state=LetterState.draft)
    assert letter.letter_date is not None, "an issued letter has a date"
    to = await recipients_of(letter.id, limit, offset)
    facts, state = json.loads(letter.facts), LetterState(letter.state)
    return Sheet(facts, to, LetterMode(letter.mode), letter.number, letter.letter_date, letter.id, state)


async def sheet_of_event(event: Event, now: datetime, limit: int, offset: int) -> Sheet:
    """One letter for each invitation, in the words of the newest letter; each with the number it has, if any."""
    letter = await newest(event)
    issued = letter is not None and letter.state == LetterState.issued
    facts = (
        json.loads(letter.facts)
        if letter and issued
        else await content.facts_of(event, letter or blank(event))
    )
    to = await addressees.invited(event, Scope.everybody, limit, offset)
    today = now.astimezone(ZoneInfo(event.timezone)).date()
    return Sheet(facts, to, LetterMode.each, "", (letter and letter.letter_date) or today)


def blank(event: Event) -> Letter:
    """A letter that nobody has written yet, for its usual words; it is not saved."""
    usual = content.usual_classification(event)
    return Letter(event=event.id, organisation=event.organisation, classification=usual)


async def sheet_for(event: Event, letter: Letter, to: Addressee) -> Sheet:
    """The letter of one recipient of an issued one."""
    return replace(await sheet_of(event, letter, clock.now(), limit=0), to=[to])


async def pdf_of(event: Event, letter: Letter, sheet: Sheet, now: datetime) -> bytes:
    """The letter as PDF."""
    data = await asyncio.to_thread(data_of, sheet, language_of(event, sheet))
    return await content.printed(TEMPLATE, data, letter.issued_at or now)


def language_of(event: Event, sheet: Sheet) -> str:
    """That in which it was issued; a draft's is its event's."""
    return str(sheet.facts.get("lang") or event.language)


def data_of(sheet: Sheet, language: str) -> dict[str, Any]:
    """What the print template prints, codes drawn: slow for many, so in a thread."""
    with i18n.using(language):
        facts = sheet.facts
        return facts | {
            "lang": i18n.locale(),
            "title": f"{facts['subject']} {sheet.number}".strip(),
            "date": content.dated(facts, sheet.day),
            "to": _("To the honourable"),
            "copies_title": _("Copies to:"),
            "qr_name": _("QR code that opens the answer to this invitation"),
            "check_name": _("QR code that checks this letter"),
            "check_note": _check_note(),
            "draft": i18n.gettext(MARKS[sheet.state]) if sheet.state in MARKS else "",
            "none": _("No invitation has been written yet."),
            "letters": _letters(sheet),
            "attachment": _attachment(sheet),
        }


def _letters(sheet: Sheet) -> list[dict[str, Any]]:
    if sheet.mode is LetterMode.each:
        return [_one(sheet, to.lines, _head(sheet, to.number), to) for to in sheet.to]
    return [_one(sheet, _together(sheet.to), _head(sheet, sheet.number))] if sheet.to else []


def _one(
    sheet: Sheet, lines: list[str], head: list[list[str]], to: Addressee | None = None
) -> dict[str, Any]:
    check = to.recipient if to else sheet.check
    return {
        "head": head,
        "addressee": lines,
        "seats": _("Seats: %(seats)s", seats=to.seats) if to and to.seats > 1 else "",
        "answer": codes.drawn(links.rsvp_url(to.invitation, to.link_version)) if to else None,
        "check": codes.drawn(codes.LETTER.url(check)) if check else None,
    }


def _head(sheet: Sheet, number: str) -> list[list[str]]:
    return [
        [_("Ref. no."), number or sheet.number or content.TO_FILL],
        [_("Classification"), sheet.facts["classification"]],
        [_("Attachment"), _("1 (one) list") if _listed(sheet) else "–"],
        [_("Re."), sheet.facts["subject"]],
    ]


def _listed(sheet: Sheet) -> bool:
    return sheet.mode is LetterMode.one and len(sheet.to) > LISTED


def _together(to: Sequence[Addressee]) -> list[str]:
    """One as they are called; a few by number; many in the attachment."""
    if len(to) == 1:
        return to[0].lines
    place = _("in place")
    if len(to) > LISTED:
        return [_("The invited named in the attachment"), place]
    few = [", ".join(line for line in one.lines if line != place) for one in to]
    return [*(f"{number}. {line}" for number, line in enumerate(few, 1)), place]


def _attachment(sheet: Sheet) -> dict[str, Any] | None:
    if not _listed(sheet):
        return None
    place = _("in place")
    return {
        "title": _("The invited"),
        "of": [
            [_("Attachment to letter"), sheet.number or content.TO_FILL],
            [_("Date"), date_text(sheet.day)],
        ],
        "columns": [_("No."), _("To")],
        "rows": [
            [str(number), ", ".join(line for line in one.lines if line != place)]
            for number, one in enumerate(sheet.to, 1)
        ],
    }


def _check_note() -> str:
    host = settings.current().public_url.split("//", 1)[-1]
    return _(
        "This code checks at %(host)s that the letter is genuine. It is not a certified electronic signature.",
        host=host,
    )
