"""Invitation letters in the form that Indonesian offices use, one a page, each with its own answer code."""

import asyncio
from datetime import datetime
from typing import Any

from events_app import qr
from events_app.commitments.queries import name_of
from events_app.database import fetch
from events_app.events.calendars import subject_of
from events_app.events.tables import Event
from events_app.formats import datetime_long
from events_app.i18n import gettext as _
from events_app.invitations import links
from events_app.reports.papers import pieces

Row = Any

INVITED = f"""
SELECT v.id, v.link_version, v.seats, v.letter_number, {name_of("p")} AS person, p.sex, p.title_prefix,
  coalesce(i.name, pi.name) AS institution, i.address, post.title AS head
FROM invitation v LEFT JOIN institution i ON i.id = v.institution LEFT JOIN person p ON p.id = v.person
LEFT JOIN institution pi ON pi.id = p.institution
LEFT JOIN LATERAL (SELECT title FROM position WHERE institution = i.id AND is_head ORDER BY id LIMIT 1) post ON true
WHERE v.event = $1 AND v.state <> 'withdrawn'
ORDER BY coalesce(i.name_key, p.name_key), v.id LIMIT $2 OFFSET $3
"""


async def data(event: Event, now: datetime, part: int) -> dict[str, Any]:
    """Every invitation that was not withdrawn, drafts included: they are what gets printed and sent."""
    rows = await fetch(INVITED, event.id, *pieces.part_of(part))
    pieces.must_exist(rows, part)
    codes = await asyncio.to_thread(_codes, rows)
    subject = subject_of(event)
    return {
        "title": _("Invitation: %(event)s", event=subject),
        "letterhead": await pieces.head_of(event),
        "date": pieces.written_on(now, event),
        "opening": _("With respect, we invite you to the event that is named below:"),
        "occasion": await pieces.occasion_of(event),
        "answer": _answer(event),
        "closing": _("Thank you for your attention and attendance."),
        "to": _("To the honourable"),
        "copies": [_("Copies to:"), _("File copy")],
        "qr_name": _("QR code that opens the answer to this invitation"),
        "signature": pieces.signature("", _("Inviting official,")),
        "none": _("No invitation has been written yet."),
        "letters": [_letter(event, row, code) for row, code in zip(rows, codes, strict=True)],
    }


def _codes(rows: list[Row]) -> list[tuple[str, str]]:
    urls = [links.rsvp_url(row["id"], row["link_version"]) for row in rows]
    return [(url, qr.svg(qr.payload(url))) for url in urls]


def _letter(event: Event, row: Row, code: tuple[str, str]) -> dict[str, Any]:
    url, svg = code
    return {
        "head": [
            [_("Ref. no."), row["letter_number"] or pieces.TO_FILL],
            [_("Classification"), _("Confidential") if event.confidential else _("Ordinary")],
            [_("Attachment"), "–"],
            [_("Re."), _("Invitation")],
        ],
        "addressee": _addressee(row),
        "seats": _("Seats: %(seats)s", seats=row["seats"]) if row["seats"] > 1 else "",
        "svg": svg,
        "url": url,
    }


def _addressee(row: Row) -> list[str]:
    """An office is written to through its head; a title makes Bapak or Ibu one courtesy too many."""
    if row["person"] is None:
        head = row["head"] or _("The head of")
        return [head, row["institution"], *_address(row)]
    courtesy = {"female": _("Mrs"), "male": _("Mr")}.get(row["sex"], _("Mr/Mrs"))
    name = row["person"] if row["title_prefix"] else f"{courtesy} {row['person']}"
    return [name, *([row["institution"]] if row["institution"] else [])]


def _address(row: Row) -> list[str]:
    return [line for line in (row["address"] or "").splitlines() if line.strip()]


def _answer(event: Event) -> str:
    if not event.answer_by:
        return _("Please answer, or name your representatives, with this code. No account is needed.")
    when = datetime_long(event.answer_by, event.timezone)
    return _("Please answer, or name your representatives, with this code by %(when)s.", when=when)
