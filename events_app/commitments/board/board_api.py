"""JSON doors of the board: columns with exact counts, their cards, and kept views."""

from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import delete, get, post, put
from litestar.di import NamedDependency, Provide
from litestar.params import FromQuery, JSONBody, QueryParameter
from pydantic import ValidationError

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.commitments.access import Asker
from events_app.commitments.board import outputs, showing, viewing
from events_app.commitments.board.forms import BoardFilter, BoardViewIn
from events_app.commitments.board.outputs import BoardCardOut, BoardViewOut, FollowUpBoardOut
from events_app.commitments.board.tables import BoardView, Grouping
from events_app.commitments.shaping import part
from events_app.commitments.tables import ActionState, CommitmentVisibility
from events_app.errors import FieldError, Invalid
from events_app.i18n import N_, gettext
from events_app.shapes import Page
from events_app.web.api import Cursor, Limit, after
from events_app.web.faults import field_errors

READ = [requires(Right.read)]
MOST_CARDS = 50
NO_COLUMN = N_("There is no such column.")

Standing = Annotated[ActionState | None, QueryParameter(name="state", description="As it stands now.")]
Search = Annotated[str, QueryParameter(max_length=200, description="In reference, title and deliverable.")]
Theme = Annotated[str, QueryParameter(max_length=200, description="The theme of the commitment.")]
Late = Annotated[
    bool, QueryParameter(name="overdue", description="Only past the due date with something owed.")
]
At = Annotated[str, QueryParameter(max_length=40, description="`earlier` or `later` of the answer before.")]
Key = Annotated[str, QueryParameter(max_length=40, description="The `key` of a column.")]
Cards = Annotated[int, QueryParameter(ge=1, le=MOST_CARDS, description="How many cards of each column.")]


async def asked(
    q: Search = "",
    event_id: FromQuery[UUID | None] = None,
    institution_id: FromQuery[UUID | None] = None,
    theme: Theme = "",
    standing: Standing = None,
    due_from: FromQuery[date | None] = None,
    due_to: FromQuery[date | None] = None,
    late: Late = False,
    responsible_id: FromQuery[UUID | None] = None,
    verifier_id: FromQuery[UUID | None] = None,
    visibility: FromQuery[CommitmentVisibility | None] = None,
) -> BoardFilter:
    """The filters of the board, from the address; a range that ends before it starts is refused."""
    given = dict(locals())
    try:
        return BoardFilter.model_validate({name: value for name, value in given.items() if value is not None})
    except ValidationError as wrong:
        raise Invalid(field_errors(wrong)) from None


ASKED = {"wanted": Provide(asked)}


@get("/board", guards=READ, dependencies=ASKED)
async def read_follow_up_board(
    request: Asker,
    wanted: NamedDependency[BoardFilter],
    grouping: FromQuery[Grouping] = Grouping.state,
    at: At = "",
    cards: Cards = showing.FIRST,
) -> FollowUpBoardOut:
    """Follow-up actions in columns by state, institution or due month, each with its exact count."""
    board = await showing.board(request.user, grouping, wanted, clock.now(), at, cards)
    return outputs.board_out(grouping, board)


@get("/board/cards", guards=READ, dependencies=ASKED)
async def list_board_cards(
    request: Asker,
    wanted: NamedDependency[BoardFilter],
    key: Key,
    grouping: FromQuery[Grouping] = Grouping.state,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Page[BoardCardOut]:
    """One column in the order its actions fall due; a month is written as 2027-03, `none` is without a due date."""
    now = clock.now()
    try:
        pile = await showing.column(request.user, grouping, wanted, key, now, after(cursor), limit)
    except ValueError:
        raise Invalid([FieldError("key", "unknown", gettext(NO_COLUMN))]) from None
    last = str(pile.cards[-1]["id"]) if pile.more else None
    return Page[BoardCardOut](items=[outputs.card_out(row) for row in pile.cards], next=last)


@get("/board/views", guards=READ)
async def list_board_views(request: Asker) -> Page[BoardViewOut]:
    """One's own views and those that others share, by name."""
    rows = await viewing.views(request.user)
    return part(rows, len(rows), outputs.view_out)


@post("/board/views", guards=READ)
async def keep_board_view(request: Asker, data: JSONBody[BoardViewIn]) -> BoardViewOut:
    """Keep filters and grouping under a name. 409 `view_name_taken` when you have one of that name."""
    made = await viewing.keep(request.user, data, clock.now())
    return await _one(request, made)


@get("/board/views/{view_id:uuid}", guards=READ)
async def read_board_view(request: Asker, board_view: NamedDependency[BoardView]) -> BoardViewOut:
    """One view."""
    return await _one(request, board_view.id)


@put("/board/views/{view_id:uuid}", guards=READ)
async def change_board_view(
    request: Asker, board_view: NamedDependency[BoardView], data: JSONBody[BoardViewIn]
) -> BoardViewOut:
    """Another name, other filters. 403 `not_your_view` for one that somebody else keeps."""
    await viewing.change(request.user, board_view, data, clock.now())
    return await _one(request, board_view.id)


@delete("/board/views/{view_id:uuid}", guards=READ, status_code=204)
async def delete_board_view(request: Asker, board_view: NamedDependency[BoardView]) -> None:
    """Take it from the list; `restoration` brings it back."""
    await viewing.delete(request.user, board_view, clock.now())


@post("/board/views/{view_id:uuid}/restoration", guards=READ, status_code=200)
async def restore_board_view(request: Asker, board_view: NamedDependency[BoardView]) -> BoardViewOut:
    """Bring back a deleted view. 409 `view_name_taken` when another of yours has its name by now."""
    await viewing.restore(request.user, board_view)
    return await _one(request, board_view.id)


async def _one(request: Asker, view: UUID) -> BoardViewOut:
    return outputs.view_out(await viewing.one(request.user, view))


handlers = [
    read_follow_up_board,
    list_board_cards,
    list_board_views,
    keep_board_view,
    read_board_view,
    change_board_view,
    delete_board_view,
    restore_board_view,
]
