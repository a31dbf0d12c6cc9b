"""Which moves an action can make, and the one statement that makes them: compare, set, and write the story.

Two people who act at once both see the same row; the first `move` wins, and the second is told by name
what happened meanwhile. A trigger refuses every other move, whoever writes.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.commitments.tables import ActionEvent, ActionState, Commitment, FollowUpAction
from events_app.commitments.words import ACTION_STATES
from events_app.database import fetch_one
from events_app.errors import NotFound, Refusal
from events_app.events.states import ChangedMeanwhile
from events_app.i18n import N_, gettext

_S = ActionState


class WrongState(Refusal):
    """The action has left the states from which this can be done."""

    message = N_("This can no longer be done: the follow-up action is now “%(state)s”.")


@dataclass(frozen=True)
class Move:
    """From which states, to which one, and what the trail calls it."""

    verb: str
    origins: frozenset[ActionState]
    to: ActionState


def _move(verb: str, to: ActionState, *origins: ActionState) -> Move:
    return Move(f"action.{verb}", frozenset(origins), to)


OPEN = _move("opened", _S.open, _S.draft)
START = _move("started", _S.in_progress, _S.open, _S.returned)
SUBMIT = _move("submitted", _S.submitted, _S.open, _S.in_progress, _S.returned)
TAKE_BACK = _move("submission_withdrawn", _S.in_progress, _S.submitted)
ACCEPT = _move("verified", _S.verified, _S.submitted)
RETURN = _move("returned", _S.returned, _S.submitted)
GIVE_UP = _move("infeasible", _S.infeasible, _S.open, _S.in_progress, _S.returned)
CANCEL = _move("cancelled", _S.cancelled, _S.draft, _S.open, _S.in_progress, _S.returned, _S.submitted)
REOPEN = _move("reopened", _S.in_progress, _S.verified)

MOVES = (OPEN, START, SUBMIT, TAKE_BACK, ACCEPT, RETURN, GIVE_UP, CANCEL, REOPEN)


async def move(
    actor: Actor, action: FollowUpAction, step: Move, now: datetime, note: str = "", **columns: Any
) -> FollowUpAction:
    """Move the action as it was when it was loaded; `columns` change with it. Writes its event and the trail.

    Raises WrongState when it stands where this cannot be done, ChangedMeanwhile when it was overtaken.
    """
    values = {"state": step.to.value, "state_since": now, **columns}
    if not await _compare_and_set(action, step, values):
        await _say_what_happened(action, step)
    origin = action.state
    for name, value in values.items():
        setattr(action, name, value)
    action.row_version += 1
    await _tell(actor, action, step, origin, now, note)
    return action


def must_stand_in(action: FollowUpAction, origins: frozenset[ActionState]) -> None:
    """Refuses when the action is in none of these states."""
    if action.state not in origins:
        raise _wrong(action.state)


async def _compare_and_set(action: FollowUpAction, step: Move, values: dict[str, Any]) -> bool:
    changes = ", ".join(f'"{name}" = ${place}' for place, name in enumerate(values, start=5))
    sql = f"""
    UPDATE follow_up_action SET row_version = row_version + 1, {changes}
    WHERE id = $1 AND organisation = $2 AND row_version = $3 AND state = ANY($4) RETURNING id
    """
    origins = sorted(step.origins)
    row = await fetch_one(sql, action.id, action.organisation, action.row_version, origins, *values.values())
    return row is not None


async def _say_what_happened(action: FollowUpAction, step: Move) -> None:
    sql = "SELECT state FROM follow_up_action WHERE id = $1 AND organisation = $2"
    row = await fetch_one(sql, action.id, action.organisation)
    if row is None:
        raise NotFound()
    if row["state"] not in step.origins:
        raise _wrong(row["state"])
    raise ChangedMeanwhile()


def _wrong(state: str) -> WrongState:
    return WrongState(state=gettext(ACTION_STATES[ActionState(state)]), extra={"state": str(state)})


async def _tell(
    actor: Actor, action: FollowUpAction, step: Move, origin: str, now: datetime, note: str
) -> None:
    await ActionEvent(
        organisation=action.organisation,
        created_at=now,
        action=action.id,
        from_state=str(origin),
        to_state=step.to.value,
        user=actor.user,
        person=actor.person,
        note=note,
    ).save()
    await audit.record(
        actor, step.verb, action.id, before={"state": str(origin)}, after={"state": step.to.value}
    )


async def locked(action: FollowUpAction) -> FollowUpAction:
    """The action as it is now, its row ours until the transaction ends."""
    mine = (FollowUpAction.id == action.id) & (FollowUpAction.organisation == action.organisation)
    row: FollowUpAction | None = await FollowUpAction.objects().where(mine).lock_rows("NO KEY UPDATE").first()
    if row is None:
        raise NotFound()
    return row


async def action_of(organisation: UUID, action: UUID) -> FollowUpAction:
    """The action of an id, inside one organisation."""
    row = await FollowUpAction.objects().get(
        (FollowUpAction.id == action) & (FollowUpAction.organisation == organisation)
    )
    if row is None:
        raise NotFound()
    return row


async def commitment_of(action: FollowUpAction) -> Commitment:
    """The promise an action belongs to."""
    row = await Commitment.objects().get(Commitment.id == action.commitment)
    assert row is not None, "an action has a commitment"
    return row
