"""Until when answers are taken: of an event, and of one invitation."""

from dataclasses import dataclass
from datetime import datetime

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.database import atomically, execute, fetch, fetch_one
from events_app.events.states import locked_event, must_be_current, must_stand
from events_app.events.tables import Event
from events_app.invitations.asking.forms import InvitingIn
from events_app.invitations.refusals import InvitationWithdrawn
from events_app.invitations.seating.tables import Inviting
from events_app.invitations.seating.waves import must_be_ahead_of
from events_app.invitations.tables import Invitation, InvitationState
from events_app.invitations.waiting import move_up

KNOWN = "SELECT offer_hours, wave_hours, remind_days, row_version FROM event_inviting WHERE event = $1"

REOPEN = """
UPDATE invitation SET state = CASE WHEN sent_at IS NULL THEN 'draft' ELSE 'sent' END
WHERE event = $1 AND state = 'expired' AND answered_at IS NULL AND ($2::uuid IS NULL OR id = $2)
  AND coalesce(answer_by, $3) > $4 RETURNING id
"""


@dataclass(frozen=True)
class InvitingView:
    """How an event's inviting runs; what was never set has its first values."""

    answer_by: datetime | None
    offer_hours: int = 0
    wave_hours: int = 0
    remind_days: int | None = None
    row_version: int = 1


async def inviting_of(event: Event) -> InvitingView:
    """As it is set."""
    row = await fetch_one(KNOWN, event.id)
    return InvitingView(event.answer_by, **row) if row else InvitingView(event.answer_by)


@atomically
async def set_inviting(actor: Actor, event: Event, said: InvitingIn, now: datetime) -> InvitingView:
    """Write all of it anew. A later deadline opens again what the earlier one had closed unanswered.

    A reserve that is to be asked by itself from now on is asked for what is free already.
    """
    event = await locked_event(event)
    must_stand(event)
    before = await inviting_of(event)
    must_be_current(said.row_version, before)
    if said.answer_by != event.answer_by:
        must_be_ahead_of(said.answer_by, event, now)
        await execute("UPDATE event SET answer_by = $2 WHERE id = $1", event.id, said.answer_by)
    await _keep(event, said, before)
    opened = await fetch(REOPEN, event.id, None, said.answer_by or event.ends_at, now)
    after = said.model_dump(mode="json") | {"reopened": len(opened)}
    await audit.record(actor, "event.inviting_set", event.id, before=vars(before), after=after)
    event.answer_by = said.answer_by
    await move_up(event, now)
    return await inviting_of(event)


@atomically
async def extend(
    actor: Actor, event: Event, invitation: Invitation, answer_by: datetime | None, now: datetime
) -> None:
    """Give one invitation a deadline of its own, or none; one that had closed unanswered is open again."""
    event = await locked_event(event)
    must_stand(event)
    await invitation.refresh()
    if invitation.state == InvitationState.withdrawn:
        raise InvitationWithdrawn()
    must_be_ahead_of(answer_by, event, now)
    before = invitation.answer_by
    await execute("UPDATE invitation SET answer_by = $2 WHERE id = $1", invitation.id, answer_by)
    await fetch(REOPEN, event.id, invitation.id, event.answer_by or event.ends_at, now)
    was, now_is = {"answer_by": before}, {"answer_by": answer_by}
    await audit.record(actor, "invitation.deadline_set", invitation.id, before=was, after=now_is)


async def _keep(event: Event, said: InvitingIn, before: InvitingView) -> None:
    row = await Inviting.objects().get(Inviting.event == event.id)
    row = row or Inviting(organisation=event.organisation, event=event.id)
    row.offer_hours, row.wave_hours, row.remind_days = said.offer_hours, said.wave_hours, said.remind_days
    row.row_version = before.row_version + 1
    await row.save()
