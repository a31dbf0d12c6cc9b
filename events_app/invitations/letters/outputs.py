"""What programs get of letters."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from events_app.invitations.letters import codes
from events_app.invitations.letters.addressees import Addressee
from events_app.invitations.letters.queries import CopyView, LetterView
from events_app.invitations.letters.tables import (
    Classification,
    LetterMode,
    LetterState,
    Scope,
    SignedAs,
)
from events_app.shapes import Moment, Out


class LetterheadOut(Out):
    """The letterhead; `next_number` is what this year's count gives next."""

    names: str
    address: str
    phone: str
    email: str
    website: str
    town: str
    has_logo: bool
    number_pattern: str
    unit: str
    next_number: int
    row_version: int


class SignatoryOut(Out):
    """Somebody who signs; `office_line` is how it stands below a letter."""

    id: UUID
    signed_as: SignedAs
    on_behalf_of: str
    office: str
    office_line: str
    name: str
    rank: str
    nip: str
    retired_at: Moment | None


class LetterOut(Out):
    """A letter. A draft has no number; `verify_url` is the check page of a letter for all."""

    id: UUID
    event_id: UUID
    state: LetterState
    mode: LetterMode
    scope: Scope
    classification: Classification
    subject: str
    opening: str
    note: str
    closing: str
    copies_to: str
    signatory_id: UUID | None
    replaces: UUID | None
    replaced_by: Annotated[str | None, Field(description="The number of the letter that took its place.")]
    row_version: int
    number: str | None
    sequence: int | None
    year: int | None
    letter_date: date | None
    issued_at: Moment | None
    ended_at: Moment | None
    ended_reason: str
    recipients: int
    signed_copies: int
    verify_url: str | None
    created_at: Moment

    @classmethod
    def of(cls, row: LetterView) -> "LetterOut":
        """From a row of the list."""
        for_all = row.mode == LetterMode.one and row.number is not None
        renamed: dict[str, Any] = {
            "event_id": row.event,
            "signatory_id": row.signatory,
            "signed_copies": row.copies,
            "verify_url": codes.LETTER.url(row.id) if for_all else None,
        }
        return cls(
            **({name: getattr(row, name) for name in cls.model_fields if hasattr(row, name)} | renamed)
        )


class RecipientOut(Out):
    """One to whom an issued letter went, as it was written; `verify_url` only where each has their own letter."""

    id: UUID
    invitation_id: UUID | None
    lines: list[str]
    institution: str
    seats: int
    verify_url: str | None

    @classmethod
    def of(cls, row: Addressee, mode: str) -> "RecipientOut":
        """From a recipient of an issued letter."""
        assert row.recipient is not None, "only issued letters have recipients"
        return cls(
            id=row.recipient,
            invitation_id=row.invitation,
            lines=row.lines,
            institution=row.institution,
            seats=row.seats,
            verify_url=codes.LETTER.url(row.recipient) if mode == LetterMode.each else None,
        )


class CopyOut(Out):
    """A signed file beside a letter."""

    id: UUID
    recipient_id: UUID | None
    version: int
    filename: str
    media_type: str
    size: Annotated[int, Field(description="Bytes.")]
    sha256: str
    created_at: Moment

    @classmethod
    def of(cls, row: CopyView) -> "CopyOut":
        """From a row of the list."""
        shared = {name: getattr(row, name) for name in cls.model_fields if hasattr(row, name)}
        return cls(**(shared | {"recipient_id": row.recipient}))


class RegisterLineOut(Out):
    """A number of the register. `about` and `to` are neutral for a confidential event you may not read."""

    id: UUID
    event_id: UUID
    number: str
    sequence: int | None
    letter_date: date
    state: LetterState
    about: str
    to: Annotated[str, Field(description="The first recipient.")]
    recipients: int
    ended_reason: str
    signed_copy: bool


class GapOut(Out):
    """Numbers that nobody has, both ends included."""

    first: int
    last: int


class GapsOut(Out):
    """The gaps of a year."""

    year: int
    gaps: list[GapOut]


class VerifiedOut(Out):
    """What may be said to anybody of the letter of a code; `about` and `institution` may be empty on purpose."""

    state: LetterState
    organisation: str
    number: str
    letter_date: date
    about: str
    institution: str
    ended_at: Moment | None
    replaced_by: str


class MatchOut(Out):
    """What a file is: `signed` (with its version), `older`, `printed`, or `unknown`."""

    kind: str
    version: int
    at: Moment | None
