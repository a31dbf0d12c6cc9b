"""Reads of consents: all of somebody's, also those given under a row that was merged."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from events_app.database import fetch

CONSENTS = """
SELECT c.id, c.person, c.purpose, c.text_version, c.language, c.given_at, c.via, c.given_by, c.wording, c.note,
  w.withdrawn_at, coalesce(w.via, '') AS withdrawn_via, coalesce(w.note, '') AS withdrawn_note
FROM consent_record c LEFT JOIN consent_withdrawal w ON w.consent = c.id
WHERE c.organisation = $1 AND (c.person = $2 OR c.person IN (SELECT id FROM person WHERE successor = $2))
  AND ($3::uuid IS NULL OR c.id = $3)
ORDER BY c.given_at DESC, c.id
"""


@dataclass(frozen=True)
class Consent:
    """One consent, and whether it was taken back."""

    id: UUID
    person: UUID
    purpose: str
    text_version: int
    language: str
    given_at: datetime
    via: str
    given_by: str
    wording: str
    note: str
    withdrawn_at: datetime | None
    withdrawn_via: str
    withdrawn_note: str


async def of_person(organisation: UUID, person: UUID, only: UUID | None = None) -> list[Consent]:
    """Somebody's consents, the latest first."""
    return [Consent(**row) for row in await fetch(CONSENTS, organisation, person, only)]
