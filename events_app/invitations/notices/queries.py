"""Reads of notices."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from events_app.database import fetch
from events_app.events.releases.queries import Release
from events_app.invitations.notices.tables import NoticeState

NOTICES = """
SELECT id, subject, calendar, recipient, changes, state, message,
  (SELECT link_version FROM invitation i WHERE i.id = subject) AS link_version
FROM release_notice WHERE release = $1
ORDER BY (state = 'no_address') DESC, id
"""
COUNTS = "SELECT release, state, count(*)::int AS n FROM release_notice WHERE release = ANY($1) GROUP BY 1, 2"


@dataclass(frozen=True)
class Notice:
    """One person's notice; `recipient` is how they are called and where they are written to.

    With a `link_version` the subject is an invitation.
    """

    id: UUID
    subject: UUID
    calendar: bool
    recipient: dict[str, Any]
    changes: list[int]
    state: NoticeState
    message: UUID | None
    link_version: int | None = None

    @property
    def called(self) -> str:
        """The name, or the office that is written to as one."""
        return str(self.recipient["name"] or self.recipient["office"])


async def notices(release: Release) -> list[Notice]:
    """Everybody whom a release touches; those without an address first, since somebody must tell them."""
    return [_notice(row) for row in await fetch(NOTICES, release.id)]


async def counts(releases: list[Release]) -> dict[UUID, dict[str, int]]:
    """How many notices of each release are drafted, sent, skipped or without an address. One query."""
    found: dict[UUID, dict[str, int]] = {one.id: {} for one in releases}
    for row in await fetch(COUNTS, list(found)):
        found[row["release"]][row["state"]] = row["n"]
    return found


def _notice(row: Any) -> Notice:
    plain = {name: json.loads(row[name]) for name in ("recipient", "changes")}
    return Notice(**(dict(row) | plain | {"state": NoticeState(row["state"])}))
