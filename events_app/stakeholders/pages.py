"""Pages of the directory: institutions, people, and lists that come in."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromQuery, QueryParameter

from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.i18n import _
from events_app.stakeholders import actions, queries, showing
from events_app.stakeholders.access import Ask, draft_here, group_here, institution_here, person_here
from events_app.stakeholders.consents import pages as consents_pages
from events_app.stakeholders.forms import InstitutionIn, PersonIn
from events_app.stakeholders.groups.pages import doors as group_doors
from events_app.stakeholders.lists.pages import doors as list_doors
from events_app.stakeholders.merging import pages as merging_pages
from events_app.stakeholders.own_consents import pages as own_consents_pages
from events_app.stakeholders.positions import pages as positions_pages
from events_app.stakeholders.queries import InstitutionView, PersonView
from events_app.stakeholders.tables import Channel, Institution, InstitutionKind, Person, Sex
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Answer = Response[Any]
READ = [requires(Right.read)]
KEEP = [requires(Right.keep_directory)]
PageNumber = Annotated[int, QueryParameter(name="page", ge=1, le=100_000)]
Search = Annotated[str, QueryParameter(max_length=200)]


@get("/institutions", guards=READ)
async def institutions(
    request: Ask, q: Search = "", kind: FromQuery[str] = "", number: PageNumber = 1
) -> Answer:
    known = kind if kind in InstitutionKind.__members__ else None
    rows = await queries.institutions_by_name(request.user.organisation, number, q, known)
    return page(
        "stakeholders/institutions.html", **_part(rows, number), q=q, kind=known, kinds=InstitutionKind
    )


@get("/institutions/new", guards=KEEP)
async def new_institution(request: Ask) -> Answer:
    return await _institution_form(request, Form.blank(InstitutionIn))


@post("/institutions/new", guards=KEEP)
async def create_institution(request: Ask) -> Answer:
    form = await read_form(request, InstitutionIn)
    with form.refusing():
        row = await actions.create_institution(request.user, form.value)
    if not form.ok:
        return await _institution_form(request, form)
    say(request, _("%(name)s is in the directory.", name=row.name))
    return redirect(f"/institutions/{row.id}")


@get("/institutions/{institution_id:uuid}/edit", guards=KEEP)
async def edit_institution(request: Ask, institution: NamedDependency[Institution]) -> Answer:
    facts = {name: getattr(institution, name) for name in InstitutionIn.model_fields if name != "parent_id"}
    form = Form.blank(InstitutionIn, **facts, parent_id=institution.parent)
    return await _institution_form(request, form, institution)


@post("/institutions/{institution_id:uuid}/edit", guards=KEEP)
async def change_institution(request: Ask, institution: NamedDependency[Institution]) -> Answer:
    form = await read_form(request, InstitutionIn)
    with form.refusing():
        await actions.change_institution(request.user, institution, form.value.model_dump())
    if not form.ok:
        return await _institution_form(request, form, institution)
    say(request, _("Saved."))
    return redirect(f"/institutions/{institution.id}")


@get("/people", guards=READ)
async def people(request: Ask, q: Search = "", number: PageNumber = 1) -> Answer:
    rows = await queries.people_by_name(request.user.organisation, number, q)
    return page("stakeholders/people.html", **_part(rows, number), q=q)


# The router's loader has the name `institution` for itself, so the parameter has another one inside.
InInstitution = Annotated[UUID | None, QueryParameter(name="institution")]


@get("/people/new", guards=KEEP)
async def new_person(request: Ask, office: InInstitution = None) -> Answer:
    return await _person_form(request, Form.blank(PersonIn, institution_id=office))


@post("/people/new", guards=KEEP)
async def create_person(request: Ask) -> Answer:
    form = await read_form(request, PersonIn)
    with form.refusing():
        row = await actions.create_person(request.user, form.value)
    if not form.ok:
        return await _person_form(request, form)
    say(request, _("%(name)s is in the directory.", name=row.display_name))
    return redirect(f"/people/{row.id}")


@get("/people/{person_id:uuid}/edit", guards=KEEP)
async def edit_person(request: Ask, person: NamedDependency[Person]) -> Answer:
    facts = await queries.person(request.user.organisation, person.id)
    form = Form.blank(PersonIn, **{name: getattr(facts, name) for name in PersonIn.model_fields})
    return await _person_form(request, form, person)


@post("/people/{person_id:uuid}/edit", guards=KEEP)
async def change_person(request: Ask, person: NamedDependency[Person]) -> Answer:
    form = await read_form(request, PersonIn)
    with form.refusing():
        await actions.change_person(request.user, person, form.value.model_dump())
    if not form.ok:
        return await _person_form(request, form, person)
    say(request, _("Saved."))
    return redirect(f"/people/{person.id}")


def _part(rows: list[InstitutionView] | list[PersonView], number: int) -> dict[str, Any]:
    more = number + 1 if len(rows) > queries.PAGE else None
    return {"rows": rows[: queries.PAGE], "page": number, "next": more}


async def _institution_form(
    request: Ask, form: Form[InstitutionIn], row: Institution | None = None
) -> Answer:
    choices = await queries.institution_choices(request.user.organisation)
    facts = {"form": form, "row": row, "kinds": InstitutionKind, "choices": choices}
    return page("stakeholders/institution_form.html", status=form.status, **facts)


async def _person_form(request: Ask, form: Form[PersonIn], row: Person | None = None) -> Answer:
    choices = await queries.institution_choices(request.user.organisation)
    facts = {"form": form, "row": row, "sexes": Sex, "channels": Channel, "choices": choices}
    return page("stakeholders/person_form.html", status=form.status, **facts)


router = Router(
    path="/",
    route_handlers=[
        institutions,
        new_institution,
        create_institution,
        edit_institution,
        change_institution,
        people,
        new_person,
        create_person,
        edit_person,
        change_person,
        *list_doors,
        *group_doors,
        *showing.doors,
        *positions_pages.doors,
        *consents_pages.doors,
        *own_consents_pages.doors,
        *merging_pages.doors,
    ],
    dependencies={
        "institution": Provide(institution_here),
        "person": Provide(person_here),
        "draft": Provide(draft_here),
        "group": Provide(group_here),
    },
    include_in_schema=False,
)
