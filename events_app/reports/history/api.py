"""The same history for programs."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from litestar import get
from litestar.params import FromPath, QueryParameter
from pydantic import Field

from events_app.commitments.tables import ActionState
from events_app.reports.history import queries
from events_app.reports.history.access import MAY_READ, Asker, subject
from events_app.shapes import Moment, Out

PageNumber = Annotated[int, QueryParameter(name="page", ge=1, le=100_000)]


class LineOut(Out):
    """One event; `present` of `guests` were there, `delivered` of `actions` are verified."""

    event_id: UUID = Field(validation_alias="id")
    ref: str
    title: str
    starts_at: Moment
    timezone: str
    invited: str = Field(description="The state of the invitation; empty where there was none.")
    guests: int
    present: int
    commitments: int
    actions: int
    delivered: int


class DutyOut(Out):
    """One follow-up action that was promised."""

    id: UUID
    ref: str
    title: str
    state: ActionState
    due: date | None
    done_on: date | None
    commitment_id: UUID = Field(validation_alias="commitment")
    commitment: str = Field(validation_alias="promise")
    event: str


class HistoryOut(Out):
    """Totals count all events; `events` is one page of them, the latest first."""

    invited: int
    came: int
    commitments: int
    actions: int
    delivered: int
    events: list[LineOut]
    more: bool
    duties: list[DutyOut]


@get("/people/{person_id:uuid}/history", guards=MAY_READ)
async def read_history_of_person(
    request: Asker, person_id: FromPath[UUID], number: PageNumber = 1
) -> HistoryOut:
    """What somebody was asked to, came to, promised and delivered, also under rows merged into theirs."""
    return await _history(request, "person", person_id, number)


@get("/institutions/{institution_id:uuid}/history", guards=MAY_READ)
async def read_history_of_institution(
    request: Asker, institution_id: FromPath[UUID], number: PageNumber = 1
) -> HistoryOut:
    """What an institution was asked to, came to, promised and delivered, also under those it succeeded."""
    return await _history(request, "institution", institution_id, number)


async def _history(request: Asker, table: str, row: UUID, number: int) -> HistoryOut:
    standing, _name = await subject(request, table, row)
    return HistoryOut.model_validate(await queries.history(request.user, table, standing, number))


doors: list[Any] = [read_history_of_person, read_history_of_institution]
