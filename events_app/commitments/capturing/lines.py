"""A line and what it became: claimed once by its id, kept with what was made of it, locked before it is changed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.commitments.actions.promises import NotADraft
from events_app.commitments.capturing.refusals import LineTakenBack
from events_app.commitments.capturing.tables import CapturedLine
from events_app.commitments.tables import Commitment, CommitmentState
from events_app.database import fetch_one
from events_app.errors import NotFound
from events_app.events.tables import Event
from events_app.ids import new_id

CLAIM = """
INSERT INTO captured_line (id, organisation, created_at, created_by, event, line, of_action)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (event, line) DO NOTHING RETURNING id
"""


async def claim(
    actor: Actor, event: Event, line: UUID, now: datetime, *, of_action: bool
) -> tuple[CapturedLine, bool]:
    """The row of a line, and whether it is new. Who comes second with the same id waits for the first to commit."""
    facts = (new_id(), event.organisation, now, actor.user, event.id, line, of_action)
    made = await fetch_one(CLAIM, *facts)
    row = await CapturedLine.objects().get((CapturedLine.event == event.id) & (CapturedLine.line == line))
    assert row is not None, "it was just written, or stood there before"
    if made is None and (row.is_undone or row.of_action != of_action):
        raise LineTakenBack()
    return row, made is not None


async def keep(line: CapturedLine, **became: Any) -> CapturedLine:
    """Says what a line became."""
    for name, value in became.items():
        setattr(line, name, value)
    await line.save()
    return line


async def draft_of(line: CapturedLine) -> Commitment:
    """The draft that a line is, or belongs to, locked; NotADraft once it is agreed."""
    mine = Commitment.id == line.commitment
    row: Commitment | None = await Commitment.objects().where(mine).lock_rows("NO KEY UPDATE").first()
    if row is None:
        raise LineTakenBack() if line.is_undone else NotFound()
    if row.state != CommitmentState.draft:
        raise NotADraft()
    return row
