"""Verb of waiving: the chair lets the responsible institution's own verifier judge, and says why."""

from datetime import datetime

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.bulk import insert_new
from events_app.commitments.actions import moves
from events_app.commitments.tables import LATE_STATES, ActionState, FollowUpAction
from events_app.commitments.waiving.tables import Waiver
from events_app.database import atomically, fetch_value
from events_app.errors import NotFound, Refusal
from events_app.i18n import N_


class OwnInstitution(Refusal):
    status_code = 403
    message = N_("Nobody waives the rule for their own institution.")


class AlreadyWaived(Refusal):
    message = N_("The rule has already been waived for this follow-up action.")


@atomically
async def waive(actor: Actor, action: FollowUpAction, reason: str, now: datetime) -> Waiver:
    """Once for an action, for ever, and by nobody of the institution it helps. The rule of persons stays."""
    actor.must(Right.decide)
    if actor.organisation != action.organisation:
        raise NotFound()
    sql = "SELECT standing_office($1) = standing_office($2)"
    if await fetch_value(sql, actor.institution, action.responsible_institution):
        raise OwnInstitution()
    action = await moves.locked(action)
    moves.must_stand_in(action, LATE_STATES | {ActionState.submitted})
    row = Waiver(
        organisation=action.organisation, created_at=now, action=action.id, user=actor.user, reason=reason
    )
    if not await insert_new([row]):
        raise AlreadyWaived()
    await audit.record(actor, "action.institution_rule_waived", action.id, after={"reason": reason})
    return row
