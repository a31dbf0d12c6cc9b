"""Reads of consent to WhatsApp: it holds as long as one was given and not taken back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from events_app.database import fetch, fetch_one

# What was said under a row that was merged counts for the one that stays.
_THEIRS = "c.purpose = 'wa' AND (c.person = {person} OR c.person IN (SELECT g.id FROM person g WHERE g.successor = {person}))"
_STANDS = "NOT EXISTS (SELECT FROM consent_withdrawal w WHERE w.consent = c.id)"

STANDING = f"""
SELECT w.id IS NULL AS agreed, coalesce(w.withdrawn_at, c.given_at) AS said_at, coalesce(w.via, c.via) AS via
FROM consent_record c LEFT JOIN consent_withdrawal w ON w.consent = c.id
WHERE {_THEIRS.format(person="$1")} ORDER BY agreed DESC, said_at DESC, c.id DESC LIMIT 1
"""
IN_FORCE = f"SELECT c.id FROM consent_record c WHERE {_THEIRS.format(person='$1')} AND {_STANDS}"
AGREED = f"EXISTS (SELECT FROM consent_record c WHERE {_THEIRS} AND {_STANDS})"
"""Whether a person agreed, for statements that join: `AGREED.format(person="p.id")`."""


@dataclass(frozen=True)
class Standing:
    """The word of somebody that counts."""

    agreed: bool
    said_at: datetime
    via: str


async def standing(person: UUID) -> Standing | None:
    """What counts of what somebody said, or None when they were never asked."""
    row = await fetch_one(STANDING, person)
    return Standing(**row) if row else None


async def agreed_in(person: UUID) -> list[UUID]:
    """The consents that hold."""
    return [row["id"] for row in await fetch(IN_FORCE, person)]
