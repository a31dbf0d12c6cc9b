"""JSON doors of the exit: whether it is open, its screen, and the inbox of what was promised there."""

from datetime import date
from uuid import UUID

from litestar import delete, get, post, put
from litestar.di import NamedDependency, Provide
from litestar.params import JSONBody
from pydantic import Field

from events_app import clock
from events_app.commitments.access import Asker
from events_app.commitments.promising import access, actions, deciding, queries
from events_app.commitments.promising.forms import AcceptIn, ExitIn, MergeIn, RejectIn
from events_app.commitments.promising.screen_pages import address
from events_app.commitments.promising.tables import ExitPromise, PromiseExit, PromiseState
from events_app.errors import NotFound
from events_app.events.tables import Event
from events_app.shapes import Moment, Out, Page
from events_app.web.api import Cursor, Limit, part

EXIT = "/events/{event_id:uuid}/promise-exit"
ONE = "/events/{event_id:uuid}/exit-promises/{promise_id:uuid}"


class PromiseExitOut(Out):
    """The exit of an event; `address` is where people promise, the code itself is shown on a screen."""

    open: bool
    address: str = Field(examples=["https://events.city.example/X/7K2QXM"])
    screen_url: str | None = Field(description="The link of a screen, while there is one.")
    row_version: int


class ExitPromiseOut(Out):
    """What a participant promised at the exit, and what was decided about it."""

    id: UUID
    text: str
    due: date | None
    state: PromiseState
    reason: str
    guest_id: UUID
    name: str
    institution_id: UUID | None
    institution: str | None
    position: str
    in_place_of: str
    session_id: UUID | None
    commitment_id: UUID | None
    commitment: str | None
    created_at: Moment
    decided_at: Moment | None
    decided_by: str | None
    row_version: int


@get(EXIT)
async def read_promise_exit(kept_event: NamedDependency[Event]) -> PromiseExitOut:
    """The exit; 404 before it is opened for the first time."""
    row = await actions.exit_of(kept_event)
    if row is None:
        raise NotFound()
    return _exit(row)


@put(EXIT)
async def set_promise_exit(
    request: Asker, kept_event: NamedDependency[Event], data: JSONBody[ExitIn]
) -> PromiseExitOut:
    """Open it or close it; a confidential event refuses."""
    return _exit(await actions.set_exit(request.user, kept_event, data))


@post(f"{EXIT}/screen-link", status_code=200)
async def open_exit_screen(request: Asker, kept_event: NamedDependency[Event]) -> PromiseExitOut:
    """A fresh link for a screen where nobody signs in; the one before ends."""
    return _exit(await actions.open_screen_link(request.user, kept_event))


@delete(f"{EXIT}/screen-link")
async def end_exit_screen(request: Asker, kept_event: NamedDependency[Event]) -> None:
    """The link shows nothing more."""
    await actions.end_screen_link(request.user, kept_event)


@get("/events/{event_id:uuid}/exit-promises")
async def list_exit_promises(
    kept_event: NamedDependency[Event], limit: Limit = 100, cursor: Cursor = None
) -> Page[ExitPromiseOut]:
    """The inbox: those that wait first. What was taken back is not in it."""
    return part(await queries.inbox(kept_event.id), limit, cursor, ExitPromiseOut.model_validate)


@get(ONE)
async def read_exit_promise(
    kept_event: NamedDependency[Event], exit_promise: NamedDependency[ExitPromise]
) -> ExitPromiseOut:
    """One of them."""
    return await _one(kept_event, exit_promise)


@post(f"{ONE}/acceptance", status_code=200)
async def accept_exit_promise(
    request: Asker,
    kept_event: NamedDependency[Event],
    exit_promise: NamedDependency[ExitPromise],
    data: JSONBody[AcceptIn],
) -> ExitPromiseOut:
    """It becomes a draft; `commitment_id` names it. Decided once."""
    await deciding.accept(request.user, kept_event, exit_promise, data, clock.now())
    return await _one(kept_event, exit_promise)


@post(f"{ONE}/merging", status_code=200)
async def merge_exit_promise(
    request: Asker,
    kept_event: NamedDependency[Event],
    exit_promise: NamedDependency[ExitPromise],
    data: JSONBody[MergeIn],
) -> ExitPromiseOut:
    """It is said already by a commitment of the event. Decided once."""
    await deciding.merge(request.user, kept_event, exit_promise, data, clock.now())
    return await _one(kept_event, exit_promise)


@post(f"{ONE}/rejection", status_code=200)
async def reject_exit_promise(
    request: Asker,
    kept_event: NamedDependency[Event],
    exit_promise: NamedDependency[ExitPromise],
    data: JSONBody[RejectIn],
) -> ExitPromiseOut:
    """It is no promise, with the reason. Decided once."""
    await deciding.reject(request.user, exit_promise, data, clock.now())
    return await _one(kept_event, exit_promise)


def _exit(row: PromiseExit) -> PromiseExitOut:
    return PromiseExitOut(
        open=row.open,
        address=address(row),
        screen_url=actions.screen_url(row) or None,
        row_version=row.row_version,
    )


async def _one(event: Event, promise: ExitPromise) -> ExitPromiseOut:
    row = await queries.one(event.id, promise.id)
    if row is None:
        raise NotFound()
    return ExitPromiseOut.model_validate(row)


ROWS = {"exit_promise": Provide(access.exit_promise_here)}
doors = [
    read_promise_exit,
    set_promise_exit,
    open_exit_screen,
    end_exit_screen,
    list_exit_promises,
    read_exit_promise,
    accept_exit_promise,
    merge_exit_promise,
    reject_exit_promise,
]
