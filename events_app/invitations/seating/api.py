"""JSON doors of seats: quotas, the waiting line, a second wave."""

from uuid import UUID

from litestar import delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import JSONBody
from pydantic import Field

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.events.access import Asker
from events_app.events.tables import Event
from events_app.invitations.seating import actions, queries, waves
from events_app.invitations.seating.forms import QuotaIn, WaveIn
from events_app.invitations.seating.queries import Waiting
from events_app.invitations.seating.tables import Quota
from events_app.shapes import Moment, Out, Page
from events_app.stakeholders.tables import InstitutionKind
from events_app.web.api import Cursor, Limit, part

READ = [requires(Right.read)]
INVITE = [requires(Right.invite)]


class QuotaOut(Out):
    """A quota; `used` counts seats of every yes and of every offer that is kept."""

    id: UUID
    event_id: UUID = Field(validation_alias="event")
    label: str = Field(examples=["Kelurahan"])
    kind: InstitutionKind | None
    group_id: UUID | None
    institution_id: UUID | None
    seats: int
    used: int
    free: int
    row_version: int


class WaitingOut(Out):
    """One in line. `waits_for`: `seats`, `quota`, or null for a seat that is offered or free."""

    id: UUID
    invited: bool = Field(description="An invitation; otherwise a guest without one.")
    name: str = Field(examples=["Kelurahan Kenanga"])
    seats: int
    waiting_since: Moment
    offered_until: Moment | None
    waits_for: str | None = Field(examples=["quota"])
    quota: str | None = Field(description="The label of the quota that is full.", examples=["Kelurahan"])
    too_small: bool = Field(description="More seats than there will ever be; nobody is kept waiting by it.")

    @classmethod
    def of(cls, row: Waiting) -> "WaitingOut":
        label = row.obstacle.label if row.obstacle else None
        return cls(
            id=row.id,
            invited=row.invited,
            name=row.name,
            seats=row.seats,
            waiting_since=row.since,
            offered_until=row.offered_until,
            waits_for=None if row.obstacle is None else "quota" if label else "seats",
            quota=label or None,
            too_small=row.obstacle is not None and row.obstacle.too_small,
        )


class WaveProblem(Out):
    """One of the reserve who was not written to."""

    invitation_id: UUID
    problem: str = Field(examples=["no_address"])


class WaveOut(Out):
    """How many of the reserve were asked."""

    sent: int
    problems: list[WaveProblem]


@get("/events/{event_id:uuid}/quotas", guards=READ)
async def list_quotas(
    event: NamedDependency[Event], limit: Limit = 100, cursor: Cursor = None
) -> Page[QuotaOut]:
    """The quotas of an event by label."""
    return part(await queries.quotas(event), limit, cursor, QuotaOut.model_validate)


@post("/events/{event_id:uuid}/quotas", guards=INVITE)
async def add_quota(request: Asker, event: NamedDependency[Event], data: JSONBody[QuotaIn]) -> QuotaOut:
    """Keep at most so many seats for a kind, a group, or one institution."""
    made = await actions.add_quota(request.user, event, data, clock.now())
    return await _one(event, made.id)


@get("/events/{event_id:uuid}/quotas/{quota_id:uuid}", guards=READ)
async def read_quota(event: NamedDependency[Event], quota: NamedDependency[Quota]) -> QuotaOut:
    """One quota."""
    return await _one(event, quota.id)


@put("/events/{event_id:uuid}/quotas/{quota_id:uuid}", guards=INVITE)
async def change_quota(
    request: Asker, event: NamedDependency[Event], quota: NamedDependency[Quota], data: JSONBody[QuotaIn]
) -> QuotaOut:
    """Write all of it anew; whoever waits moves up where it grew."""
    await actions.change_quota(request.user, quota, data, clock.now())
    return await _one(event, quota.id)


@delete("/events/{event_id:uuid}/quotas/{quota_id:uuid}", guards=INVITE)
async def remove_quota(request: Asker, quota: NamedDependency[Quota]) -> None:
    """Whoever waited for its seats waits only for seats of the event."""
    await actions.remove_quota(request.user, quota, clock.now())


@get("/events/{event_id:uuid}/waiting-list", guards=READ)
async def list_waiting_for_seats(
    event: NamedDependency[Event], limit: Limit = 100, cursor: Cursor = None
) -> Page[WaitingOut]:
    """First those with a seat offered for a time, then the line in its order.

    It moves: a cursor whose row has left it is 422, and the list is read again.
    """
    seats = await queries.line_of(event)
    return part([*seats.offered, *seats.line], limit, cursor, WaitingOut.of)


@post("/events/{event_id:uuid}/second-wave", guards=INVITE, status_code=200)
async def second_wave(request: Asker, event: NamedDependency[Event], data: JSONBody[WaveIn]) -> WaveOut:
    """Ask the next of those whom `reserve` put in the reserve, in its order."""
    done = await waves.ask_next(request.user, event, data.count, data.answer_by, clock.now())
    problems = [WaveProblem(invitation_id=one, problem=text) for one, text in done.problems.items()]
    return WaveOut(sent=done.sent, problems=problems)


async def _one(event: Event, identity: UUID) -> QuotaOut:
    [row] = [one for one in await queries.quotas(event) if one.id == identity]
    return QuotaOut.model_validate(row)


doors = [list_quotas, add_quota, read_quota, change_quota, remove_quota, list_waiting_for_seats, second_wave]
