"""The story of one invitation, from asked to the last answer: a few questions, however long it is."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from events_app.database import fetch
from events_app.invitations.queries import display_name

ANSWERS = """
SELECT a.id, a.created_at, a.answer, a.outcome, a.reason, a.by, a.note, a.said_by, a.said_at, u.name AS staff
FROM invitation_answer a LEFT JOIN app_user u ON u.id = a."user" WHERE a.invitation = $1
  AND ($2::uuid IS NULL OR a.id = $2) AND ($3::uuid IS NULL OR a.id < $3) ORDER BY a.id DESC LIMIT $4
"""

TOLD = """
SELECT created_at, answer, outcome, by, said_by FROM invitation_answer WHERE invitation = {whose}
ORDER BY id DESC LIMIT {most}
"""

NAMES = """
SELECT c.answer, c.change, p.title_prefix, p.full_name, p.title_suffix
FROM answer_guest c JOIN guest g ON g.id = c.guest JOIN person p ON p.id = g.person
WHERE c.answer = ANY($1::uuid[]) ORDER BY c.id
"""

FACTS = """
SELECT i.created_at AS at, 'asked' AS what, u.name AS who, '' AS detail
FROM invitation i LEFT JOIN app_user u ON u.id = i.created_by WHERE i.id = $1
UNION ALL
SELECT opened_at, 'opened', NULL, '' FROM invitation WHERE id = $1 AND opened_at IS NOT NULL
UNION ALL
SELECT coalesce(m.sent_at, m.created_at),
  CASE m.state WHEN 'sent' THEN 'mailed' WHEN 'failed' THEN 'mail_failed' ELSE 'mail_waits' END, NULL, m.kind
FROM message m JOIN invitation i ON i.id = m.subject_row AND i.organisation = m.organisation WHERE i.id = $1
UNION ALL
SELECT e.created_at, substring(e.verb FROM 12), CASE WHEN e.via = 'link' THEN NULL ELSE e.actor_name END, e.via
FROM audit_entry e JOIN invitation i ON i.id = e.subject AND i.organisation = e.organisation WHERE i.id = $1
  AND e.verb IN ('invitation.link_renewed', 'invitation.moved_up', 'invitation.withdrawn')
"""

MOST = 500


class Told(NamedTuple):
    """An answer without names of guests and without what the office notes: for whoever holds the link."""

    created_at: datetime
    answer: str
    outcome: str
    by: str
    said_by: str


@dataclass(frozen=True)
class Given:
    """An answer as it was given, or taken back, with what it changed about who comes."""

    id: UUID
    created_at: datetime
    answer: str
    outcome: str
    reason: str
    by: str
    note: str
    said_by: str
    said_at: datetime | None
    staff: str | None
    named: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    @property
    def before(self) -> list[str]:
        """Who came until then."""
        return [*self.kept, *self.left]

    @property
    def after(self) -> list[str]:
        """Who comes since."""
        return [*self.kept, *self.named]


@dataclass(frozen=True)
class Happening:
    """One line of the story: an answer, or what else was done; `who` is the office's person, if one did it."""

    at: datetime
    what: str
    who: str | None
    detail: str
    given: Given | None = None


async def answers(
    invitation: UUID, *, only: UUID | None = None, after: UUID | None = None, limit: int = MOST
) -> list[Given]:
    """The answers of an invitation, the newest first: two queries."""
    rows = await fetch(ANSWERS, invitation, only, after, limit)
    names = await fetch(NAMES, [row["id"] for row in rows]) if rows else []
    return [Given(**(dict(row) | _changes(row["id"], names))) for row in rows]


async def told(invitation: UUID) -> list[Told]:
    """The answers as the holder of the link reads them, the newest first."""
    return [Told(*row) for row in await fetch(TOLD.format(whose="$1", most=MOST), invitation)]


async def story(invitation: UUID) -> list[Happening]:
    """Everything that happened to an invitation, the newest first: three queries."""
    rows = await fetch(FACTS, invitation)
    other = [Happening(row["at"], row["what"], row["who"], row["detail"] or "") for row in rows]
    given = [Happening(one.created_at, one.answer, one.staff, "", one) for one in await answers(invitation)]
    return sorted([*other, *given], key=lambda one: one.at, reverse=True)


def _changes(answer: UUID, names: Iterable[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {"named": [], "kept": [], "left": []}
    for row in names:
        if row["answer"] == answer:
            found[row["change"]].append(display_name(row))
    return found
