"""Verb of assigning: the chair has another office verify one action."""

from datetime import datetime
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments.actions import checks, moves, work
from events_app.commitments.actions.decisions import CommitmentEnded
from events_app.commitments.assigning import keeping
from events_app.commitments.assigning.forms import VerifierIn
from events_app.commitments.assigning.keeping import Passed
from events_app.commitments.assigning.refusals import OwnVerifier, SameVerifier
from events_app.commitments.tables import (
    LATE_STATES,
    ActionState,
    CommitmentState,
    FollowUpAction,
    Submission,
)
from events_app.database import atomically, fetch_one
from events_app.errors import NotFound
from events_app.events.states import ChangedMeanwhile

STATES = LATE_STATES | {ActionState.submitted}
STANDING = """
SELECT standing_office(a.responsible_institution) = standing_office($2) OR a.responsible_position = $3 AS own,
  c.state AS promise
FROM follow_up_action a JOIN commitment c ON c.id = a.commitment WHERE a.id = $1
"""


@atomically
async def set_verifier(actor: Actor, action: FollowUpAction, data: VerifierIn, now: datetime) -> UUID:
    """From now on another office verifies it; what waits for a verdict waits for theirs, and they are told.

    Gives back the id of the kept change. Raises WrongState, ChangedMeanwhile, CommitmentEnded, SameVerifier, OwnVerifier,
    or Invalid for what is not ours.
    """
    actor.must(Right.decide)
    if actor.organisation != action.organisation:
        raise NotFound()
    action = await moves.locked(action)
    moves.must_stand_in(action, STATES)
    if data.row_version is not None and data.row_version != action.row_version:
        raise ChangedMeanwhile()
    await checks.check_verifier(action.organisation, data)
    was = action.verifier_institution, action.verifier_position
    becomes = data.verifier_institution_id, data.verifier_position_id
    await _must_fit(action, was, becomes)
    [kept] = await keeping.pass_verifiers(actor, [Passed(action.id, was, becomes)], data.reason, now)
    if action.state == ActionState.submitted:
        await _tell(actor, action, now)
    return kept


async def _must_fit(action: FollowUpAction, was: keeping.Office, becomes: keeping.Office) -> None:
    if was == becomes:
        raise SameVerifier()
    row = await fetch_one(STANDING, action.id, *becomes)
    assert row is not None, "the row is locked"
    if row["promise"] != CommitmentState.agreed:
        raise CommitmentEnded()
    if row["own"]:
        raise OwnVerifier()


async def _tell(actor: Actor, action: FollowUpAction, now: datetime) -> None:
    mine = Submission.action == action.id
    waits = await Submission.objects().where(mine).order_by(Submission.no, ascending=False).first()
    assert waits is not None, "a submitted action has a submission"
    await work.tell_verifiers(actor, await moves.action_of(action.organisation, action.id), waits, now)
