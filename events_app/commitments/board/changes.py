"""Reads of bulk acts: one with what became of each of its rows, as far as the reader may see them."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments.board.judging import RIGHTS
from events_app.commitments.board.tables import UNDOABLE, Verb
from events_app.commitments.board.undoing import WITHIN
from events_app.database import fetch

RECENT = """
SELECT b.*, (SELECT count(*) FROM board_change_item i WHERE i.change = b.id AND i.refusal = '')::int AS done
FROM board_change b WHERE b.organisation = $1 AND ($2::uuid IS NULL OR (b.created_at, b.id) <
  (SELECT created_at, id FROM board_change WHERE id = $2 AND organisation = $1))
ORDER BY b.created_at DESC, b.id DESC LIMIT $3
"""
LINES = """
SELECT i.action, i.refusal, i.before, i.after, i.undone_at, i.undo_refusal, a.ref, a.title, ri.name AS responsible
FROM board_change_item i JOIN follow_up_action a ON a.id = i.action
JOIN commitment c ON c.id = a.commitment JOIN event e ON e.id = c.event
JOIN institution ri ON ri.id = a.responsible_institution
WHERE i.change = $1 AND ($2 OR NOT e.confidential) ORDER BY i.refusal <> '', a.ref
"""


async def recent(actor: Actor, after: UUID | None, limit: int) -> list[Any]:
    """What was done to many at once, the newest first, one more than `limit` when there are more."""
    return await fetch(RECENT, actor.organisation, after, limit + 1)


async def lines(actor: Actor, change: UUID) -> list[Any]:
    """What became of each row, those done first."""
    return await fetch(LINES, change, actor.may(Right.read_confidential))


def said(change: Any) -> dict[str, Any]:
    """The words of an act: the due date, the reason, whatever its verb took."""
    found: dict[str, Any] = json.loads(change.said)
    return found


def can_undo(actor: Actor, change: Any, lines: Sequence[Any], now: datetime) -> bool:
    """Whether the button is worth showing: also, that something was done at all."""
    if all(one["refusal"] for one in lines):
        return False
    verb = Verb(change.verb)
    in_time = change.undone_at is None and now <= change.created_at + WITHIN
    return verb in UNDOABLE and in_time and actor.may(RIGHTS[verb])
