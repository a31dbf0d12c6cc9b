"""JSON doors of paper lists."""

from typing import Annotated, Any
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from pydantic import Field

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.checkin.paper import actions, queries, reading
from events_app.checkin.paper.actions import Mark
from events_app.checkin.paper.forms import PaperIn
from events_app.checkin.paper.tables import PaperBatch
from events_app.errors import NotFound
from events_app.events.access import Asker
from events_app.events.tables import Event
from events_app.shapes import Body, Moment, Out, Page
from events_app.web.api import Cursor, Limit, after
from events_app.web.uploads import File, UploadOperation, read_upload

SCAN = [requires(Right.scan)]
Session = Annotated[UUID | None, QueryParameter(description="Of one session.")]


class PaperBatchOut(Out):
    """Guests who were marked present together."""

    id: UUID
    created_at: Moment
    source: str
    marked: int
    session_id: UUID | None
    undone_at: Moment | None


class MarkedOut(Out):
    """What a save did; `batch` is null when everybody was present already."""

    marked: int
    unchanged: int
    batch: PaperBatchOut | None


class AttendanceList(Body):
    """The list: CSV or XLSX with a column of names, short codes or NIPs, and perhaps one of times."""

    file: File


class AttendanceLine(Out):
    """What becomes of one line. outcome: mark, unchanged, error."""

    line: int = Field(examples=[2])
    outcome: str = Field(examples=["mark"])
    guest_id: UUID | None
    display_name: str | None
    at: Moment | None
    problems: list[dict[str, str]] = Field(
        examples=[[{"field": "name", "code": "unknown", "message": "…", "severity": "error"}]]
    )


class AttendanceImport(Out):
    """What an import does, or did, line by line."""

    rows: list[AttendanceLine]
    counts: dict[str, int] = Field(examples=[{"mark": 40, "unchanged": 2, "error": 1, "rows": 43}])


@get("/events/{event_id:uuid}/paper-marks")
async def list_paper_marks(
    door: NamedDependency[Event], limit: Limit = 100, cursor: Cursor = None
) -> Page[PaperBatchOut]:
    """Batches of marks from paper in the order they were made, those taken back too."""
    rows = await queries.batches(door, after(cursor), limit + 1)
    more = str(rows[limit - 1]["id"]) if len(rows) > limit else None
    return Page[PaperBatchOut](items=[_batch(row) for row in rows[:limit]], next=more)


@get("/events/{event_id:uuid}/paper-marks/{batch_id:uuid}")
async def read_paper_marks(door: NamedDependency[Event], batch_id: FromPath[UUID]) -> PaperBatchOut:
    """One batch."""
    return _batch(await queries.batch(door, batch_id))


@post("/events/{event_id:uuid}/paper-marks", status_code=200, guards=SCAN)
async def mark_from_paper(request: Asker, door: NamedDependency[Event], data: JSONBody[PaperIn]) -> MarkedOut:
    """Mark guests present who stand on a paper list; who is present stays as they are, so again changes nothing."""
    marks = [Mark(one.guest_id, one.at) for one in data.marks]
    now = clock.now()
    done = await actions.mark_present(request.user, door, data.session_id, marks, data.source, now)
    batch = _batch(await queries.batch(door, done.batch)) if done.batch else None
    return MarkedOut(marked=done.marked, unchanged=done.unchanged, batch=batch)


@post("/events/{event_id:uuid}/paper-marks/{batch_id:uuid}/undo", status_code=200, guards=SCAN)
async def undo_paper_marks(
    request: Asker, door: NamedDependency[Event], batch_id: FromPath[UUID]
) -> PaperBatchOut:
    """Take a batch back: within ten minutes, or at any time for those who plan the event."""
    batch = await PaperBatch.objects().get((PaperBatch.id == batch_id) & (PaperBatch.event == door.id))
    if batch is None:
        raise NotFound()
    await actions.take_back(request.user, door, batch, clock.now())
    return _batch(await queries.batch(door, batch_id))


@post(
    "/events/{event_id:uuid}/imports/attendance",
    status_code=200,
    guards=SCAN,
    operation_class=UploadOperation,
)
async def import_attendance(
    request: Asker,
    door: NamedDependency[Event],
    session_id: Session = None,
    commit: Annotated[bool, QueryParameter(description="Write it, or only say what would become.")] = False,
) -> AttendanceImport:
    """Read a list of who came; lines without a time count from the start. The same list again changes nothing."""
    file = (await read_upload(request, AttendanceList)).file
    now, content = clock.now(), await file.read()
    start = min(door.starts_at or now, now)
    lines = await reading.read(door, session_id, content, start, now)
    if commit and (marks := reading.marks(lines)):
        name = (file.filename or "")[:200]
        await actions.mark_present(request.user, door, session_id, marks, name, now)
    return AttendanceImport(rows=[_line(one) for one in lines], counts=reading.counts(lines))


def _batch(row: Any) -> PaperBatchOut:
    names = ("id", "created_at", "source", "marked", "undone_at")
    return PaperBatchOut(session_id=row["session"], **{name: row[name] for name in names})


def _line(one: reading.Reading) -> AttendanceLine:
    field = "at" if one.code == "bad_time" else "name"
    problem = {"field": field, "code": one.code, "message": one.problem, "severity": "error"}
    return AttendanceLine(
        line=one.line,
        outcome=one.outcome,
        guest_id=one.guest,
        display_name=one.name or None,
        at=one.at,
        problems=[problem] if one.problem else [],
    )


doors: list[Any] = [
    list_paper_marks,
    read_paper_marks,
    mark_from_paper,
    undo_paper_marks,
    import_attendance,
]
