"""What a letter says, as words and codes for its paper: of a draft as the event is now, of an issued one as it was."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from events_app.accounts.tables import Organisation
from events_app.documents import pdf, store
from events_app.documents.tables import Document
from events_app.events.calendars import subject_of
from events_app.events.queries import place_of
from events_app.events.tables import Event
from events_app.formats import clock_text, date_long, date_text, datetime_long, span_text, time_text
from events_app.i18n import gettext as _
from events_app.invitations.letters import words
from events_app.invitations.letters.tables import Classification, Letter, Letterhead, Signatory

TO_FILL = "………………………"
LOGO = "logo.png"

Facts = dict[str, Any]


async def letterhead_of(organisation: UUID) -> Letterhead:
    """The letterhead, or one made of what the organisation said of itself; that one is not saved."""
    row = await Letterhead.objects().get(Letterhead.organisation == organisation)
    if row is not None:
        return row
    known = await Organisation.objects().get(Organisation.id == organisation)
    assert known is not None, "a foreign key holds the organisation"
    names = "\n".join(line for line in (known.name, known.office) if line)
    return Letterhead(organisation=organisation, names=names, address=known.address, number_pattern="")


async def kop(organisation: UUID) -> Facts:
    """The letterhead as papers print it; `logo` is the digest of its picture."""
    row = await letterhead_of(organisation)
    first, *rest = _lines(row.names) or [""]
    contact = [
        f"{label} {value}".strip()
        for label, value in ((_("Phone"), row.phone), ("", row.email), ("", row.website))
        if value
    ]
    logo = await Document.objects().get(Document.id == row.logo) if row.logo else None
    return {
        "organisation": first,
        "office": "\n".join(rest),
        "lines": [*_lines(row.address), *([" · ".join(contact)] if contact else [])],
        "town": row.town,
        "logo": logo.sha256 if logo else "",
    }


async def printed(template: str, data: Facts, made_at: datetime) -> bytes:
    """A paper as PDF, with the picture of its letterhead where there is one."""
    head = data.get("letterhead", {})
    if not head.get("logo"):
        return await pdf.render(template, data | {"letterhead": head | {"logo": None}}, made_at=made_at)
    files = {LOGO: await store.get(head["logo"])}
    return await pdf.render(
        template, data | {"letterhead": head | {"logo": LOGO}}, files=files, made_at=made_at
    )


async def occasion_of(event: Event) -> list[list[str]]:
    """Day, time, place and what it is; a confidential event keeps its neutral name."""
    place = await place_of(event.room)
    day, hours = _when(event)
    return [
        [_("Day, date"), day],
        [_("Time"), hours],
        [_("Place"), "\n".join(part for part in (place.line, place.address) if part) or TO_FILL],
        [_("Occasion"), subject_of(event)],
    ]


async def facts_of(event: Event, letter: Letter) -> Facts:
    """What a draft would say now. What is typed wins, what is empty gets the usual words. Speaks the event's language."""
    signatory = await Signatory.objects().get(Signatory.id == letter.signatory) if letter.signatory else None
    return {
        "letterhead": await kop(event.organisation),
        "subject": letter.subject or usual(event)["subject"],
        "classification": words.classification(Classification(letter.classification)),
        "opening": _lines(letter.opening or usual(event)["opening"]),
        "occasion": await occasion_of(event),
        "note": _lines(letter.note),
        "answer": _answer(event),
        "closing": _lines(letter.closing or usual(event)["closing"]),
        "signature": signature_of(signatory),
        "copies": _lines(letter.copies_to) or [_("File copy")],
        "confidential": event.confidential,
    }


def usual(event: Event) -> dict[str, str]:
    """The words of a letter that nobody changed."""
    return {
        "subject": _("Invitation"),
        "opening": _("With respect, we invite you to the event that is named below:"),
        "closing": _("Thank you for your attention and attendance."),
    }


def usual_classification(event: Event) -> Classification:
    """That of a letter which nobody has classified."""
    return Classification.confidential if event.confidential else Classification.ordinary


def signature_of(who: Signatory | None) -> dict[str, str]:
    """Who signs, as it stands below a letter; dots where nobody was chosen yet."""
    if who is None:
        detail = _("Employee number: %(dots)s", dots=TO_FILL)
        return {"place_date": "", "office": _("Inviting official,"), "name": TO_FILL, "detail": detail}
    detail = "\n".join(line for line in (who.rank, f"NIP {words.nip(who.nip)}" if who.nip else "") if line)
    return {
        "place_date": "",
        "office": words.office(who.signed_as, who.office, who.on_behalf_of),
        "name": who.name,
        "detail": detail,
    }


def dated(facts: Facts, day: date) -> str:
    """`Lembayung, 25 November 2026`."""
    town = facts["letterhead"].get("town", "")
    return f"{town}, {date_text(day)}" if town else date_text(day)


def _answer(event: Event) -> str:
    if not event.answer_by:
        return _("Please answer, or name your representatives, with this code. No account is needed.")
    when = datetime_long(event.answer_by, event.timezone)
    return _("Please answer, or name your representatives, with this code by %(when)s.", when=when)


def _when(event: Event) -> tuple[str, str]:
    start, end, zone = event.starts_at, event.ends_at, event.timezone
    if date_long(start, zone) == date_long(end, zone):
        return date_long(start, zone), f"{clock_text(start, zone)}–{time_text(end, zone)}"
    return f"{date_long(start, zone)} – {date_long(end, zone)}", span_text(start, end, zone)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
