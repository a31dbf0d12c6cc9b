"""What replaces a cancelled follow-up action: another one of the same organisation, never itself, never in a circle."""

from datetime import datetime
from uuid import UUID

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments.actions import moves
from events_app.commitments.tables import ActionState, FollowUpAction
from events_app.database import atomically, execute, fetch_value
from events_app.errors import Refusal
from events_app.i18n import N_

FIELD = "superseded_by_id"
READABLE = """
SELECT a.id FROM follow_up_action a JOIN commitment c ON c.id = a.commitment JOIN event e ON e.id = c.event
WHERE a.organisation = $1 AND ($2 OR NOT e.confidential) AND (a.id = $3 OR a.ref = $4)
"""
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('superseded_by' || $1::uuid::text, 0))"
IN_CIRCLE = """
WITH RECURSIVE onward AS (
  SELECT $1::uuid AS id
  UNION SELECT a.superseded_by FROM onward w JOIN follow_up_action a ON a.id = w.id WHERE a.superseded_by IS NOT NULL)
SELECT EXISTS (SELECT FROM onward WHERE id = $2)
"""


class UnknownSuccessor(Refusal):
    status_code = 422
    field = FIELD
    message = N_("There is no such follow-up action.")


class ReplacesItself(Refusal):
    status_code = 422
    field = FIELD
    message = N_("A follow-up action cannot replace itself.")


class ReplacedInCircle(Refusal):
    status_code = 422
    field = FIELD
    message = N_("That one is itself replaced by this one, directly or by way of others.")


@atomically
async def supersede(
    actor: Actor, action: FollowUpAction, successor: UUID | str | None, now: datetime
) -> FollowUpAction:
    """Say what replaces a cancelled action, by its id or reference; None takes it back.

    Raises UnknownSuccessor, ReplacesItself, ReplacedInCircle, and WrongState where the action is not cancelled.
    """
    actor.must(Right.decide)
    action = await moves.locked(action)
    moves.must_stand_in(action, frozenset({ActionState.cancelled}))
    found = await _found(actor, action, successor)
    before = action.superseded_by
    sql = "UPDATE follow_up_action SET superseded_by = $2, row_version = row_version + 1 WHERE id = $1"
    await execute(sql, action.id, found)
    action.superseded_by = found
    action.row_version += 1
    was, now_is = {"superseded_by": before}, {"superseded_by": found}
    await audit.record(actor, "action.superseded", action.id, before=was, after=now_is)
    return action


async def _found(actor: Actor, action: FollowUpAction, successor: UUID | str | None) -> UUID | None:
    if not successor:
        return None
    known = (successor, None) if isinstance(successor, UUID) else (None, successor.strip())
    found: UUID | None = await fetch_value(
        READABLE, action.organisation, actor.may(Right.read_confidential), *known
    )
    if found is None:
        raise UnknownSuccessor()
    if found == action.id:
        raise ReplacesItself()
    await fetch_value(LOCK, action.organisation)
    if await fetch_value(IN_CIRCLE, found, action.id):
        raise ReplacedInCircle()
    return found
