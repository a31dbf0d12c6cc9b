"""JSON doors of capturing: lines as they are typed, their corrections, and the screens that show them."""

from uuid import UUID

from litestar import delete, get, patch, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, JSONBody
from pydantic import Field

from events_app import clock
from events_app.checkin.board.forms import ScreenIn
from events_app.commitments.access import Asker
from events_app.commitments.capturing import access, actions, queries, screens
from events_app.commitments.capturing.forms import ActionLineChange, ActionLineIn, LineChange, LineIn
from events_app.commitments.capturing.outputs import CapturedLineOut, line_out
from events_app.commitments.capturing.tables import CapturedLine, CaptureScreen
from events_app.errors import NotFound
from events_app.events.tables import Event
from events_app.shapes import Moment, Out, Page
from events_app.web.api import Cursor, Limit, part

LINE = "/events/{event_id:uuid}/captured-lines/{line_id:uuid}"


class WallOut(Out):
    """A screen; whoever has `url` sees what was promised, without a login."""

    id: UUID
    name: str = Field(examples=["Layar panggung"])
    url: str
    created_at: Moment


@get("/events/{event_id:uuid}/captured-lines")
async def list_captured_lines(
    kept_event: NamedDependency[Event], limit: Limit = 100, cursor: Cursor = None
) -> Page[CapturedLineOut]:
    """What was captured, the newest first."""
    return part(await queries.lines(kept_event.id), limit, cursor, line_out)


@post("/events/{event_id:uuid}/captured-lines")
async def capture_line(
    request: Asker, kept_event: NamedDependency[Event], data: JSONBody[LineIn]
) -> CapturedLineOut:
    """A promise as a draft, at once. The same `id` again is the same draft; 409 once it was taken back."""
    row = await actions.capture(request.user, kept_event, data, clock.now())
    return await _line(kept_event, row.line)


@get(LINE)
async def read_captured_line(
    kept_event: NamedDependency[Event], captured: NamedDependency[CapturedLine]
) -> CapturedLineOut:
    """One of them."""
    return await _line(kept_event, captured.line)


@patch(LINE)
async def reword_captured_line(
    request: Asker,
    kept_event: NamedDependency[Event],
    captured: NamedDependency[CapturedLine],
    data: JSONBody[LineChange],
) -> CapturedLineOut:
    """Other words for a draft. 409 `changed_meanwhile` where somebody was faster."""
    await actions.reword(request.user, kept_event, captured, data, clock.now())
    return await _line(kept_event, captured.line)


@delete(LINE)
async def undo_captured_line(request: Asker, captured: NamedDependency[CapturedLine]) -> None:
    """A slip is taken back, as long as it is a draft; the id is spent."""
    await actions.undo(request.user, captured, clock.now())


@post(f"{LINE}/actions")
async def capture_action_line(
    request: Asker,
    kept_event: NamedDependency[Event],
    captured: NamedDependency[CapturedLine],
    data: JSONBody[ActionLineIn],
) -> CapturedLineOut:
    """What follows from it; `due` as people type it: `+30`, `31/12`. The same `id` again is the same action."""
    await actions.capture_action(request.user, kept_event, captured, data, clock.now())
    return await _line(kept_event, captured.line)


@patch(f"{LINE}/actions/{{doing_id:uuid}}")
async def change_captured_action(
    request: Asker,
    kept_event: NamedDependency[Event],
    captured: NamedDependency[CapturedLine],
    doing_id: FromPath[UUID],
    data: JSONBody[ActionLineChange],
) -> CapturedLineOut:
    """All of an action anew, while its promise is a draft."""
    await actions.change_action(request.user, kept_event, captured, doing_id, data, clock.now())
    return await _line(kept_event, captured.line)


@delete(f"{LINE}/actions/{{doing_id:uuid}}")
async def undo_captured_action(
    request: Asker, captured: NamedDependency[CapturedLine], doing_id: FromPath[UUID]
) -> None:
    """An action is taken out of its draft again."""
    await actions.undo_action(request.user, captured, doing_id, clock.now())


@get("/events/{event_id:uuid}/promise-walls")
async def list_walls(
    kept_event: NamedDependency[Event], limit: Limit = 100, cursor: Cursor = None
) -> Page[WallOut]:
    """The screens of an event that show what was promised."""
    rows = (
        await CaptureScreen.objects().where(CaptureScreen.event == kept_event.id).order_by(CaptureScreen.id)
    )
    return part(rows, limit, cursor, _wall)


@post("/events/{event_id:uuid}/promise-walls")
async def open_wall(request: Asker, kept_event: NamedDependency[Event], data: JSONBody[ScreenIn]) -> WallOut:
    """A link that shows what was promised, without names. A confidential event refuses it."""
    return _wall(await screens.open_wall(request.user, kept_event, data))


@delete("/events/{event_id:uuid}/promise-walls/{wall_id:uuid}")
async def revoke_wall(request: Asker, wall: NamedDependency[CaptureScreen]) -> None:
    """Its link shows nothing from now on."""
    await screens.revoke_wall(request.user, wall)


async def _line(event: Event, identity: UUID) -> CapturedLineOut:
    row = await queries.line(event.id, identity)
    if row is None:
        raise NotFound()
    return line_out(row)


def _wall(row: CaptureScreen) -> WallOut:
    return WallOut(id=row.id, name=row.name, url=screens.url_of(row), created_at=row.created_at)


ROWS = {"captured": Provide(access.line_here), "wall": Provide(access.wall_here)}
doors = [
    list_captured_lines,
    capture_line,
    read_captured_line,
    reword_captured_line,
    undo_captured_line,
    capture_action_line,
    change_captured_action,
    undo_captured_action,
    list_walls,
    open_wall,
    revoke_wall,
]
