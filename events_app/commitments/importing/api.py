"""The JSON door of sheets that are brought along: what would become of each line, or what became of it."""

from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import post
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from events_app import clock
from events_app.commitments.access import Asker
from events_app.commitments.importing import actions
from events_app.commitments.importing.planning import Outcome, Plan, plan
from events_app.events.tables import Event
from events_app.shapes import Body, Out
from events_app.web.uploads import File, UploadOperation, read_upload


class SheetUpload(Body):
    """A sheet that a program sends."""

    file: File


class SheetProblemOut(Out):
    """What is wrong with one cell."""

    field: str
    message: str


class SheetLineOut(Out):
    """One line of the sheet: what it says, and what becomes of it."""

    line: int
    outcome: Outcome
    institution_id: UUID | None
    institution: str
    commitment: str
    action: str
    due: date | None
    problems: list[SheetProblemOut]


class SheetOut(Out):
    """Every line in its order, and how many of each outcome."""

    rows: list[SheetLineOut]
    counts: dict[str, int]


@post("/events/{event_id:uuid}/commitment-imports", status_code=200, operation_class=UploadOperation)
async def import_commitments(
    request: Asker,
    kept_event: NamedDependency[Event],
    commit: Annotated[
        bool, QueryParameter(description="Write it, or only say what would be written.")
    ] = False,
) -> SheetOut:
    """Reads a follow-up matrix (RTL) as CSV or XLSX; `commit` keeps the file and writes drafts. Again changes nothing."""
    sent = await read_upload(request, SheetUpload)
    data, now = await sent.file.read(), clock.now()
    if not commit:
        day = clock.today(kept_event.timezone)
        return _out(await plan(kept_event.organisation, kept_event.id, data, [], day))
    sheet = await actions.keep(request.user, kept_event, sent.file.filename, data)
    return _out(await actions.commit(request.user, kept_event, sheet, now))


def _out(found: Plan) -> SheetOut:
    rows = [
        SheetLineOut(
            line=one.line,
            outcome=one.outcome,
            institution_id=one.institution,
            institution=one.institution_name or one.said["owner"],
            commitment=one.main,
            action=one.said["activity"],
            due=one.due,
            problems=[SheetProblemOut(field=name, message=text) for name, text in one.problems],
        )
        for one in found.lines
    ]
    return SheetOut(rows=rows, counts=dict(found.counts))


doors = [import_commitments]
