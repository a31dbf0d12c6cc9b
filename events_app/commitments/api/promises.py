"""JSON doors of promises: record, read, correct the draft, agree, withdraw, close."""

from typing import Annotated
from uuid import UUID

from litestar import get, post, put
from litestar.di import NamedDependency
from litestar.params import FromQuery, JSONBody, QueryParameter

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.commitments import actions, queries, reading
from events_app.commitments.access import Asker
from events_app.commitments.answers import ActionOut, CommitmentOut
from events_app.commitments.forms import ActionIn, ClosingIn, CommitmentIn, ReasonIn
from events_app.commitments.kinds import Ratified
from events_app.commitments.queries import Wanted
from events_app.commitments.shaping import action_out, part
from events_app.commitments.tables import Commitment, CommitmentState
from events_app.errors import NotFound
from events_app.events.tables import Event
from events_app.web.api import Cursor, Limit, Page, after

READ = [requires(Right.read)]
Search = Annotated[str, QueryParameter(max_length=200, description="In reference, title, theme and text.")]
Standing = Annotated[CommitmentState | None, QueryParameter(name="state", description="As it stands now.")]
OfRatification = Annotated[
    Ratified | None, QueryParameter(name="ratification", description="Whether an absent head stands by it.")
]
Overdue = Annotated[bool | None, QueryParameter(description="With an action past its due date, or without.")]


@post("/events/{event_id:uuid}/commitments")
async def record_commitment(
    request: Asker, kept_event: NamedDependency[Event], data: JSONBody[CommitmentIn]
) -> CommitmentOut:
    """Write down what an institution promised at an event, with its follow-up actions: a draft."""
    now = clock.now()
    made = await actions.record(request.user, kept_event, data, now)
    return await reading.one_commitment(request.user, made.id, now)


@get("/events/{event_id:uuid}/commitments", guards=READ)
async def list_event_commitments(
    request: Asker, event: NamedDependency[Event], limit: Limit = 100, cursor: Cursor = None
) -> Page[CommitmentOut]:
    """What was promised at an event."""
    return await _list(request, Wanted(event=event.id), limit, cursor)


@get("/commitments", guards=READ)
async def list_commitments(
    request: Asker,
    standing: Standing = None,
    institution_id: FromQuery[UUID | None] = None,
    event_id: FromQuery[UUID | None] = None,
    theme: FromQuery[str | None] = None,
    overdue: Overdue = None,
    ratified: OfRatification = None,
    q: Search = "",
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Page[CommitmentOut]:
    """All that was promised, newest first."""
    wanted = Wanted(standing, institution_id, event_id, theme, overdue, q, ratified)
    return await _list(request, wanted, limit, cursor)


@get("/commitments/{commitment_id:uuid}", guards=READ)
async def read_commitment(request: Asker, commitment: NamedDependency[Commitment]) -> CommitmentOut:
    """One commitment with its actions."""
    return await reading.one_commitment(request.user, commitment.id, clock.now())


@put("/commitments/{commitment_id:uuid}")
async def update_commitment(
    request: Asker, commitment: NamedDependency[Commitment], data: JSONBody[CommitmentIn]
) -> CommitmentOut:
    """Say a draft anew, actions included. 409 `not_a_draft` once it is agreed."""
    now = clock.now()
    await actions.update_draft(request.user, commitment, data, now)
    return await reading.one_commitment(request.user, commitment.id, now)


@post("/commitments/{commitment_id:uuid}/actions")
async def add_action(
    request: Asker, commitment: NamedDependency[Commitment], data: JSONBody[ActionIn]
) -> ActionOut:
    """One more follow-up action of a draft."""
    now = clock.now()
    made = await actions.add_action(request.user, commitment, data, now)
    row = await queries.action(commitment.organisation, made.id, now)
    if row is None:
        raise NotFound()
    return action_out(row)


@get("/commitments/{commitment_id:uuid}/actions", guards=READ)
async def list_commitment_actions(commitment: NamedDependency[Commitment]) -> Page[ActionOut]:
    """The follow-up actions of a commitment, in their order, all at once."""
    rows = (await queries.actions_of([commitment.id], clock.now()))[commitment.id]
    return part(rows, len(rows), action_out)


@post("/commitments/{commitment_id:uuid}/agreement", status_code=200)
async def agree_commitment(request: Asker, commitment: NamedDependency[Commitment]) -> CommitmentOut:
    """The chair agrees: actions open, their owners get personal links. 409 `not_ready` says what lacks."""
    now = clock.now()
    await actions.agree(request.user, commitment, now)
    return await reading.one_commitment(request.user, commitment.id, now)


@post("/commitments/{commitment_id:uuid}/withdrawal", status_code=200)
async def withdraw_commitment(
    request: Asker, commitment: NamedDependency[Commitment], data: JSONBody[ReasonIn]
) -> CommitmentOut:
    """The institution takes it back; it stays visible, and its unfinished actions are cancelled."""
    now = clock.now()
    await actions.withdraw(request.user, commitment, data.reason, now)
    return await reading.one_commitment(request.user, commitment.id, now)


@post("/commitments/{commitment_id:uuid}/closure", status_code=200)
async def close_commitment(
    request: Asker, commitment: NamedDependency[Commitment], data: JSONBody[ClosingIn]
) -> CommitmentOut:
    """All its actions have come to an end; the rating says how far it came. 409 `actions_still_open` otherwise."""
    now = clock.now()
    await actions.close(request.user, commitment, data, now)
    return await reading.one_commitment(request.user, commitment.id, now)


async def _list(request: Asker, wanted: Wanted, limit: int, cursor: str | None) -> Page[CommitmentOut]:
    now = clock.now()
    rows = await queries.commitments(request.user, wanted, now, after(cursor), limit)
    return part(rows, limit, await reading.with_actions(rows[:limit], now))


handlers = [
    record_commitment,
    list_event_commitments,
    list_commitments,
    read_commitment,
    update_commitment,
    add_action,
    list_commitment_actions,
    agree_commitment,
    withdraw_commitment,
    close_commitment,
]
