"""JSON doors of long papers: how far they are, and their files."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.openapi.spec import Operation
from pydantic import Field

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.events.access import Asker
from events_app.events.runs import actions, mine
from events_app.events.runs.files import BYTES, MEDIA, handed
from events_app.events.runs.kinds import may_have
from events_app.events.tables import Event
from events_app.shapes import Moment, Out, Page
from events_app.web.api import Cursor, Limit, part

READ = [requires(Right.read)]


class PaperRunOut(Out):
    """A paper that is being made. state: waiting, working, done, failed, forgotten (an hour after it was done), discarded
    (the draft it would be made of was, before its turn, or it failed and was asked for anew)."""

    id: UUID
    event_id: UUID | None = Field(
        validation_alias="event", description="None where the paper is of no single event."
    )
    kind: str = Field(examples=["badges"])
    state: str = Field(examples=["working"])
    given_up: bool = Field(description="It failed, and is not tried again by itself.")
    done: int = Field(
        description="People, letters, rows, chapters or files that are made; of all of them, the pages are being set."
    )
    total: int
    filename: str
    size: int = Field(description="Bytes of the file, once it is done.")
    created_at: Moment
    made_at: Moment | None

    @classmethod
    def of(cls, row: Any) -> "PaperRunOut":
        known = dict(row) if not hasattr(row, "_meta") else row.to_dict()
        return cls.model_validate(known)


@dataclass
class FileOperation(Operation):
    """A paper is one of several kinds of files; each is named."""

    MEDIA: ClassVar[tuple[str, ...]] = tuple(MEDIA.values())

    def to_schema(self) -> dict[str, Any]:
        schema = super().to_schema()
        file = {"schema": {"type": "string", "contentMediaType": BYTES}}
        schema["responses"]["200"]["content"] = dict.fromkeys(self.MEDIA, file)
        return schema


@get("/events/{event_id:uuid}/paper-runs", guards=READ)
async def list_paper_runs(
    request: Asker, event: NamedDependency[Event], limit: Limit = 100, cursor: Cursor = None
) -> Page[PaperRunOut]:
    """The long papers of an event that you may have, newest first."""
    rows = [_Run(row) for row in await actions.runs_of(event) if may_have(request.user, row)]
    return part(rows, limit, cursor, lambda run: PaperRunOut.of(run.row))


@get("/events/{event_id:uuid}/paper-runs/{run_id:uuid}", guards=READ)
async def read_paper_run(run: NamedDependency[Any]) -> PaperRunOut:
    """How far a paper is."""
    return PaperRunOut.of(run)


@get(
    "/events/{event_id:uuid}/paper-runs/{run_id:uuid}/file",
    guards=READ,
    media_type=BYTES,
    operation_class=FileOperation,
    refuses=["409"],
)
async def fetch_paper(run: NamedDependency[Any]) -> Response[bytes]:
    """The paper, a PDF unless another form was asked for; for an hour after it was made."""
    return await handed(run)


@post("/events/{event_id:uuid}/paper-runs/{run_id:uuid}/again", guards=READ, status_code=202)
async def make_paper_again(
    request: Asker, event: NamedDependency[Event], run: NamedDependency[Any]
) -> PaperRunOut:
    """Have a paper that failed made anew, as it was asked for. 409 `paper_not_failed` for any other."""
    made = await actions.again(request.user, run, event, clock.now())
    [row] = await actions.runs_of(event, only=made)
    return PaperRunOut.of(row)


@get("/paper-runs", guards=READ)
async def list_own_paper_runs(request: Asker, limit: Limit = 100, cursor: Cursor = None) -> Page[PaperRunOut]:
    """The papers across events that you asked for, newest first; nobody else sees them."""
    rows = [_Run(row) for row in await mine.own(request.user)]
    return part(rows, limit, cursor, lambda run: PaperRunOut.of(run.row))


@get("/paper-runs/{own_run_id:uuid}", guards=READ)
async def read_own_paper_run(own_run: NamedDependency[Any]) -> PaperRunOut:
    """How far such a paper is."""
    return PaperRunOut.of(own_run)


@get(
    "/paper-runs/{own_run_id:uuid}/file",
    guards=READ,
    media_type=BYTES,
    operation_class=FileOperation,
    refuses=["409"],
)
async def fetch_own_paper(own_run: NamedDependency[Any]) -> Response[bytes]:
    """The paper; for an hour after it was made."""
    return await handed(own_run)


@post("/paper-runs/{own_run_id:uuid}/again", guards=READ, status_code=202)
async def make_own_paper_again(request: Asker, own_run: NamedDependency[Any]) -> PaperRunOut:
    """Have such a paper that failed made anew, as it was asked for. 409 `paper_not_failed` for any other."""
    made = await actions.again(request.user, own_run, None, clock.now())
    [row] = await mine.own(request.user, made)
    return PaperRunOut.of(row)


class _Run:
    """A row by whose id a list is parted."""

    def __init__(self, row: Any) -> None:
        self.id, self.row = row["id"], row


doors: list[Any] = [
    list_paper_runs,
    read_paper_run,
    fetch_paper,
    make_paper_again,
    list_own_paper_runs,
    read_own_paper_run,
    fetch_own_paper,
    make_own_paper_again,
]
