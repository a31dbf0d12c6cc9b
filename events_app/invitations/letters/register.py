"""The register of a year: every number that was given, in its order, and the numbers between them that were not."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.database import fetch
from events_app.i18n import gettext as _
from events_app.invitations.letters.tables import LetterState

LINES = """
SELECT l.id, l.event, l.state, l.sequence, l.number, l.letter_date, l.subject, l.ended_reason, e.ref, e.confidential,
  coalesce(nullif(l.subject, ''), l.facts::jsonb ->> 'subject', '') AS about,
  (SELECT count(*)::int FROM letter_recipient r WHERE r.letter = l.id) AS recipients,
  (SELECT r.lines FROM letter_recipient r WHERE r.letter = l.id ORDER BY r.position LIMIT 1) AS first_to,
  EXISTS (SELECT 1 FROM letter_copy c WHERE c.letter = l.id) AS filed
FROM letter l JOIN event e ON e.id = l.event
WHERE l.organisation = $1 AND l.year = $2 AND ($3::uuid IS NULL OR l.id < $3)
ORDER BY l.id DESC LIMIT $4
"""

GAPS = """
WITH used AS (
  SELECT sequence FROM letter WHERE organisation = $1 AND year = $2 AND sequence IS NOT NULL
  UNION SELECT first - 1 FROM letter_series WHERE organisation = $1 AND year = $2
  UNION SELECT last + 1 FROM letter_series WHERE organisation = $1 AND year = $2
), pairs AS (SELECT sequence, lag(sequence) OVER (ORDER BY sequence) AS before FROM used)
SELECT before + 1 AS first, sequence - 1 AS last FROM pairs WHERE sequence - before > 1 ORDER BY 1 LIMIT 500
"""

YEARS = "SELECT DISTINCT year FROM letter WHERE organisation = $1 AND year IS NOT NULL ORDER BY year DESC"


@dataclass(frozen=True)
class Line:
    """One number of the register. A confidential event's line is neutral for those who may not know of it."""

    id: UUID
    event: UUID
    state: LetterState
    sequence: int | None
    number: str
    letter_date: date
    about: str
    ref: str
    to: str
    recipients: int
    ended_reason: str
    filed: bool
    readable: bool


@dataclass(frozen=True)
class Gap:
    """Numbers that were never given, both ends included."""

    first: int
    last: int


async def lines(actor: Actor, year: int, *, after: UUID | None = None, limit: int = 100) -> list[Line]:
    """The numbers of a year, the newest first. One query."""
    entitled = actor.may(Right.read_confidential)
    return [_line(row, entitled) for row in await fetch(LINES, actor.organisation, year, after, limit)]


async def gaps(organisation: UUID, year: int) -> list[Gap]:
    """The numbers between the first and the last of the year that nobody has."""
    return [Gap(row["first"], row["last"]) for row in await fetch(GAPS, organisation, year)]


async def years(organisation: UUID) -> list[int]:
    """The years that have numbers, the newest first."""
    return [row["year"] for row in await fetch(YEARS, organisation)]


def _line(row: Any, entitled: bool) -> Line:
    readable = entitled or not row["confidential"]
    first = (row["first_to"] or "").splitlines()[:1]
    return Line(
        id=row["id"],
        event=row["event"],
        state=LetterState(row["state"]),
        sequence=row["sequence"],
        number=row["number"],
        letter_date=row["letter_date"],
        about=row["about"] if readable else _("Confidential"),
        ref=row["ref"],
        to=(first[0] if first else "") if readable else "",
        recipients=row["recipients"] if readable else 0,
        ended_reason=row["ended_reason"] if readable else "",
        filed=row["filed"],
        readable=readable,
    )
