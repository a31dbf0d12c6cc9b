"""The paper of a letter of reminder: a draft as its action is now, an issued one as it was."""

import json
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from events_app import i18n
from events_app.commitments.queries import action as facts_of_action
from events_app.database import fetch_one
from events_app.formats import date_text
from events_app.i18n import gettext as _
from events_app.i18n import ngettext
from events_app.invitations.letters import content
from events_app.invitations.letters.content import TO_FILL, Facts
from events_app.invitations.letters.tables import Classification, Signatory
from events_app.invitations.letters.words import classification

TEMPLATE = "invitation-letters"
"""Its sheet prints any letter: letterhead, head, addressee, paragraphs, a list of facts, the signature."""

HEAD = """
SELECT t.title FROM position t WHERE t.institution = $1 AND t.is_head ORDER BY t.id LIMIT 1
"""


async def pdf_of(letter: Any, now: datetime) -> bytes:
    """The letter as PDF; `letter` is a record of `letters.found`."""
    with i18n.using(letter["language"]):
        today = now.astimezone(ZoneInfo(letter["timezone"])).date()
        day = letter["letter_date"] or today
        draft = letter["state"] != "issued"
        facts = await facts_of(letter, None, day) if draft else json.loads(letter["facts"])
        data = _data(facts, letter["number"] or "", day, draft)
    return await content.printed(TEMPLATE, data, letter["issued_at"] or now)


def filename(letter: Any) -> str:
    """`Pengingat K-2026-08-0012-1.pdf`."""
    with i18n.using(letter["language"]):
        return f"{_('Reminder')} {letter['ref'].replace('/', '-')}.pdf"


async def facts_of(letter: Any, signatory: UUID | None, day: date) -> Facts:
    """What the letter says on a day. Speak its language."""
    action = await facts_of_action(letter["organisation"], letter["action"], letter["created_at"])
    assert action is not None, "a foreign key holds the action"
    late = max((day - action["due"]).days, 0)
    who = await Signatory.objects().get(Signatory.id == signatory) if signatory else None
    signature = content.signature_of(who) | ({} if who else {"office": _("Official who signs,")})
    return {
        "lang": i18n.locale(),
        "letterhead": await content.kop(letter["organisation"]),
        "subject": _("Reminder of a follow-up action"),
        "classification": classification(Classification.important),
        "addressee": await _addressee(action),
        "opening": [
            _(
                "At “%(event)s” your institution undertook what is named below. It has not been reported as done.",
                event=action["event_title"],
            )
        ],
        "occasion": [
            [_("Commitment"), f"{action['commitment_ref']}\n{action['commitment_title']}"],
            [_("Follow-up action"), f"{action['ref']}\n{action['title']}"],
            [_("Deliverable"), action["deliverable"]],
            [_("Due"), date_text(action["due"])],
            [_("Late by"), ngettext("%(num)s day", "%(num)s days", late)],
        ],
        "note": [],
        "closing": [
            _(
                "We ask you to complete it and report it with evidence, or to ask for another due date with the reason."
            ),
            _("Thank you for your attention and cooperation."),
        ],
        "signature": signature,
        "copies": [_("File copy")],
    }


async def _addressee(action: Any) -> list[str]:
    head = await fetch_one(HEAD, action["responsible_institution"])
    name = action["responsible_name"]
    title = head["title"] if head and head["title"] else _("Head of %(institution)s", institution=name)
    return [title, name, _("in place")] if name not in title else [title, _("in place")]


def _data(facts: Facts, number: str, day: date, draft: bool) -> Facts:
    head = [
        [_("Ref. no."), number or TO_FILL],
        [_("Classification"), facts["classification"]],
        [_("Attachment"), "–"],
        [_("Re."), facts["subject"]],
    ]
    letter = {"head": head, "addressee": facts["addressee"], "seats": "", "answer": None, "check": None}
    return facts | {
        "title": f"{facts['subject']} {number}".strip(),
        "date": content.dated(facts, day),
        "to": _("To the honourable"),
        "copies_title": _("Copies to:"),
        "draft": _("DRAFT") if draft else "",
        "letters": [letter],
        "attachment": None,
        "qr_name": "",
        "check_name": "",
        "check_note": "",
        "none": "",
    }
