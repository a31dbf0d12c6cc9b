"""Verb of assigning: the chair gives an action that is under way to somebody else, and both hear of it."""

from datetime import datetime
from uuid import UUID

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments import contacts
from events_app.commitments.actions import checks, links, moves
from events_app.commitments.actions.decisions import CommitmentEnded
from events_app.commitments.assigning import telling
from events_app.commitments.assigning.forms import ReassignIn
from events_app.commitments.assigning.refusals import (
    RuleWaived,
    SameOwner,
    VerifierIsResponsible,
)
from events_app.commitments.assigning.tables import Duty, DutyChange
from events_app.commitments.reminding import muting
from events_app.commitments.tables import LATE_STATES, CommitmentState, FollowUpAction
from events_app.database import atomically, execute, fetch_one
from events_app.errors import NotFound
from events_app.events.states import ChangedMeanwhile

SIDES = ("institution", "position", "person")

STANDING = """
SELECT standing_office(a.verifier_institution) = standing_office($2) OR a.verifier_position = $3 AS verifies,
  standing_office(a.responsible_institution) <> standing_office($2)
    AND EXISTS (SELECT FROM verification_waiver w WHERE w.action = a.id) AS waived,
  c.state AS promise
FROM follow_up_action a JOIN commitment c ON c.id = a.commitment WHERE a.id = $1
"""
GIVE = """
UPDATE follow_up_action SET responsible_institution = $2, responsible_position = $3, responsible_person = $4,
  row_version = row_version + 1 WHERE id = $1
"""


@atomically
async def reassign(
    actor: Actor, action: FollowUpAction, data: ReassignIn, now: datetime, meeting: UUID | None = None
) -> DutyChange:
    """From now on another office answers for it, by a link of its own; the links of before end, and a silence about
    it that was kept for whoever answered before. Work done stays.

    Raises WrongState, ChangedMeanwhile, CommitmentEnded, SameOwner, VerifierIsResponsible, RuleWaived, or Invalid for
    what is not ours.
    """
    actor.must(Right.decide)
    if actor.organisation != action.organisation:
        raise NotFound()
    action = await moves.locked(action)
    moves.must_stand_in(action, LATE_STATES)
    if data.row_version is not None and data.row_version != action.row_version:
        raise ChangedMeanwhile()
    await checks.check_duty(action.organisation, data, now)
    change = _change(actor, action, data, now, meeting)
    await _must_be_free(action, change)
    before = (await contacts.owners_of([action.organisation], [action.id]))[action.id]
    await change.save()
    await execute(GIVE, action.id, *(getattr(change, f"after_{side}") for side in SIDES))
    was, is_now = (
        {side: getattr(change, f"{when}_{side}") for side in SIDES} for when in ("before", "after")
    )
    await audit.record(actor, "action.reassigned", action.id, before=was, after=is_now)
    await links.end([action.id], now)
    await muting.end_of_action(actor, action.id, now)
    await telling.tell_both(actor, await moves.action_of(action.organisation, action.id), before, change, now)
    return change


async def _must_be_free(action: FollowUpAction, change: DutyChange) -> None:
    if all(getattr(change, f"before_{side}") == getattr(change, f"after_{side}") for side in SIDES):
        raise SameOwner()
    row = await fetch_one(STANDING, action.id, change.after_institution, change.after_position)
    assert row is not None, "the row is locked"
    if row["promise"] != CommitmentState.agreed:
        raise CommitmentEnded()
    if row["verifies"]:
        raise VerifierIsResponsible()
    if row["waived"]:
        raise RuleWaived()


def _change(
    actor: Actor, action: FollowUpAction, data: ReassignIn, now: datetime, meeting: UUID | None
) -> DutyChange:
    before = {f"before_{side}": getattr(action, f"responsible_{side}") for side in SIDES}
    after = {f"after_{side}": getattr(data, f"responsible_{side}_id") for side in SIDES}
    return DutyChange(
        organisation=action.organisation,
        created_at=now,
        created_by=actor.user,
        action=action.id,
        duty=Duty.responsible.value,
        reason=data.reason,
        meeting=meeting,
        **before,
        **after,
    )
