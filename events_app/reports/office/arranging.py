"""Doors of the columns that somebody wants in the matrix and the overdue list: a page without script, and JSON."""

from typing import Any

from litestar import Request, Response, delete, get, post, put
from litestar.params import FromPath, JSONBody
from pydantic import Field

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments.reporting import columns
from events_app.commitments.reporting.columns import Arranged
from events_app.commitments.reporting.forms import Column, ColumnsForm, ColumnsIn, Listing
from events_app.errors import NotFound
from events_app.i18n import gettext
from events_app.reports.office.columns import KINDS
from events_app.reports.office.running import CALLED
from events_app.shapes import Out
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Ask = Request[Actor, Any, Any]
READ = [requires(Right.read)]
BASE = "/reports/papers/columns/{listing:str}"


class ColumnsOut(Out):
    """Your columns of a paper, in order. `usual`: you have not chosen any."""

    columns: list[Column]
    usual: bool = Field(validation_alias="is_usual")


def _known(listing: str) -> Listing:
    if listing not in columns.USUAL:
        raise NotFound()
    return listing


@get(BASE, guards=READ)
async def choose_columns(request: Ask, listing: FromPath[str]) -> Response[Any]:
    """All columns in order, those that are shown marked."""
    paper = _known(listing)
    return _page(paper, await columns.of(request.user, paper), moved=request.query_params.get("moved", ""))


@post(BASE, guards=READ)
async def keep_columns(request: Ask, listing: FromPath[str]) -> Response[Any]:
    """Keeps the choice; a button beside a column moves it and leads back to that button."""
    paper = _known(listing)
    form = await read_form(request, ColumnsForm)
    if not form.ok:
        typed = form.values.get("order", [])
        order = [name for name in KINDS if name not in typed]
        known = [name for name in typed if name in KINDS]
        return _page(paper, Arranged([*known, *order], form.values.get("columns", [])), form)
    said = form.value
    order = columns.moved(said.order, said.move) if said.move else said.order
    await columns.keep(request.user, paper, order or said.columns, said.columns, clock.now())
    if said.move:
        # No place in the page after a #: a browser that goes to one gives no button the focus.
        return redirect(f"/reports/papers/columns/{paper}?moved={said.move}")
    say(request, gettext("Your columns are kept."))
    return redirect("/reports/papers")


@post(f"{BASE}/usual", guards=READ)
async def usual_columns(request: Ask, listing: FromPath[str]) -> Response[Any]:
    """Has the usual ones again."""
    paper = _known(listing)
    await columns.forget(request.user, paper)
    say(request, gettext("The usual columns are back."))
    return redirect(f"/reports/papers/columns/{paper}")


def _page(
    paper: Listing, arranged: Arranged, form: Form[ColumnsForm] | None = None, moved: str = ""
) -> Response[Any]:
    titles = {name: gettext(kind.title) for name, kind in KINDS.items()}
    return page(
        "reports/office/columns.html",
        status=form.status if form else 200,
        nav_current="reports",
        paper=paper,
        title=gettext(CALLED[paper]),
        arranged=arranged,
        titles=titles,
        form=form,
        moved=moved,
    )


@get(BASE, guards=READ)
async def read_paper_columns(request: Ask, listing: FromPath[str]) -> ColumnsOut:
    """Your columns of the `matrix` or the `overdue` list; who asks for a paper without naming any gets these."""
    return await _out(request.user, _known(listing))


@put(BASE, guards=READ)
async def keep_paper_columns(request: Ask, listing: FromPath[str], data: JSONBody[ColumnsIn]) -> ColumnsOut:
    """Keep your columns, in this order."""
    paper = _known(listing)
    await columns.keep(request.user, paper, data.columns, data.columns, clock.now())
    return await _out(request.user, paper)


@delete(BASE, guards=READ, status_code=204)
async def forget_paper_columns(request: Ask, listing: FromPath[str]) -> None:
    """Have the usual columns again."""
    await columns.forget(request.user, _known(listing))


async def _out(actor: Actor, paper: Listing) -> ColumnsOut:
    arranged = await columns.of(actor, paper)
    return ColumnsOut.model_validate({"columns": arranged.shown, "is_usual": arranged.is_usual})


page_doors: list[Any] = [choose_columns, keep_columns, usual_columns]
doors: list[Any] = [read_paper_columns, keep_paper_columns, forget_paper_columns]
