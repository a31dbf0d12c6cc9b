"""Reads of letters to guests: all of an event, how far each is, and whom it goes to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from events_app.database import fetch
from events_app.events.tables import Event
from events_app.invitations.mailings.tables import Mailing

COLUMNS = """
m.*, w.name AS written_by, s.name AS handed_in_by, a.name AS approver, t.name AS stopper
"""
MAILINGS = f"""
SELECT {COLUMNS} FROM mailing m
LEFT JOIN app_user w ON w.id = m.created_by LEFT JOIN app_user s ON s.id = m.submitted_by
LEFT JOIN app_user a ON a.id = m.approved_by LEFT JOIN app_user t ON t.id = m.stopped_by
WHERE m.event = $1 AND ($2::uuid IS NULL OR m.id = $2) AND ($3::uuid IS NULL OR m.id < $3)
ORDER BY m.id DESC LIMIT $4
"""
FATES = """
SELECT r.mailing, coalesce(r.problem, m.state, 'waiting') AS fate, count(*)::int AS n
FROM mailing_recipient r LEFT JOIN message m ON m.id = r.message
WHERE r.mailing = ANY($1::uuid[]) GROUP BY 1, 2
"""
RECIPIENTS = """
SELECT r.id, r.recipient->>'name' AS name, r.recipient->>'office' AS office, r.recipient->>'address' AS address,
  coalesce(r.problem, m.state, 'waiting') AS fate, r.message
FROM mailing_recipient r LEFT JOIN message m ON m.id = r.message
WHERE r.mailing = $1 AND ($2::uuid IS NULL OR r.id > $2) AND ($3::text = '' OR coalesce(r.problem, m.state, 'waiting') = $3)
ORDER BY r.id LIMIT $4
"""
PROBLEMS = ("no_address", "bad_address", "no_letters", "no_consent")


@dataclass(frozen=True)
class Receiver:
    """One that the letter goes to, and what became of it."""

    id: UUID
    name: str
    office: str
    address: str
    fate: str
    message: UUID | None

    @property
    def called(self) -> str:
        return self.name or self.office


@dataclass(frozen=True)
class Standing:
    """A letter with who did what, and its receivers counted by fate."""

    row: Any
    fates: dict[str, int]

    @property
    def id(self) -> UUID:
        one: UUID = self.row["id"]
        return one

    @property
    def everybody(self) -> int:
        return sum(self.fates.values())

    @property
    def reachable(self) -> int:
        return sum(n for fate, n in self.fates.items() if fate not in PROBLEMS)

    @property
    def sent(self) -> int:
        return self.fates.get("sent", 0)

    @property
    def title(self) -> str:
        subject: str = self.row["subject_id"] or self.row["subject_en"]
        return subject


async def mailings(
    event: Event, *, only: UUID | None = None, before: UUID | None = None, limit: int = 100
) -> list[Standing]:
    """The newest first; two questions for however many."""
    rows = await fetch(MAILINGS, event.id, only, before, limit)
    fates = await _fates([row["id"] for row in rows])
    return [Standing(row, fates.get(row["id"], {})) for row in rows]


async def receivers(
    mailing: Mailing, *, after: UUID | None = None, fate: str = "", limit: int = 100
) -> list[Receiver]:
    """Those it goes to, some at a time."""
    return [Receiver(**row) for row in await fetch(RECIPIENTS, mailing.id, after, fate, limit)]


async def _fates(ids: Sequence[UUID]) -> dict[UUID, dict[str, int]]:
    found: dict[UUID, dict[str, int]] = {}
    for row in await fetch(FATES, list(ids)):
        found.setdefault(row["mailing"], {})[row["fate"]] = row["n"]
    return found
