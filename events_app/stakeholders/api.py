"""JSON doors of the directory."""

from functools import partial
from typing import Annotated
from uuid import UUID

from litestar import Router, get, patch, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, JSONBody, MultipartBody, QueryParameter

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.errors import NotFound
from events_app.shapes import Body, Page
from events_app.stakeholders import actions, imports, queries
from events_app.stakeholders.access import Ask, institution_here, person_here
from events_app.stakeholders.consents import api as consents_api
from events_app.stakeholders.forms import InstitutionIn, InstitutionPatch, PersonIn, PersonPatch
from events_app.stakeholders.groups.api import doors as group_doors
from events_app.stakeholders.lists.api import doors as mapping_doors
from events_app.stakeholders.merging import api as merging_api
from events_app.stakeholders.outputs import ImportOut, InstitutionOut, PersonOut
from events_app.stakeholders.own_consents import api as own_consents_api
from events_app.stakeholders.positions import api as positions_api
from events_app.stakeholders.tables import Institution, InstitutionKind, Person
from events_app.stakeholders.whatsapp import pages as whatsapp
from events_app.web.api import Cursor, Limit, after, listing
from events_app.web.uploads import File

READ = [requires(Right.read)]
KEEP = [requires(Right.keep_directory)]
Search = Annotated[str, QueryParameter(description="Words that must all occur.", max_length=200)]


@get("/institutions", guards=READ)
async def list_institutions(
    request: Ask,
    q: Search = "",
    kind: FromQuery[InstitutionKind | None] = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Page[InstitutionOut]:
    """Institutions in the order they were added."""
    rows = await queries.institutions_after(request.user.organisation, after(cursor), limit + 1, q, kind)
    return listing(rows, limit, InstitutionOut.model_validate)


@post("/institutions", guards=KEEP)
async def create_institution(request: Ask, data: JSONBody[InstitutionIn]) -> InstitutionOut:
    """Adds an institution; a name that exists, case and spaces folded, is 409 `institution_exists`."""
    row = await actions.create_institution(request.user, data)
    return await _institution(request, row.id)


@get("/institutions/{institution_id:uuid}", guards=READ)
async def read_institution(request: Ask, institution_id: FromPath[UUID]) -> InstitutionOut:
    """One institution."""
    return await _institution(request, institution_id)


@patch(
    "/institutions/{institution_id:uuid}",
    guards=KEEP,
    dependencies={"institution": Provide(institution_here)},
)
async def change_institution(
    request: Ask, institution: NamedDependency[Institution], data: JSONBody[InstitutionPatch]
) -> InstitutionOut:
    """Changes what is sent."""
    await actions.change_institution(request.user, institution, data.changes())
    return await _institution(request, institution.id)


@get("/people", guards=READ)
async def list_people(
    request: Ask,
    q: Search = "",
    institution_id: FromQuery[UUID | None] = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Page[PersonOut]:
    """People in the order they were added."""
    rows = await queries.people_after(request.user.organisation, after(cursor), limit + 1, q, institution_id)
    return listing(rows, limit, partial(PersonOut.seen_by, request.user))


@post("/people", guards=KEEP)
async def create_person(request: Ask, data: JSONBody[PersonIn]) -> PersonOut:
    """Adds a person; titles typed into the name are split off, the position is made when it is new."""
    row = await actions.create_person(request.user, data)
    return await _person(request, row.id)


@get("/people/{person_id:uuid}", guards=READ)
async def read_person(request: Ask, person_id: FromPath[UUID]) -> PersonOut:
    """One person."""
    return await _person(request, person_id)


@patch("/people/{person_id:uuid}", guards=KEEP, dependencies={"person": Provide(person_here)})
async def change_person(
    request: Ask, person: NamedDependency[Person], data: JSONBody[PersonPatch]
) -> PersonOut:
    """Changes what is sent."""
    await actions.change_person(request.user, person, data.changes())
    return await _person(request, person.id)


class ListUpload(Body):
    """The list: CSV or XLSX."""

    file: File


@post("/imports/people", guards=KEEP, status_code=200)
async def import_people(
    request: Ask,
    data: MultipartBody[ListUpload],
    commit: Annotated[
        bool, QueryParameter(description="Write it, or only say what would be written.")
    ] = False,
) -> ImportOut:
    """Reads a list of people and says line by line what becomes of it.

    Columns are read as they were said to mean for headings like these, see `/imports/mappings`; else recognised.
    """
    content = await data.file.read()
    if commit:
        return ImportOut.of(await imports.commit(request.user, data.file.filename, content, clock.now()))
    return ImportOut.of(await imports.preview(request.user, content))


async def _institution(request: Ask, institution_id: UUID) -> InstitutionOut:
    row = await queries.institution(request.user.organisation, institution_id)
    if row is None:
        raise NotFound()
    return InstitutionOut.model_validate(row)


async def _person(request: Ask, person_id: UUID) -> PersonOut:
    row = await queries.person(request.user.organisation, person_id)
    if row is None:
        raise NotFound()
    return PersonOut.seen_by(request.user, row)


router = Router(
    path="/",
    route_handlers=[
        list_institutions,
        create_institution,
        read_institution,
        change_institution,
        list_people,
        create_person,
        read_person,
        change_person,
        import_people,
        *mapping_doors,
        *group_doors,
        *positions_api.doors,
        *consents_api.doors,
        *own_consents_api.doors,
        *merging_api.doors,
        *whatsapp.api_doors,
    ],
    tags=["Directory"],
)
