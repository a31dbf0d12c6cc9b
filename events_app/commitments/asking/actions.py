"""Verbs of asking: the owner says that something cannot be done, the institution takes its promise back; the chair decides."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

import asyncpg
from piccolo.table import Table

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments.actions import evidence, links, moves, promises, work
from events_app.commitments.actions.decisions import AlreadyDecided
from events_app.commitments.actions.evidence import File
from events_app.commitments.asking import telling
from events_app.commitments.asking.forms import InfeasibleRequestIn, WithdrawalRequestIn
from events_app.commitments.asking.tables import InfeasibleRequest, WithdrawalRequest
from events_app.commitments.forms import DecisionIn
from events_app.commitments.tables import LATE_STATES, AskDecision, Commitment, FollowUpAction
from events_app.database import atomically, fetch_one, fetch_value, transaction
from events_app.errors import NotAllowed, NotFound, Refusal
from events_app.i18n import N_

T = TypeVar("T", bound=Table)


class InfeasiblePending(Refusal):
    message = N_(
        "It has already been asked whether this can be done at all, and the chair has not decided yet."
    )


class WithdrawalPending(Refusal):
    message = N_("It has already been asked to take this promise back, and the chair has not decided yet.")


@atomically
async def ask_infeasible(
    actor: Actor, action: FollowUpAction, data: InfeasibleRequestIn, files: Sequence[File], now: datetime
) -> InfeasibleRequest:
    """Ask the chair to find it impossible, for a lawful reason and with evidence; one request at a time."""
    action = await work.mine(actor, action, now)
    moves.must_stand_in(action, LATE_STATES)
    today = await work.local_day(action, now)
    evidence.check(data, files, today)
    request = InfeasibleRequest(
        organisation=action.organisation,
        created_at=now,
        action=action.id,
        reason_class=data.reason_class.value,
        reason=data.reason,
        user=actor.user,
        person=actor.person,
    )
    await _save_once(request, InfeasiblePending)
    await evidence.keep_all(actor, request, data, files, data.evidence_date or today)
    after = {"reason_class": data.reason_class.value}
    await audit.record(actor, "action.infeasible_asked", action.id, after=after)
    await telling.of_infeasible(actor, action, request, now)
    return request


@atomically
async def decide_infeasible(
    actor: Actor, request: InfeasibleRequest, data: DecisionIn, now: datetime
) -> InfeasibleRequest:
    """Approve or reject, once. Approved, the action comes to its end with the reason that was given."""
    actor.must(Right.decide)
    _ours(actor, request.organisation)
    action = await moves.locked(await moves.action_of(request.organisation, request.action))
    approved = data.decision == AskDecision.approved
    if approved:
        moves.must_stand_in(action, LATE_STATES)
    await _decide(actor, request, data, now)
    if approved:
        kind = str(request.reason_class)
        await moves.move(actor, action, moves.GIVE_UP, now, note=request.reason, infeasible_reason=kind)
    after = {"decision": data.decision.value}
    await audit.record(actor, "action.infeasible_decided", action.id, after=after)
    await telling.infeasible_decided(actor, action, request, now)
    return request


@atomically
async def ask_withdrawal(
    actor: Actor,
    commitment: Commitment,
    data: WithdrawalRequestIn,
    now: datetime,
    by_way_of: UUID | None = None,
) -> WithdrawalRequest:
    """The institution asks to take its promise back; `by_way_of` is the action whose link its owner came by."""
    _ours(actor, commitment.organisation)
    if not await may_ask_withdrawal(actor, commitment, by_way_of, now):
        raise NotAllowed()
    commitment = await promises.locked(commitment)
    if commitment.state not in promises.UNENDED:
        raise promises.AlreadyEnded()
    request = WithdrawalRequest(
        organisation=commitment.organisation,
        created_at=now,
        commitment=commitment.id,
        reason=data.reason,
        user=actor.user,
        person=actor.person,
    )
    await _save_once(request, WithdrawalPending)
    await audit.record(actor, "commitment.withdrawal_asked", commitment.id)
    await telling.of_withdrawal(actor, commitment, request)
    return request


@atomically
async def decide_withdrawal(
    actor: Actor, request: WithdrawalRequest, data: DecisionIn, now: datetime
) -> WithdrawalRequest:
    """Approve or reject, once. Approved, the promise is withdrawn and its unfinished actions are cancelled."""
    actor.must(Right.decide)
    _ours(actor, request.organisation)
    commitment = await Commitment.objects().get(Commitment.id == request.commitment)
    assert commitment is not None, "a request has a commitment"
    commitment = await promises.locked(commitment)
    approved = data.decision == AskDecision.approved
    if approved and commitment.state not in promises.UNENDED:
        raise promises.AlreadyEnded()
    await _decide(actor, request, data, now)
    if approved:
        await promises.withdraw(actor, commitment, request.reason, now)
    after = {"decision": data.decision.value}
    await audit.record(actor, "commitment.withdrawal_decided", commitment.id, after=after)
    await telling.withdrawal_decided(actor, commitment, request, now)
    return request


async def may_ask_withdrawal(
    actor: Actor, commitment: Commitment, by_way_of: UUID | None, now: datetime
) -> bool:
    """The secretariat on its behalf, a user of the institution, or who answers for its own part of the promise."""
    if actor.may(Right.report_progress):
        return True
    if actor.via != "link":
        return actor.institution is not None and actor.institution == commitment.institution
    sql = """SELECT EXISTS (SELECT FROM follow_up_action a WHERE a.id = $1 AND a.commitment = $2
    AND standing_office(a.responsible_institution) = standing_office($3))"""
    its_own = by_way_of and await fetch_value(sql, by_way_of, commitment.id, commitment.institution)
    return bool(its_own and by_way_of and await links.is_for(actor, by_way_of, now))


def _ours(actor: Actor, organisation: UUID) -> None:
    if actor.organisation != organisation:
        raise NotFound()


async def _save_once(request: Table, pending: type[Refusal]) -> None:
    try:
        async with transaction():
            await request.save()
    except asyncpg.UniqueViolationError:
        raise pending() from None


async def _decide(
    actor: Actor, request: InfeasibleRequest | WithdrawalRequest, data: DecisionIn, now: datetime
) -> None:
    """Of two chairs at once the first decides."""
    sql = f"""UPDATE {request._meta.tablename} SET decision = $2, note = $3, decided_by = $4, decided_at = $5
    WHERE id = $1 AND decision = 'pending' RETURNING id"""
    if await fetch_one(sql, request.id, data.decision.value, data.note, actor.user, now) is None:
        raise AlreadyDecided()
    request.decision, request.note = data.decision.value, data.note
    request.decided_by, request.decided_at = actor.user, now
