"""JSON doors of what is asked of the chair."""

from typing import Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.commitments import reading
from events_app.commitments.access import Asker
from events_app.commitments.api.bodies import InfeasibleOperation, read_proof
from events_app.commitments.asking import actions, queries
from events_app.commitments.asking.answers import InfeasibleRequestOut, WithdrawalRequestOut
from events_app.commitments.asking.forms import InfeasibleRequestIn, WithdrawalRequestIn
from events_app.commitments.asking.tables import InfeasibleRequest, WithdrawalRequest
from events_app.commitments.forms import DecisionIn
from events_app.commitments.shaping import part, withdrawal_out
from events_app.commitments.tables import Commitment, FollowUpAction
from events_app.web.api import Cursor, Limit, Page, after

READ = [requires(Right.read)]


@post("/actions/{action_id:uuid}/infeasible-requests", operation_class=InfeasibleOperation)
async def ask_infeasible(request: Asker, action: NamedDependency[FollowUpAction]) -> InfeasibleRequestOut:
    """Ask the chair to find it impossible, for a lawful reason, with files (multipart) or links (JSON).

    422 `evidence_missing` without either, 409 `infeasible_pending` while one waits for its decision.
    """
    data, files = await read_proof(request, InfeasibleRequestIn)
    made = await actions.ask_infeasible(request.user, action, data, files, clock.now())
    return await _infeasible(request, made)


@get("/actions/{action_id:uuid}/infeasible-requests", guards=READ)
async def list_infeasible_requests(
    request: Asker, action: NamedDependency[FollowUpAction], limit: Limit = 100, cursor: Cursor = None
) -> Page[InfeasibleRequestOut]:
    """What was asked about an action, in order, with evidence."""
    rows = await queries.infeasible(action.id, after(cursor), limit)
    return part(rows, limit, await reading.impossible(request.user, rows[:limit]))


@get("/infeasible-requests/{infeasible_request_id:uuid}", guards=READ)
async def read_infeasible_request(
    request: Asker, infeasible_request: NamedDependency[InfeasibleRequest]
) -> InfeasibleRequestOut:
    """One of them."""
    return await _infeasible(request, infeasible_request)


@post("/infeasible-requests/{infeasible_request_id:uuid}/decision", status_code=200)
async def decide_infeasible_request(
    request: Asker, infeasible_request: NamedDependency[InfeasibleRequest], data: JSONBody[DecisionIn]
) -> InfeasibleRequestOut:
    """The chair approves or rejects, once. Approved, the action comes to its end as infeasible."""
    await actions.decide_infeasible(request.user, infeasible_request, data, clock.now())
    return await _infeasible(request, infeasible_request)


@post("/commitments/{commitment_id:uuid}/withdrawal-requests")
async def ask_withdrawal(
    request: Asker, commitment: NamedDependency[Commitment], data: JSONBody[WithdrawalRequestIn]
) -> WithdrawalRequestOut:
    """The institution asks to take its promise back. 409 `withdrawal_pending` while one waits."""
    made = await actions.ask_withdrawal(request.user, commitment, data, clock.now())
    return await _withdrawal(made)


@get("/commitments/{commitment_id:uuid}/withdrawal-requests", guards=READ)
async def list_withdrawal_requests(
    commitment: NamedDependency[Commitment], limit: Limit = 100, cursor: Cursor = None
) -> Page[WithdrawalRequestOut]:
    """What was asked about a promise, in order."""
    return part(await queries.withdrawals(commitment.id, after(cursor), limit), limit, withdrawal_out)


@get("/withdrawal-requests/{withdrawal_request_id:uuid}", guards=READ)
async def read_withdrawal_request(
    withdrawal_request: NamedDependency[WithdrawalRequest],
) -> WithdrawalRequestOut:
    """One of them."""
    return await _withdrawal(withdrawal_request)


@post("/withdrawal-requests/{withdrawal_request_id:uuid}/decision", status_code=200)
async def decide_withdrawal_request(
    request: Asker, withdrawal_request: NamedDependency[WithdrawalRequest], data: JSONBody[DecisionIn]
) -> WithdrawalRequestOut:
    """The chair approves or rejects, once. Approved, the promise is withdrawn and its unfinished actions end."""
    await actions.decide_withdrawal(request.user, withdrawal_request, data, clock.now())
    return await _withdrawal(withdrawal_request)


async def _infeasible(request: Asker, row: InfeasibleRequest) -> InfeasibleRequestOut:
    facts: Any = await queries.one_infeasible(row.id)
    return (await reading.impossible(request.user, [facts]))(facts)


async def _withdrawal(row: WithdrawalRequest) -> WithdrawalRequestOut:
    return withdrawal_out(await queries.one_withdrawal(row.id))


handlers = [
    ask_infeasible,
    list_infeasible_requests,
    read_infeasible_request,
    decide_infeasible_request,
    ask_withdrawal,
    list_withdrawal_requests,
    read_withdrawal_request,
    decide_withdrawal_request,
]
