"""Pages of positions: one with everybody who holds or held it, appointing, ending, correcting."""

from typing import Annotated, Any

from litestar import Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import QueryParameter

from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.i18n import _
from events_app.stakeholders import queries as directory
from events_app.stakeholders.access import Ask, holding_here, position_here
from events_app.stakeholders.positions import actions, queries, words
from events_app.stakeholders.positions.forms import EndIn, HoldingIn, HoldingPatch, PositionIn, PositionPatch
from events_app.stakeholders.tables import HoldingKind, Institution, Position, PositionHolding
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Answer = Response[Any]
READ = [requires(Right.read)]
KEEP = [requires(Right.keep_directory)]
POSITION = {"position": Provide(position_here)}
HOLDING = {"holding": Provide(holding_here)}
Search = Annotated[str, QueryParameter(max_length=200)]


@get("/institutions/{institution_id:uuid}/positions/new", guards=KEEP)
async def new_position(institution: NamedDependency[Institution]) -> Answer:
    return _form(Form.blank(PositionIn), institution)


@post("/institutions/{institution_id:uuid}/positions/new", guards=KEEP)
async def create_position(request: Ask, institution: NamedDependency[Institution]) -> Answer:
    form = await read_form(request, PositionIn)
    with form.refusing():
        plan = form.value.model_copy(update={"institution_id": institution.id})
        row = await actions.create_position(request.user, plan)
    if not form.ok:
        return _form(form, institution)
    return redirect(f"/positions/{row.id}")


@get("/positions/{position_id:uuid}", guards=READ, dependencies=POSITION)
async def show(request: Ask, position: NamedDependency[Position], q: Search = "") -> Answer:
    start = await queries.today_of(request.user.organisation)
    form = Form.blank(HoldingIn, kind=HoldingKind.permanent, starts_on=start, hand_over=True)
    return await _show(request, position, form, q)


@post("/positions/{position_id:uuid}/holdings", guards=KEEP, dependencies=POSITION)
async def appoint(request: Ask, position: NamedDependency[Position], q: Search = "") -> Answer:
    form = await read_form(request, HoldingIn)
    with form.refusing():
        await actions.appoint(request.user, position, form.value)
    if not form.ok:
        return await _show(request, position, form, q)
    say(request, _("The appointment is noted."))
    return redirect(f"/positions/{position.id}")


@get("/positions/{position_id:uuid}/edit", guards=KEEP, dependencies=POSITION)
async def edit_position(position: NamedDependency[Position]) -> Answer:
    form = Form.blank(PositionPatch, title=position.title, is_head=position.is_head)
    return _form(form, None, position)


@post("/positions/{position_id:uuid}/edit", guards=KEEP, dependencies=POSITION)
async def change_position(request: Ask, position: NamedDependency[Position]) -> Answer:
    form = await read_form(request, PositionIn)
    with form.refusing():
        await actions.change_position(
            request.user, position, form.value.model_dump(exclude={"institution_id"})
        )
    if not form.ok:
        return _form(form, None, position)
    say(request, _("Saved."))
    return redirect(f"/positions/{position.id}")


@post("/holdings/{holding_id:uuid}/ending", guards=KEEP, dependencies=HOLDING)
async def end(request: Ask, holding: NamedDependency[PositionHolding]) -> Answer:
    form = await read_form(request, EndIn)
    with form.refusing():
        await actions.end(request.user, holding, form.value.ends_on)
    if not form.ok:
        return await _correct(request, holding, form)
    say(request, _("Saved."))
    return redirect(f"/positions/{holding.position}")


@get("/holdings/{holding_id:uuid}/edit", guards=KEEP, dependencies=HOLDING)
async def edit_holding(request: Ask, holding: NamedDependency[PositionHolding]) -> Answer:
    facts = {name: getattr(holding, name) for name in ("kind", "starts_on", "ends_on", "note")}
    return await _correct(request, holding, Form.blank(HoldingPatch, **facts))


@post("/holdings/{holding_id:uuid}/edit", guards=KEEP, dependencies=HOLDING)
async def correct(request: Ask, holding: NamedDependency[PositionHolding]) -> Answer:
    form = await read_form(request, HoldingPatch)
    with form.refusing():
        whole = form.value.model_dump(exclude={"person_id"})
        await actions.correct(request.user, holding, whole)
    if not form.ok:
        return await _correct(request, holding, form)
    say(request, _("Saved."))
    return redirect(f"/positions/{holding.position}")


async def _show(request: Ask, position: Position, form: Form[HoldingIn], q: str) -> Answer:
    here = request.user.organisation
    post = await queries.position(here, position.id)
    people = await directory.people_by_name(here, 1, q, None if q else position.institution)
    facts = {"post": post, "form": form, "people": people, "q": q, "words": words}
    return page("stakeholders/positions/show.html", status=form.status, **facts)


async def _correct(request: Ask, holding: PositionHolding, form: Form[Any]) -> Answer:
    held = await queries.holding(request.user.organisation, holding.id)
    return page("stakeholders/positions/holding.html", status=form.status, held=held, form=form, words=words)


def _form(form: Form[Any], institution: Institution | None, row: Position | None = None) -> Answer:
    facts = {"form": form, "row": row, "institution": institution}
    return page("stakeholders/positions/form.html", status=form.status, **facts)


doors: list[Any] = [
    new_position,
    create_position,
    show,
    appoint,
    edit_position,
    change_position,
    end,
    edit_holding,
    correct,
]
