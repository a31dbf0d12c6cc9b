"""Pages of the board: all columns beside each other, and one of them from its first card to its last."""

from typing import Any

from litestar import Response, get
from litestar.params import FromQuery

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.commitments.access import Asker
from events_app.commitments.board import addresses, judging, offering, showing, viewing, words
from events_app.commitments.board.forms import BoardFilter, BoardViewIn
from events_app.commitments.board.showing import Board, Shown
from events_app.commitments.board.tables import Grouping
from events_app.commitments.pages.filters import one_of
from events_app.errors import NotFound
from events_app.i18n import gettext
from events_app.ids import uuid_of
from events_app.stakeholders.tables import Institution
from events_app.web.filters import open_filters
from events_app.web.forms import Form, asked
from events_app.web.pages import page, redirect

Answer = Response[Any]
READ = [requires(Right.read)]
PAGE = 50


@get("/commitments/board", guards=READ)
async def index(request: Asker, by: FromQuery[str] = "", at: FromQuery[str] = "") -> Answer:
    """All that is to be done, in columns. Opened without a question it begins with the reader's own first view."""
    if not request.query_params:
        view = await viewing.first(request.user)
        if view is not None:
            return redirect(_of_view(view))
    form = _asked(request)
    return await board_page(request, form, Grouping(one_of(Grouping, by) or Grouping.state), at)


@get("/commitments/board/column", guards=READ)
async def column(
    request: Asker, by: FromQuery[str] = "", key: FromQuery[str] = "", cursor: FromQuery[str] = ""
) -> Answer:
    """One column, fifty cards at a time."""
    form, grouping = _asked(request), Grouping(one_of(Grouping, by) or Grouping.state)
    if not form.ok or not key:
        return redirect(addresses.BOARD)
    after = uuid_of(cursor)
    try:
        pile = await showing.column(request.user, grouping, form.value, key, clock.now(), after, PAGE)
    except ValueError:
        raise NotFound() from None
    name = showing.name_of(grouping, key, await _office(request, grouping, key))
    last = str(pile.cards[-1]["id"]) if pile.more else ""
    return page(
        "commitments/board/column.html",
        column=Shown(key, name, 0, 0, pile.cards, False),
        next_url=addresses.of_column(grouping, form.value, key, last) if last else "",
        first_url=addresses.of_column(grouping, form.value, key) if after else "",
        board_url=addresses.of_board(grouping, form.value),
        back=addresses.of_column(grouping, form.value, key, cursor if after else ""),
        verbs=verbs_of(request),
        nav_current="commitments",
    )


async def board_page(
    request: Asker,
    form: Form[BoardFilter],
    grouping: Grouping,
    at: str = "",
    saving: Form[BoardViewIn] | None = None,
) -> Answer:
    """The board for a filter; one that is at fault shows its faults beside the fields, and nothing else."""
    wanted = form.value if form.ok else BoardFilter()
    board = await _board(request, form, grouping, at)
    saving = saving or Form.blank(BoardViewIn)
    views = await viewing.views(request.user)
    here = request.query_params.get("view", "")
    choices = await offering.choices(request.user, wanted)
    return page(
        "commitments/board/index.html",
        status=max(form.status, saving.status),
        form=form,
        saving=saving,
        board=board,
        grouping=grouping,
        wanted=wanted.plain,
        open=open_filters(
            addresses.BOARD,
            wanted.plain if form.ok else form.values,
            offering.named(choices),
            days=offering.DAYS,
            by=grouping.value,
        ),
        view=next((one for one in views if str(one["id"]) == here), None),
        views=[(one, _of_view(one)) for one in views],
        verbs=verbs_of(request),
        choices=choices,
        nav_current="commitments",
        **_ways(grouping, wanted, board, here, at),
    )


def _ways(grouping: Grouping, wanted: BoardFilter, board: Board, view: str, at: str) -> dict[str, Any]:
    """Where a board leads to: other columns, one of them, those before and after, itself, everything."""
    return {
        "groupings": [
            (one.value, gettext(word), addresses.of_board(one, wanted))
            for one, word in words.GROUPINGS.items()
        ],
        "column_url": lambda key: addresses.of_column(grouping, wanted, key),
        "earlier_url": addresses.of_board(grouping, wanted, at=board.earlier) if board.earlier else "",
        "later_url": addresses.of_board(grouping, wanted, at=board.later) if board.later else "",
        "back": addresses.of_board(grouping, wanted, view=view, at=at),
        "everything": addresses.of_board(grouping, BoardFilter()),
    }


def _of_view(view: Any) -> str:
    return addresses.of_board(view["grouping"], viewing.filters_of(view), view=str(view["id"]))


async def _board(request: Asker, form: Form[BoardFilter], grouping: Grouping, at: str) -> Board:
    if not form.ok:
        return Board([], "", "")
    return await showing.board(request.user, grouping, form.value, clock.now(), at)


def verbs_of(request: Asker) -> list[tuple[str, str]]:
    """What this reader may do to many at once."""
    return [
        (verb.value, gettext(word))
        for verb, word in words.VERBS.items()
        if request.user.may(judging.RIGHTS[verb])
    ]


def _asked(request: Asker) -> Form[BoardFilter]:
    return asked(BoardFilter, request, only=BoardFilter.model_fields)


async def _office(request: Asker, grouping: Grouping, key: str) -> str:
    if grouping != Grouping.institution:
        return ""
    here = (Institution.id == key) & (Institution.organisation == request.user.organisation)
    row = await Institution.select(Institution.name).where(here).first()
    if row is None:
        raise NotFound()
    return str(row["name"])


handlers = [index, column]
