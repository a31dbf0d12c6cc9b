"""Reads of letters: an event's, a year's register with its gaps, what a code checks, what an invited one holds."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from events_app.database import fetch, fetch_one
from events_app.events.tables import Event
from events_app.invitations.letters.addressees import Addressee
from events_app.invitations.letters.tables import Letter, LetterMode, LetterRecipient, LetterState

RECIPIENTS = """
SELECT r.id, r.invitation, coalesce(v.link_version, r.link_version) AS link_version, r.lines, r.institution, r.seats,
  l.number
FROM letter_recipient r JOIN letter l ON l.id = r.letter LEFT JOIN invitation v ON v.id = r.invitation
WHERE r.letter = $1 AND ($4::uuid IS NULL OR r.id = $4) ORDER BY r.position LIMIT $2 OFFSET $3
"""

LETTERS = """
SELECT l.id, l.event, l.state, l.mode, l.scope, l.classification, l.subject, l.opening, l.note, l.closing, l.copies_to,
  l.signatory, l.replaces, l.row_version, l.number, l.sequence, l.year, l.letter_date, l.issued_at, l.ended_at,
  l.ended_reason, l.created_at, coalesce(s.name, '') AS signed_by,
  (SELECT count(*)::int FROM letter_recipient r WHERE r.letter = l.id) AS recipients,
  (SELECT count(*)::int FROM letter_copy c WHERE c.letter = l.id) AS copies,
  (SELECT n.number FROM letter n WHERE n.replaces = l.id AND n.state <> 'draft' ORDER BY n.issued_at LIMIT 1) AS replaced_by
FROM letter l LEFT JOIN signatory s ON s.id = l.signatory
WHERE l.event = $1 AND ($2::uuid IS NULL OR l.id < $2) AND ($3::uuid IS NULL OR l.id = $3)
ORDER BY l.id DESC LIMIT $4
"""

HELD = """
SELECT r.letter, r.id AS recipient, l.mode FROM letter_recipient r JOIN letter l ON l.id = r.letter
JOIN invitation v ON v.id = r.invitation
WHERE r.invitation = $1 AND l.state = 'issued' AND v.state <> 'withdrawn'
ORDER BY l.issued_at DESC, r.id DESC LIMIT 1
"""

HOLDERS = """
SELECT DISTINCT r.invitation FROM letter_recipient r JOIN letter l ON l.id = r.letter
WHERE l.event = $1 AND l.state = 'issued' AND r.invitation IS NOT NULL
"""

COPIES = """
SELECT c.id, c.version, c.created_at, c.recipient, c.document, d.filename, d.size, d.media_type, d.sha256,
  coalesce(u.name, '') AS by, coalesce(r.lines, '') AS lines,
  (SELECT min(e.created_at) FROM audit_entry e WHERE e.subject = r.invitation
    AND e.verb = 'invitation.link_renewed' AND e.created_at > c.created_at) AS dead_since
FROM letter_copy c JOIN document d ON d.id = c.document LEFT JOIN app_user u ON u.id = c.created_by
LEFT JOIN letter_recipient r ON r.id = c.recipient
WHERE c.letter = $1 AND ($3::uuid IS NULL OR c.id < $3) ORDER BY c.id DESC LIMIT $2
"""


@dataclass(frozen=True)
class LetterView:
    """A letter of an event with what is counted about it."""

    id: UUID
    event: UUID
    state: LetterState
    mode: str
    scope: str
    classification: str
    subject: str
    opening: str
    note: str
    closing: str
    copies_to: str
    signatory: UUID | None
    replaces: UUID | None
    row_version: int
    number: str | None
    sequence: int | None
    year: int | None
    letter_date: date | None
    issued_at: datetime | None
    ended_at: datetime | None
    ended_reason: str
    created_at: datetime
    signed_by: str
    recipients: int
    copies: int
    replaced_by: str | None


@dataclass(frozen=True)
class CopyView:
    """A signed file beside a letter; `to` names the recipient whose it is.

    `dead_since`: a new link was made for them after it was filed, so the code printed in it answers nothing.
    """

    id: UUID
    version: int
    created_at: datetime
    recipient: UUID | None
    document: UUID
    filename: str
    size: int
    media_type: str
    sha256: str
    by: str
    to: str
    dead_since: datetime | None


@dataclass(frozen=True)
class Holding:
    """The valid letter that somebody who is invited holds; `recipient` only where it is their own."""

    letter: UUID
    recipient: UUID
    mode: LetterMode


async def letters(
    event: Event, *, after: UUID | None = None, only: UUID | None = None, limit: int = 200
) -> list[LetterView]:
    """The letters of an event, the newest first. One query."""
    rows = await fetch(LETTERS, event.id, after, only, limit)
    return [LetterView(**(dict(row) | {"state": LetterState(row["state"])})) for row in rows]


async def newest(event: Event) -> Letter | None:
    """The letter whose words count now: the last one that is not over."""
    wanted = (Letter.event == event.id) & Letter.state.is_in([LetterState.draft, LetterState.issued])
    found: Letter | None = await Letter.objects().where(wanted).order_by(Letter.id, ascending=False).first()
    return found


async def recipients_of(
    letter: UUID, limit: int, offset: int = 0, only: UUID | None = None
) -> list[Addressee]:
    """To whom an issued letter went, in its order, with the link that works today."""
    return [_addressee(row) for row in await fetch(RECIPIENTS, letter, limit, offset, only)]


async def recipients_after(letter: UUID, limit: int, after: UUID | None) -> list[Addressee]:
    """The same, going on behind a recipient; their ids are in their order."""
    sql = "SELECT position FROM letter_recipient WHERE letter = $1 AND id = $2"
    row = await fetch_one(sql, letter, after) if after else None
    return await recipients_of(letter, limit, row["position"] if row else 0)


async def held_by(invitation: UUID) -> Holding | None:
    """The newest valid letter of an invitation that was not withdrawn."""
    row = await fetch_one(HELD, invitation)
    return Holding(row["letter"], row["recipient"], LetterMode(row["mode"])) if row else None


async def holders(event: Event) -> frozenset[UUID]:
    """The invitations that have a valid letter."""
    return frozenset(row["invitation"] for row in await fetch(HOLDERS, event.id))


async def copies(letter: UUID, limit: int = 200, after: UUID | None = None) -> list[CopyView]:
    """The signed files beside a letter, the newest first."""
    return [_copy(row) for row in await fetch(COPIES, letter, limit, after)]


async def recipient_of(letter: UUID, recipient: UUID) -> LetterRecipient | None:
    """One recipient of a letter."""
    mine = (LetterRecipient.id == recipient) & (LetterRecipient.letter == letter)
    found: LetterRecipient | None = await LetterRecipient.objects().get(mine)
    return found


async def event_of(letter: UUID) -> Event | None:
    """The event of a letter."""
    row = await fetch_one("SELECT event FROM letter WHERE id = $1", letter)
    found: Event | None = await Event.objects().get(Event.id == row["event"]) if row else None
    return found


def _addressee(row: Any) -> Addressee:
    return Addressee(
        invitation=row["invitation"] or row["id"],
        link_version=row["link_version"],
        lines=row["lines"].splitlines(),
        institution=row["institution"],
        seats=row["seats"],
        number=row["number"] or "",
        recipient=row["id"],
    )


def _copy(row: Any) -> CopyView:
    facts = {name: row[name] for name in CopyView.__dataclass_fields__ if name != "to"}
    return CopyView(**facts, to=", ".join(row["lines"].splitlines()[:2]))
