"""What a letter's code says to anybody: that it was issued, and what became of it; never to whom in person."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from events_app import tokens
from events_app.database import fetch, fetch_one
from events_app.invitations.letters.tables import LetterState

BY_CODE = """
WITH meant AS (
  SELECT id AS letter, NULL::uuid AS recipient FROM letter WHERE verify_hash = $1
  UNION ALL SELECT letter, id FROM letter_recipient WHERE verify_hash = $1
)
SELECT l.id, m.recipient, l.state, l.number, l.letter_date, l.ended_at, e.id AS event, e.confidential,
  l.facts::jsonb ->> 'subject' AS about, o.name AS organisation, coalesce(r.institution, '') AS institution,
  (SELECT n.number FROM letter n WHERE n.replaces = l.id AND n.state <> 'draft' ORDER BY n.issued_at LIMIT 1) AS replaced_by
FROM meant m JOIN letter l ON l.id = m.letter JOIN event e ON e.id = l.event
JOIN organisation o ON o.id = l.organisation LEFT JOIN letter_recipient r ON r.id = m.recipient
"""

FILES = """
SELECT c.version, c.created_at AS at, c.version < max(c.version) OVER () AS older, d.sha256
FROM letter_copy c JOIN document d ON d.id = c.document
WHERE c.letter = $1 AND c.recipient IS NOT DISTINCT FROM $2
"""

PRINTS = """
SELECT 1 FROM letter_print WHERE letter = $1 AND sha256 = $3 AND (recipient IS NULL OR recipient IS NOT DISTINCT FROM $2)
"""


@dataclass(frozen=True)
class Checked:
    """What may be said in public of a letter; `about` and `institution` are empty for a confidential event."""

    letter: UUID
    recipient: UUID | None
    event: UUID
    state: LetterState
    number: str
    letter_date: date
    about: str
    organisation: str
    institution: str
    ended_at: datetime | None
    replaced_by: str


@dataclass(frozen=True)
class Match:
    """What a file was found to be: `signed` with its version, `older` if a newer one was filed; or one handed out."""

    kind: str
    version: int = 0
    at: datetime | None = None


async def checked(code: str) -> Checked | None:
    """The letter of a code."""
    row = await fetch_one(BY_CODE, tokens.digest(code))
    return _checked(row) if row else None


async def match(letter: Checked, sha256: str) -> Match:
    """Whether a file of this digest is the letter's: `signed`, `older`, `printed`, or `unknown`."""
    for row in await fetch(FILES, letter.letter, letter.recipient):
        if row["sha256"] == sha256:
            return Match("older" if row["older"] else "signed", row["version"], row["at"])
    if await fetch_one(PRINTS, letter.letter, letter.recipient, sha256):
        return Match("printed")
    return Match("unknown")


def _checked(row: Any) -> Checked:
    hidden = row["confidential"]
    return Checked(
        letter=row["id"],
        recipient=row["recipient"],
        event=row["event"],
        state=LetterState(row["state"]),
        number=row["number"],
        letter_date=row["letter_date"],
        about="" if hidden else row["about"] or "",
        organisation=row["organisation"],
        institution="" if hidden else row["institution"],
        ended_at=row["ended_at"],
        replaced_by=row["replaced_by"] or "",
    )
