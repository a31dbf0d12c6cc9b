"""Verbs of the chair: decide an extension, say that something cannot be done, cancel; and, as an inspector may, reopen."""

from datetime import datetime
from uuid import UUID

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments import mails
from events_app.commitments.actions import moves
from events_app.commitments.actions.succession import supersede
from events_app.commitments.actions.telling import tell_owner
from events_app.commitments.forms import DecisionIn, InfeasibleIn
from events_app.commitments.tables import LATE_STATES, AskDecision, DueChange, FollowUpAction
from events_app.database import atomically, execute, fetch_one, fetch_value
from events_app.errors import NotFound, Refusal
from events_app.i18n import N_


class AlreadyDecided(Refusal):
    message = N_("This request has already been decided.")


class CommitmentEnded(Refusal):
    message = N_("The commitment has been closed or withdrawn: its actions stay as they are.")


@atomically
async def decide_due_change(actor: Actor, change: DueChange, data: DecisionIn, now: datetime) -> DueChange:
    """Approve or reject an extension, once. The due date changes; the original one stays for ever."""
    actor.must(Right.decide)
    action = await _here(actor, await moves.action_of(change.organisation, change.action))
    approved = data.decision == AskDecision.approved
    if approved:
        moves.must_stand_in(action, LATE_STATES)
    await _decide(actor, change, data, now)
    if approved:
        await _extend(action, change)
    before, after = {"due": change.old_due}, {"decision": data.decision.value, "due": change.new_due}
    await audit.record(actor, "action.due_change_decided", action.id, before=before, after=after)
    await tell_owner(
        actor,
        action,
        now,
        lambda owner, facts, url: mails.due_change_decided(
            owner, facts, approved, change.new_due, data.note, url
        ),
    )
    return change


@atomically
async def mark_infeasible(
    actor: Actor, action: FollowUpAction, data: InfeasibleIn, now: datetime
) -> FollowUpAction:
    """It cannot be done, for one of the four lawful reasons."""
    actor.must(Right.decide)
    action = await _here(actor, action)
    kind = data.reason_class.value
    await moves.move(actor, action, moves.GIVE_UP, now, note=data.reason, infeasible_reason=kind)
    await _tell_changed(actor, action, data.reason, now, kind)
    return action


@atomically
async def cancel_action(
    actor: Actor,
    action: FollowUpAction,
    reason: str,
    now: datetime,
    superseded_by: UUID | str | None = None,
) -> FollowUpAction:
    """It is no longer wanted; it stays visible, with the reason and with what replaces it, if anything does."""
    actor.must(Right.decide)
    action = await _here(actor, action)
    was_draft = action.original_due is None
    await moves.move(actor, action, moves.CANCEL, now, note=reason)
    if superseded_by:
        action = await supersede(actor, action, superseded_by, now)
    if not was_draft:
        await _tell_changed(actor, action, reason, now)
    return action


@atomically
async def reopen(actor: Actor, action: FollowUpAction, reason: str, now: datetime) -> FollowUpAction:
    """What was verified turns out not to be done: the work goes on, and the reopening is counted."""
    actor.must(Right.oversee)
    action = await _here(actor, action)
    ended = "SELECT state IN ('closed', 'withdrawn') FROM commitment WHERE id = $1"
    if await fetch_value(ended, action.commitment):
        raise CommitmentEnded()
    columns = {"done_on": None, "reopened": action.reopened + 1}
    await moves.move(actor, action, moves.REOPEN, now, note=reason, **columns)
    await _tell_changed(actor, action, reason, now)
    return action


async def _here(actor: Actor, action: FollowUpAction) -> FollowUpAction:
    if actor.organisation != action.organisation:
        raise NotFound()
    return await moves.locked(action)


async def _decide(actor: Actor, change: DueChange, data: DecisionIn, now: datetime) -> None:
    sql = """UPDATE due_change SET decision = $2, note = $3, decided_by = $4, decided_at = $5
    WHERE id = $1 AND decision = 'pending' RETURNING id"""
    if await fetch_one(sql, change.id, data.decision.value, data.note, actor.user, now) is None:
        raise AlreadyDecided()
    change.decision, change.note = data.decision.value, data.note
    change.decided_by, change.decided_at = actor.user, now


async def _extend(action: FollowUpAction, change: DueChange) -> None:
    sql = """UPDATE follow_up_action SET due = $2, start_date = least(start_date, $2), row_version = row_version + 1
    WHERE id = $1"""
    await execute(sql, action.id, change.new_due)
    action.due = change.new_due
    action.row_version += 1


async def _tell_changed(
    actor: Actor, action: FollowUpAction, reason: str, now: datetime, kind: str | None = None
) -> None:
    state = str(action.state)
    await tell_owner(
        actor, action, now, lambda owner, facts, url: mails.changed(owner, facts, state, reason, kind, url)
    )
