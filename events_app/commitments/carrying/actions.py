"""Verbs of carrying over: say what the meeting wants of an open action, and which meeting was the one before."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments.carrying import acting, queries
from events_app.commitments.carrying.forms import ReviewIn
from events_app.commitments.carrying.refusals import NotBefore, NotCarried
from events_app.commitments.minutes.keeping import must_be_written
from events_app.database import atomically, execute, fetch_one, fetch_value
from events_app.errors import Invalid, NotAllowed, NotFound, Refusal
from events_app.events.states import ChangedMeanwhile
from events_app.events.tables import Event
from events_app.ids import new_id

WRITE = """
INSERT INTO meeting_review (id, organisation, created_at, created_by, event, action, discussed, decision, note,
  reviewed_at, row_version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $3, 1) ON CONFLICT (event, action) DO UPDATE
SET discussed = excluded.discussed, decision = excluded.decision, note = excluded.note, reviewed_at = excluded.reviewed_at,
  created_by = excluded.created_by, row_version = meeting_review.row_version + 1
WHERE meeting_review.row_version = $10 RETURNING id, row_version
"""
EARLIER_EVENT = """
SELECT starts_at < $3 FROM event WHERE id = $1 AND organisation = $2 AND ($4 OR NOT confidential)
"""
CHOOSE = """
INSERT INTO previous_meeting (id, organisation, created_at, created_by, event, previous) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (event) DO UPDATE SET previous = excluded.previous, created_by = excluded.created_by
"""


class RefusedLine(Refusal):
    """What one line of a review asked for was refused at its action; `why` is that refusal, `said` its sentence."""

    def __init__(self, action: UUID, why: Refusal) -> None:
        super().__init__(extra=why.extra)
        self.action, self.why = action, why
        at = why.errors[0].field if isinstance(why, Invalid) else why.field
        self.field = at or "new_due"
        self.said = why.errors[0].message if isinstance(why, Invalid) else why.text


@atomically
async def review(actor: Actor, event: Event, said: Sequence[tuple[UUID, ReviewIn]], now: datetime) -> None:
    """All of it or nothing. Raises NotCarried, ChangedMeanwhile when somebody said something else, MinutesFinalised.

    What follows from a line at its action may be refused: then as RefusedLine, which says which line.
    """
    _must(actor)
    await must_be_written(event)
    named = [action for action, _data in said]
    known = {row["id"] for row in await queries.carried(actor, event, now, only=named)}
    for action, data in said:
        if action not in known:
            raise NotCarried()
        await _write(actor, event, action, data, now)
        try:
            await acting.follow(actor, event, action, data, now)
        except NotAllowed:
            raise
        except Refusal as refusal:
            raise RefusedLine(action, refusal) from refusal


@atomically
async def choose_previous(actor: Actor, event: Event, previous: UUID | None, now: datetime) -> None:
    """Name the meeting before, or take it back. Raises NotBefore, MinutesFinalised."""
    _must(actor)
    await must_be_written(event)
    if previous is None:
        await execute("DELETE FROM previous_meeting WHERE event = $1", event.id)
    else:
        may = actor.may(Right.read_confidential)
        before = await fetch_value(EARLIER_EVENT, previous, event.organisation, event.starts_at, may)
        if before is None:
            raise NotFound(field="previous_id")
        if not before:
            raise NotBefore()
        await execute(CHOOSE, new_id(), event.organisation, now, actor.user, event.id, previous)
    await audit.record(actor, "event.previous_chosen", event.id, after={"previous": previous})


def _must(actor: Actor) -> None:
    if not (actor.may(Right.keep_commitments) or actor.may(Right.decide)):
        raise NotAllowed()


async def _write(actor: Actor, event: Event, action: UUID, data: ReviewIn, now: datetime) -> None:
    facts: dict[str, Any] = {"decision": data.decision.value, "discussed": data.discussed, "note": data.note}
    row = await fetch_one(
        WRITE,
        new_id(),
        event.organisation,
        now,
        actor.user,
        event.id,
        action,
        data.discussed,
        data.decision.value,
        data.note,
        data.row_version,
    )
    if row is None or (data.row_version and row["row_version"] == 1):
        raise ChangedMeanwhile()
    await audit.record(actor, "action.reviewed", action, after=facts | {"event": event.id})
