"""Pages of kept views: keeping what is looked at, and the list of them."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.commitments.access import Asker
from events_app.commitments.board import addresses, viewing, words
from events_app.commitments.board.board_pages import board_page
from events_app.commitments.board.forms import BoardFilter, BoardViewIn, KeepViewForm, RenameViewIn
from events_app.commitments.board.refusals import ViewNameTaken
from events_app.commitments.board.tables import BoardView
from events_app.i18n import _
from events_app.web.flash import say, say_undoable
from events_app.web.forms import Form, parse, read_form
from events_app.web.pages import page, redirect

Answer = Response[Any]
READ = [requires(Right.read)]
VIEWS = "/commitments/board/views"


@get("/commitments/board/views", guards=READ)
async def index(request: Asker) -> Answer:
    """The views one may open: one's own, to be changed here, and those that others share."""
    return await _list(request)


@post("/commitments/board/views", guards=READ)
async def create(request: Asker) -> Answer:
    """Keeps what is looked at; a name at fault leaves the board as it was."""
    form = await read_form(request, KeepViewForm)
    if form.ok:
        try:
            made = await viewing.keep(request.user, form.value.view(), clock.now())
        except ViewNameTaken as refusal:
            form.refuse(refusal)
    if not form.ok:
        return await _board_again(request, form)
    say(request, _("The view is kept."))
    return redirect(await _address(request, made))


@post("/commitments/board/views/{view_id:uuid}/rename", guards=READ)
async def rename(request: Asker, board_view: NamedDependency[BoardView]) -> Answer:
    """Another name, or shown to others."""
    form = await read_form(request, RenameViewIn)
    if form.ok:
        said = form.value
        kept = await viewing.one(request.user, board_view.id)
        whole = BoardViewIn(
            name=said.name,
            grouping=words.grouping(board_view.grouping),
            filters=viewing.filters_of(kept),
            shared=said.shared,
            is_default=kept["is_default"],
        )
        try:
            await viewing.change(request.user, board_view, whole, clock.now())
        except ViewNameTaken as refusal:
            form.refuse(refusal)
    if not form.ok:
        return await _list(request, board_view.id, form)
    say(request, _("Saved."))
    return redirect(VIEWS)


@post("/commitments/board/views/{view_id:uuid}/first", guards=READ)
async def open_first(request: Asker, board_view: NamedDependency[BoardView]) -> Answer:
    """The board begins with this view, or no longer does."""
    kept = await viewing.one(request.user, board_view.id)
    await viewing.open_with(request.user, board_view, not kept["is_default"], clock.now())
    say(request, _("Saved."))
    return redirect(VIEWS)


@post("/commitments/board/views/{view_id:uuid}/delete", guards=READ)
async def delete(request: Asker, board_view: NamedDependency[BoardView]) -> Answer:
    """Takes it from the list, with the way back."""
    await viewing.delete(request.user, board_view, clock.now())
    say_undoable(
        request,
        _("The view “%(name)s” is deleted.", name=board_view.name),
        f"{VIEWS}/{board_view.id}/restore",
        {},
    )
    return redirect(VIEWS)


@post("/commitments/board/views/{view_id:uuid}/restore", guards=READ)
async def restore(request: Asker, board_view: NamedDependency[BoardView]) -> Answer:
    """Brings it back."""
    await viewing.restore(request.user, board_view)
    say(request, _("The view is back."))
    return redirect(VIEWS)


async def _list(
    request: Asker, at_fault: UUID | None = None, form: Form[RenameViewIn] | None = None
) -> Answer:
    views = await viewing.views(request.user)
    return page(
        "commitments/board/views.html",
        status=form.status if form else 200,
        views=[
            {
                "row": one,
                "url": addresses.of_board(one["grouping"], viewing.filters_of(one), view=str(one["id"])),
                "grouping": words.GROUPINGS[one["grouping"]],
                "form": form
                if form and one["id"] == at_fault
                else Form.blank(RenameViewIn, name=one["name"], shared=one["shared"]),
                "open": one["id"] == at_fault,
            }
            for one in views
        ],
        nav_current="commitments",
    )


async def _board_again(request: Asker, form: Form[KeepViewForm]) -> Answer:
    names = [name for name in BoardFilter.model_fields if form.values.get(name)]
    asked = parse(BoardFilter, {name: [form.values[name]] for name in names})
    saving: Form[Any] = Form(BoardViewIn, form.values, form.errors)
    grouping = form.values.get("by", "")
    return await board_page(request, asked, words.grouping(grouping), saving=saving)


async def _address(request: Asker, view: UUID) -> str:
    kept = await viewing.one(request.user, view)
    return addresses.of_board(kept["grouping"], viewing.filters_of(kept), view=str(view))


handlers = [index, create, rename, open_first, delete, restore]
