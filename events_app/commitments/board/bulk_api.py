"""JSON doors of acting on many actions: a look before, the act, what became of each row, and taking it back."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.commitments.access import Asker
from events_app.commitments.board import acting, changes, outputs, undoing
from events_app.commitments.board.forms import BoardChangeIn
from events_app.commitments.board.outputs import BoardChangeLineOut, BoardChangeOut, BoardPreviewOut
from events_app.commitments.board.tables import BoardChange
from events_app.commitments.shaping import part
from events_app.errors import NotAllowed
from events_app.shapes import Page
from events_app.web.api import Cursor, Limit, after

READ = [requires(Right.read)]


@post("/board/previews", guards=READ, status_code=200)
async def preview_board_change(request: Asker, data: JSONBody[BoardChangeIn]) -> BoardPreviewOut:
    """What a change would do to each row, and why it would leave some as they are. Nothing is done."""
    return outputs.preview_out(data.verb, await acting.look_ahead(request.user, data, clock.now()))


@post("/board/changes", guards=READ)
async def make_board_change(request: Asker, data: JSONBody[BoardChangeIn]) -> BoardChangeOut:
    """Do it to every row that passes the guards of the single act; `rows` says what became of each."""
    return await _out(request, await acting.act(request.user, data, clock.now()))


@get("/board/changes", guards=READ)
async def list_board_changes(
    request: Asker, limit: Limit = 100, cursor: Cursor = None
) -> Page[BoardChangeLineOut]:
    """What was done to many at once, the newest first."""
    if not (request.user.may(Right.keep_commitments) or request.user.may(Right.decide)):
        raise NotAllowed()
    rows = await changes.recent(request.user, after(cursor), limit)
    return part(rows, limit, outputs.line_out)


@get("/board/changes/{bulk_id:uuid}", guards=READ)
async def read_board_change(request: Asker, board_change: NamedDependency[BoardChange]) -> BoardChangeOut:
    """One act on many, with what became of each row."""
    return await _out(request, board_change)


@post("/board/changes/{bulk_id:uuid}/undo", guards=READ, status_code=200)
async def undo_board_change(request: Asker, board_change: NamedDependency[BoardChange]) -> BoardChangeOut:
    """Put back what stood before, within ten minutes, but for rows that changed since.

    409 `already_undone`, `too_late_to_undo`, or `not_undoable` for what was sent or cancelled.
    """
    return await _out(request, await undoing.take_back(request.user, board_change, clock.now()))


async def _out(request: Asker, change: BoardChange) -> BoardChangeOut:
    lines = await changes.lines(request.user, change.id)
    can = changes.can_undo(request.user, change, lines, clock.now())
    return outputs.change_out(change, lines, change.created_at + undoing.WITHIN if can else None)


handlers = [
    preview_board_change,
    make_board_change,
    list_board_changes,
    read_board_change,
    undo_board_change,
]
