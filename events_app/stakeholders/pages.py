"""Pages of the directory: institutions, people, and lists that come in."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency, Provide
from litestar.params import FromQuery, QueryParameter

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.errors import Refusal
from events_app.i18n import _
from events_app.stakeholders import actions, imports, queries
from events_app.stakeholders.access import Ask, draft_here, institution_here, person_here
from events_app.stakeholders.forms import ImportForm, InstitutionIn, PersonIn
from events_app.stakeholders.imports import ImportReport, ReportRow
from events_app.stakeholders.queries import InstitutionView, PersonView
from events_app.stakeholders.tables import ImportDraft, Institution, InstitutionKind, Person, Sex
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Answer = Response[Any]
READ = [requires(Right.read)]
KEEP = [requires(Right.keep_directory)]
PageNumber = Annotated[int, QueryParameter(name="page", ge=1, le=100_000)]
Search = Annotated[str, QueryParameter(max_length=200)]
LINES = 200


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
    if not form.ok:
        return await _institution_form(request, form)
    try:
        row = await actions.create_institution(request.user, form.value)
    except Refusal as refusal:
        return await _institution_form(request, form.refuse(refusal))
    say(request, _("%(name)s is in the directory.", name=row.name))
    return redirect(f"/institutions/{row.id}")


@get("/institutions/{institution_id:uuid}", guards=READ)
async def institution(
    request: Ask, institution: NamedDependency[Institution], number: PageNumber = 1
) -> Answer:
    here = request.user.organisation
    people = await queries.people_by_name(here, number, institution=institution.id)
    facts = await queries.institution(here, institution.id)
    return page("stakeholders/institution.html", **_part(people, number), institution=facts)


@get("/institutions/{institution_id:uuid}/edit", guards=KEEP)
async def edit_institution(request: Ask, institution: NamedDependency[Institution]) -> Answer:
    facts = {name: getattr(institution, name) for name in InstitutionIn.model_fields if name != "parent_id"}
    form = Form.blank(InstitutionIn, **facts, parent_id=institution.parent)
    return await _institution_form(request, form, institution)


@post("/institutions/{institution_id:uuid}/edit", guards=KEEP)
async def change_institution(request: Ask, institution: NamedDependency[Institution]) -> Answer:
    form = await read_form(request, InstitutionIn)
    if not form.ok:
        return await _institution_form(request, form, institution)
    try:
        await actions.change_institution(request.user, institution, form.value.model_dump())
    except Refusal as refusal:
        return await _institution_form(request, form.refuse(refusal), institution)
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
    if not form.ok:
        return await _person_form(request, form)
    try:
        row = await actions.create_person(request.user, form.value)
    except Refusal as refusal:
        return await _person_form(request, form.refuse(refusal))
    say(request, _("%(name)s is in the directory.", name=row.display_name))
    return redirect(f"/people/{row.id}")


@get("/people/{person_id:uuid}", guards=READ)
async def person(request: Ask, person: NamedDependency[Person]) -> Answer:
    return page("stakeholders/person.html", person=await queries.person(request.user.organisation, person.id))


@get("/people/{person_id:uuid}/edit", guards=KEEP)
async def edit_person(request: Ask, person: NamedDependency[Person]) -> Answer:
    facts = await queries.person(request.user.organisation, person.id)
    form = Form.blank(PersonIn, **{name: getattr(facts, name) for name in PersonIn.model_fields})
    return await _person_form(request, form, person)


@post("/people/{person_id:uuid}/edit", guards=KEEP)
async def change_person(request: Ask, person: NamedDependency[Person]) -> Answer:
    form = await read_form(request, PersonIn)
    if not form.ok:
        return await _person_form(request, form, person)
    try:
        await actions.change_person(request.user, person, form.value.model_dump())
    except Refusal as refusal:
        return await _person_form(request, form.refuse(refusal), person)
    say(request, _("Saved."))
    return redirect(f"/people/{person.id}")


@get("/imports/people", guards=KEEP)
async def new_import(event: FromQuery[UUID | None] = None) -> Answer:
    return page("stakeholders/import.html", form=Form.blank(ImportForm, event=event))


@post("/imports/people", guards=KEEP)
async def read_list(request: Ask) -> Answer:
    form = await read_form(request, ImportForm)
    if not form.ok:
        return page("stakeholders/import.html", status=422, form=form)
    try:
        draft = await imports.keep(request.user, *await _list_of(form.value), form.value.event)
    except Refusal as refusal:
        return page("stakeholders/import.html", status=422, form=form.refuse(refusal))
    return redirect(f"/imports/people/{draft.id}")


@get("/imports/people/{draft_id:uuid}", guards=KEEP)
async def preview_list(
    request: Ask, draft: NamedDependency[ImportDraft], show: FromQuery[str] = "", number: PageNumber = 1
) -> Answer:
    report = await imports.preview_draft(request.user, draft)
    lines = [row for row in report.rows if _shown(row, show)]
    part = lines[(number - 1) * LINES : number * LINES]
    more = number + 1 if len(lines) > number * LINES else None
    facts: dict[str, Any] = {"report": report, "lines": part, "show": show, "page": number, "next": more}
    return page("stakeholders/preview.html", draft=draft, **facts)


@post("/imports/people/{draft_id:uuid}/commit", guards=KEEP)
async def commit_list(request: Ask, draft: NamedDependency[ImportDraft]) -> Answer:
    report = await imports.commit_draft(request.user, draft, clock.now())
    say(request, _told(report))
    if draft.event:
        return redirect(f"/events/{draft.event}/invitations/new?people={draft.id}")
    return redirect("/people")


async def _list_of(given: ImportForm) -> tuple[str, bytes]:
    """The file, or what was pasted; the file counts when there are both."""
    if isinstance(given.file, UploadFile):
        return given.file.filename, await given.file.read()
    if not given.pasted:
        raise imports.NothingToRead()
    return _("Pasted cells"), given.pasted.encode("utf-8", "replace")


def _shown(row: ReportRow, show: str) -> bool:
    if show == "warnings":
        return any(problem.severity == "warning" for problem in row.problems)
    return show not in ("create", "update", "unchanged", "error") or row.outcome == show


def _told(report: ImportReport) -> str:
    return _(
        "Added %(create)s, changed %(update)s, unchanged %(unchanged)s, refused %(error)s.", **report.counts
    )


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
    facts = {"form": form, "row": row, "sexes": Sex, "choices": choices}
    return page("stakeholders/person_form.html", status=form.status, **facts)


router = Router(
    path="/",
    route_handlers=[
        institutions,
        new_institution,
        create_institution,
        institution,
        edit_institution,
        change_institution,
        people,
        new_person,
        create_person,
        person,
        edit_person,
        change_person,
        new_import,
        read_list,
        preview_list,
        commit_list,
    ],
    dependencies={
        "institution": Provide(institution_here),
        "person": Provide(person_here),
        "draft": Provide(draft_here),
    },
    include_in_schema=False,
)
