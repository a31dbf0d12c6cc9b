"""JSON doors of follow-up actions: lists, progress, extensions, and what the chair decides."""

from typing import Annotated, Any
from uuid import UUID

from litestar import get, post, put
from litestar.di import NamedDependency
from litestar.params import FromQuery, JSONBody, QueryParameter

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.commitments import actions, queries, story, waiting
from events_app.commitments.access import Asker
from events_app.commitments.answers import ActionOut, DueChangeOut, UpdateOut
from events_app.commitments.forms import (
    CancellationIn,
    DecisionIn,
    DueChangeIn,
    InfeasibleIn,
    ReasonIn,
    SuccessorIn,
    UpdateIn,
)
from events_app.commitments.queries import Wanted
from events_app.commitments.shaping import action_out, due_change_out, part, update_out
from events_app.commitments.tables import ActionState, DueChange, FollowUpAction, ProgressUpdate
from events_app.errors import NotFound
from events_app.web.api import Cursor, Limit, Page, after

READ = [requires(Right.read)]
Search = Annotated[str, QueryParameter(max_length=200, description="In reference, title and deliverable.")]
Standing = Annotated[ActionState | None, QueryParameter(name="state", description="As it stands now.")]
Overdue = Annotated[bool | None, QueryParameter(description="Past the due date with something still owed.")]


@get("/actions", guards=READ)
async def list_actions(
    request: Asker,
    standing: Standing = None,
    overdue: Overdue = None,
    institution_id: FromQuery[UUID | None] = None,
    event_id: FromQuery[UUID | None] = None,
    q: Search = "",
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Page[ActionOut]:
    """Follow-up actions in the order they fall due; `institution_id` is the responsible one."""
    wanted = Wanted(standing, institution_id, event_id, None, overdue, q)
    rows = await queries.actions(request.user, wanted, clock.now(), after(cursor), limit)
    return part(rows, limit, action_out)


@get("/actions/{action_id:uuid}", guards=READ)
async def read_action(action: NamedDependency[FollowUpAction]) -> ActionOut:
    """One follow-up action as it stands now."""
    return await _now(action)


@get("/verifications", guards=[requires(Right.verify)])
async def list_waiting(request: Asker, limit: Limit = 100, cursor: Cursor = None) -> Page[ActionOut]:
    """The actions that wait for this user's verdict, the longest waiting first; never their own work."""
    rows = await waiting.waiting_for(request.user, clock.now(), after(cursor), limit)
    return part(rows, limit, action_out, key="submission")


@post("/actions/{action_id:uuid}/updates")
async def report_progress(
    request: Asker, action: NamedDependency[FollowUpAction], data: JSONBody[UpdateIn]
) -> UpdateOut:
    """Say how far it is. 409 `wrong_state` once it is submitted or at its end."""
    made = await actions.report_progress(request.user, action, data, clock.now())
    return update_out(_found(await story.update(made.id)))


@get("/actions/{action_id:uuid}/updates", guards=READ)
async def list_updates(
    action: NamedDependency[FollowUpAction], limit: Limit = 100, cursor: Cursor = None
) -> Page[UpdateOut]:
    """The progress reports of an action, in order."""
    return part(await story.updates(action.id, after(cursor), limit), limit, update_out)


@get("/updates/{update_id:uuid}", guards=READ)
async def read_update(update: NamedDependency[ProgressUpdate]) -> UpdateOut:
    """One progress report."""
    return update_out(_found(await story.update(update.id)))


@post("/actions/{action_id:uuid}/due-changes")
async def ask_due_change(
    request: Asker, action: NamedDependency[FollowUpAction], data: JSONBody[DueChangeIn]
) -> DueChangeOut:
    """Ask the chair for another due date. 409 `due_change_pending` while one waits for its decision."""
    made = await actions.ask_due_change(request.user, action, data, clock.now())
    return due_change_out(_found(await story.due_change(request.user, made.id)))


@get("/actions/{action_id:uuid}/due-changes", guards=READ)
async def list_due_changes(
    request: Asker, action: NamedDependency[FollowUpAction], limit: Limit = 100, cursor: Cursor = None
) -> Page[DueChangeOut]:
    """The extensions asked for, in order."""
    return part(await story.due_changes(request.user, action.id, after(cursor), limit), limit, due_change_out)


@get("/due-changes/{change_id:uuid}", guards=READ)
async def read_due_change(request: Asker, change: NamedDependency[DueChange]) -> DueChangeOut:
    """One extension."""
    return due_change_out(_found(await story.due_change(request.user, change.id)))


@post("/due-changes/{change_id:uuid}/decision", status_code=200)
async def decide_due_change(
    request: Asker, change: NamedDependency[DueChange], data: JSONBody[DecisionIn]
) -> DueChangeOut:
    """The chair approves or rejects, once. The original due date stays for ever."""
    await actions.decide_due_change(request.user, change, data, clock.now())
    return due_change_out(_found(await story.due_change(request.user, change.id)))


@post("/actions/{action_id:uuid}/infeasibility", status_code=200)
async def mark_infeasible(
    request: Asker, action: NamedDependency[FollowUpAction], data: JSONBody[InfeasibleIn]
) -> ActionOut:
    """It cannot be done, for one of the four lawful reasons."""
    await actions.mark_infeasible(request.user, action, data, clock.now())
    return await _now(action)


@post("/actions/{action_id:uuid}/cancellation", status_code=200)
async def cancel_action(
    request: Asker, action: NamedDependency[FollowUpAction], data: JSONBody[CancellationIn]
) -> ActionOut:
    """It is no longer wanted; it stays visible, with the reason and with what replaces it."""
    await actions.cancel_action(request.user, action, data.reason, clock.now(), data.superseded_by_id)
    return await _now(action)


@put("/actions/{action_id:uuid}/successor")
async def supersede_action(
    request: Asker, action: NamedDependency[FollowUpAction], data: JSONBody[SuccessorIn]
) -> ActionOut:
    """Say what replaces a cancelled action; null takes it back. 409 `wrong_state` for one that is not cancelled."""
    await actions.supersede(request.user, action, data.superseded_by_id, clock.now())
    return await _now(action)


@post("/actions/{action_id:uuid}/reopening", status_code=200)
async def reopen_action(
    request: Asker, action: NamedDependency[FollowUpAction], data: JSONBody[ReasonIn]
) -> ActionOut:
    """What was verified turned out not to be done; reopenings are counted."""
    await actions.reopen(request.user, action, data.reason, clock.now())
    return await _now(action)


async def _now(action: FollowUpAction) -> ActionOut:
    return action_out(_found(await queries.action(action.organisation, action.id, clock.now())))


def _found(row: Any | None) -> Any:
    if row is None:
        raise NotFound()
    return row


handlers = [
    list_actions,
    read_action,
    list_waiting,
    report_progress,
    list_updates,
    read_update,
    ask_due_change,
    list_due_changes,
    read_due_change,
    decide_due_change,
    mark_infeasible,
    cancel_action,
    supersede_action,
    reopen_action,
]
