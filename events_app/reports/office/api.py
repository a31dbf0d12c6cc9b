"""The JSON door of papers across events: a file."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromQuery, JSONBody, QueryParameter

from events_app import clock, i18n
from events_app.accounts.access import requires
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments.reporting.forms import Column
from events_app.documents import serve
from events_app.events.runs import mine
from events_app.events.runs.api import FileOperation, PaperRunOut
from events_app.events.runs.files import BYTES
from events_app.invitations.letters import signing
from events_app.reports.asked import Theme
from events_app.reports.office import arranging, making, running
from events_app.reports.office.forms import File, Language, OfficePaperIn, OfficePaperRunIn, Paper
from events_app.reports.office.making import TYPES
from events_app.shapes import Day
from events_app.web.faults import checked

Since = Annotated[
    Day | None, QueryParameter(name="from", description="Promised at events of this day or later.")
]
Until = Annotated[
    Day | None, QueryParameter(name="to", description="Promised at events of this day or earlier.")
]
Columns = Annotated[
    list[Column] | None,
    QueryParameter(max_items=13, description="Of the matrix and the overdue list, in order."),
]
Year = Annotated[int | None, QueryParameter(ge=2000, le=2100, description="Of the quarterly report.")]
Quarter = Annotated[int | None, QueryParameter(ge=1, le=4, description="Without one, this quarter.")]
Signs = Annotated[
    UUID | None,
    QueryParameter(
        description="Whose name and office stand below; without one, dots to be filled in by hand."
    ),
]


class PaperOperation(FileOperation):
    """A paper across events is a PDF, a document or a workbook."""

    MEDIA = tuple(TYPES.values())


@get(
    "/reports/papers",
    guards=[requires(Right.read)],
    media_type=BYTES,
    operation_class=PaperOperation,
    refuses=["404", "409"],
)
async def make_office_paper(
    request: Request[Actor, Any, Any],
    paper: FromQuery[Paper] = "matrix",
    form: FromQuery[File] = "pdf",
    language: FromQuery[Language | None] = None,
    columns: Columns = None,
    since: Since = None,
    until: Until = None,
    institution_id: FromQuery[UUID | None] = None,
    event_id: FromQuery[UUID | None] = None,
    theme: Theme = "",
    year: Year = None,
    quarter: Quarter = None,
    signatory_id: Signs = None,
) -> Response[bytes]:
    """Follow-up matrix, overdue list, scorecard or quarterly report. Where nothing matches, the paper says so.

    `signatory_id` is for those who invite, keep commitments or manage; to others there is no such signatory.

    409 `paper_long` for one of more than 300 follow-up actions: have that made by a run.
    """
    asked: dict[str, Any] = {"paper": paper, "form": form, "language": language, "columns": columns or []}
    asked |= {"from": since, "to": until, "institution_id": institution_id, "event_id": event_id}
    asked |= {"theme": theme, "year": year, "quarter": quarter, "signatory_id": signatory_id}
    wish = checked(OfficePaperIn, asked)
    now = clock.now()
    await signing.must_be_offered(request.user, signatory_id)
    await running.must_be_short(request.user, wish, now)
    name, data, _found = await making.made(request.user, wish, language or i18n.locale(), now)
    await making.note(request.user, name)
    return serve.made(name, TYPES[wish.form], data)


@post("/reports/papers/runs", guards=[requires(Right.read)], status_code=202)
async def make_office_paper_meanwhile(
    request: Request[Actor, Any, Any], data: JSONBody[OfficePaperRunIn]
) -> PaperRunOut:
    """Have a paper made by the worker, however long; asked for again meanwhile it is the same. Its file: `/paper-runs`."""
    await signing.must_be_offered(request.user, data.signatory_id)
    run = await running.ask(request.user, data, i18n.locale(), clock.now())
    [row] = await mine.own(request.user, run)
    return PaperRunOut.of(row)


doors: list[Any] = [*arranging.doors, make_office_paper, make_office_paper_meanwhile]
