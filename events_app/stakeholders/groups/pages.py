"""Pages of groups: which there are, who is in one, and making, changing and deleting one."""

from contextlib import suppress
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.errors import NotFound, Refusal
from events_app.i18n import _
from events_app.stakeholders.access import Ask
from events_app.stakeholders.groups import actions, queries
from events_app.stakeholders.groups.forms import GroupForm, GroupIn
from events_app.stakeholders.queries import institution_choices
from events_app.stakeholders.tables import Group, GroupTaking, InstitutionKind
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Answer = Response[Any]
READ = [requires(Right.read)]
KEEP = [requires(Right.keep_directory)]
PageNumber = Annotated[int, QueryParameter(name="page", ge=1, le=100_000)]


@get("/groups", guards=READ)
async def groups(request: Ask, number: PageNumber = 1) -> Answer:
    rows = await queries.by_name(request.user.organisation, number)
    return page("stakeholders/groups/index.html", **_part(rows, number))


@get("/groups/new", guards=KEEP)
async def new_group(request: Ask) -> Answer:
    return await _form(request, Form.blank(GroupForm, by_rule="false", taking=GroupTaking.institutions))


@post("/groups/new", guards=KEEP)
async def create_group(request: Ask) -> Answer:
    form = await read_form(request, GroupForm)
    with form.refusing():
        if form.value.step == "show":
            return await _form(request, form)
        row = await actions.create(request.user, _plan(form.value))
    if not form.ok:
        return await _form(request, form)
    say(request, _("Saved."))
    return redirect(f"/groups/{row.id}")


@get("/groups/{group_id:uuid}", guards=READ)
async def group(request: Ask, group: NamedDependency[Group], number: PageNumber = 1) -> Answer:
    """Who is in it now."""
    here = request.user.organisation
    view = await queries.one(here, group.id)
    if view is None:
        raise NotFound()
    rows = await queries.members(here, group.id, number)
    return page("stakeholders/groups/show.html", group=view, **_part(rows, number))


@get("/groups/{group_id:uuid}/edit", guards=KEEP)
async def edit_group(request: Ask, group: NamedDependency[Group]) -> Answer:
    offices, people = await queries.by_hand(group.id)
    facts = {name: getattr(group, name) for name in (*actions.PLAIN, "row_version")}
    facts["by_rule"] = "true" if group.by_rule else "false"
    members = {"institution_ids": offices, "person_ids": people, "within_id": group.within}
    return await _form(request, Form.blank(GroupForm, **facts, **members), group)


@post("/groups/{group_id:uuid}/edit", guards=KEEP)
async def change_group(request: Ask, group: NamedDependency[Group]) -> Answer:
    form = await read_form(request, GroupForm)
    with form.refusing():
        if form.value.step == "show":
            return await _form(request, form, group)
        await actions.change(request.user, group, _plan(form.value).model_dump())
    if not form.ok:
        return await _form(request, form, group)
    say(request, _("Saved."))
    return redirect(f"/groups/{group.id}")


@post("/groups/{group_id:uuid}/delete", guards=KEEP)
async def delete_group(request: Ask, group: NamedDependency[Group]) -> Answer:
    try:
        await actions.delete(request.user, group)
    except Refusal as refusal:
        say(request, refusal.text, "warning")
        return redirect(f"/groups/{group.id}")
    say(request, _("The group is gone. Its members stay in the directory."))
    return redirect("/groups")


def _plan(form: GroupForm) -> GroupIn:
    return GroupIn(**form.model_dump(exclude={"q", "step"}))


def _ids(typed: list[str]) -> list[UUID]:
    """The ids among what was ticked, so that they are shown again even on a form that is refused."""
    found = []
    for text in typed:
        with suppress(ValueError):
            found.append(UUID(text))
    return found


async def _form(request: Ask, form: Form[GroupForm], row: Group | None = None) -> Answer:
    here, typed = request.user.organisation, form.values
    chosen = (_ids(typed.get("institution_ids", [])), _ids(typed.get("person_ids", [])))
    offices, people = await queries.offered(here, str(typed.get("q", "")), *chosen)
    facts = {
        "form": form,
        "row": row,
        "kinds": InstitutionKind,
        "takings": GroupTaking,
        "choices": await institution_choices(here),
        "institutions": offices,
        "people": people,
    }
    return page("stakeholders/groups/form.html", status=form.status, **facts)


def _part(rows: list[Any], number: int) -> dict[str, Any]:
    more = number + 1 if len(rows) > queries.PAGE else None
    return {"rows": rows[: queries.PAGE], "page": number, "next": more}


doors = (groups, new_group, create_group, group, edit_group, change_group, delete_group)
