"""Who watches a board, and whether they still may: asked for all of them at once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.accounts.access import IDLE
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right, rights_of
from events_app.checkin.board.faces import Face
from events_app.database import fetch

# What opened the board: a session, a token, or a screen's link. Whoever reads by being at the door must be there still.
STANDING = """
SELECT c.id, u.roles, EXISTS (SELECT FROM door_assignment d WHERE d.event = $2 AND d."user" = u.id) AS works
FROM (
  SELECT id, "user" FROM login_session WHERE id = ANY($1) AND expires_at > $3 AND seen_at > $4
  UNION ALL SELECT id, "user" FROM api_token WHERE id = ANY($1) AND revoked_at IS NULL
) c JOIN app_user u ON u.id = c."user" AND u.active
UNION ALL SELECT id, NULL, true FROM {screens} WHERE id = ANY($1) AND event = $2
"""


@dataclass(eq=False)
class Watcher:
    """One open stream: what it shows, and by which right. `gone` ends it."""

    face: Face
    credential: UUID | None
    rights: frozenset[Right] | None = None
    gone: bool = False

    @classmethod
    def of(cls, face: Face, actor: Actor) -> "Watcher":
        """Somebody who is signed in."""
        return cls(face, actor.credential, actor.rights)


async def unwelcome(
    event: UUID, watchers: Collection[Watcher], now: datetime, screens: str = "board_screen"
) -> list[Watcher]:
    """Those whose session, token or link has ended, or whose rights are not what they were: one question.

    `screens` is the table that keeps the links.
    """
    here = list(watchers)  # who joins while we ask is looked over the next time
    asked = list({watcher.credential for watcher in here})
    rows = {
        row["id"]: row for row in await fetch(STANDING.format(screens=screens), asked, event, now, now - IDLE)
    }
    return [one for one in here if not _may_stay(one, rows.get(one.credential))]


def _may_stay(watcher: Watcher, row: Any | None) -> bool:
    if row is None:
        return False
    roles, works = row["roles"], row["works"]
    if watcher.rights is None:
        return True
    by_door = Right.read not in watcher.rights and Right.plan_events not in watcher.rights
    return rights_of(roles) == watcher.rights and (works or not by_door)
