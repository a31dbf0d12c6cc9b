"""JSON doors of scans to look at."""

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery, JSONBody
from pydantic import Field

from events_app import clock
from events_app.checkin.conflicts import actions, queries
from events_app.checkin.conflicts.access import KEEPS_ATTENDANCE
from events_app.checkin.conflicts.forms import ScanDecision, ScanDecisionIn
from events_app.checkin.conflicts.queries import Question
from events_app.errors import NotFound
from events_app.events.access import Asker
from events_app.events.tables import Event
from events_app.shapes import Moment, Out, Page
from events_app.web.api import Cursor, Limit, part


class ScanSideOut(Out):
    """One of the scans; `received_at` is when it was sent to us."""

    scan_id: UUID
    scanned_at: Moment
    received_at: Moment
    device: str = Field(examples=["HP panitia 1"])
    gate: str | None = Field(examples=["Pintu utara"])
    by: str | None = Field(
        description="The paired phone or the colleague who made it.", examples=["Bagus Wirawan"]
    )
    method: str = Field(examples=["camera"])
    outcome: str = Field(description="What it was answered; that never changes.", examples=["already"])
    reason: str | None
    undone_at: Moment | None


class ConflictOut(Out):
    """A scan to look at. `kind`: `late` (an earlier scan came late), `offline` (a phone without a network let in whom
    another door had let in), `refused` (it let in whom the server refuses), `namesake` (it let in by name a walk-in who
    bears that of `guest`)."""

    id: UUID
    kind: str = Field(examples=["offline"])
    guest_id: UUID | None = Field(validation_alias="guest")
    guest_name: str | None = Field(examples=["Hj. Siti Aminah"])
    institution: str | None
    scan: ScanSideOut
    other: ScanSideOut | None
    open: bool
    decision: ScanDecision | None
    note: str
    settled_by: str | None
    settled_at: Moment | None
    created_at: Moment
    undone_scan_id: UUID | None = Field(
        validation_alias="undone_scan", description="Taken back by a decision."
    )
    added_scan_id: UUID | None = Field(validation_alias="added_scan", description="Added by the decision.")


@get("/events/{event_id:uuid}/scan-conflicts", guards=KEEPS_ATTENDANCE)
async def list_scan_conflicts(
    event: NamedDependency[Event],
    still_open: FromQuery[bool | None] = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Page[ConflictOut]:
    """Scans to look at, open ones first; with `still_open` only open or only settled ones."""
    found = await queries.questions(event, still_open=still_open)
    return part(found, limit, cursor, ConflictOut.model_validate)


@get("/events/{event_id:uuid}/scan-conflicts/{conflict_id:uuid}", guards=KEEPS_ATTENDANCE)
async def read_scan_conflict(question: NamedDependency[Question]) -> ConflictOut:
    """One of them."""
    return ConflictOut.model_validate(question)


@post(
    "/events/{event_id:uuid}/scan-conflicts/{conflict_id:uuid}/decision",
    guards=KEEPS_ATTENDANCE,
    status_code=200,
)
async def settle_scan_conflict(
    request: Asker,
    event: NamedDependency[Event],
    question: NamedDependency[Question],
    data: JSONBody[ScanDecisionIn],
) -> ConflictOut:
    """Decide it once. Answers to scans stay as they are; what is taken back or added is recorded like any scan."""
    await actions.settle(request.user, event, question.id, data, clock.now())
    return await _one(event, question.id)


@post(
    "/events/{event_id:uuid}/scan-conflicts/{conflict_id:uuid}/reopening",
    guards=KEEPS_ATTENDANCE,
    status_code=200,
)
async def reopen_scan_conflict(
    request: Asker, event: NamedDependency[Event], question: NamedDependency[Question]
) -> ConflictOut:
    """Ask again. What the decision took back or added stands until there is another one."""
    await actions.reopen(request.user, event, question.id)
    return await _one(event, question.id)


async def _one(event: Event, identity: UUID) -> ConflictOut:
    found = await queries.question(event, identity)
    if found is None:
        raise NotFound()
    return ConflictOut.model_validate(found)


doors: list[Any] = [list_scan_conflicts, read_scan_conflict, settle_scan_conflict, reopen_scan_conflict]
