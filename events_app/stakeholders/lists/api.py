"""JSON doors of what columns were said to mean; `POST /imports/people` reads by them."""

from uuid import UUID

from litestar import delete, get, post
from litestar.params import FromPath, JSONBody
from pydantic import Field

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.errors import NotFound
from events_app.shapes import Moment, Out, Page
from events_app.stakeholders.access import Ask
from events_app.stakeholders.lists import mappings
from events_app.stakeholders.lists.forms import MappingIn
from events_app.web.api import Cursor, Limit, part

KEEP = [requires(Right.keep_directory)]


class MappingOut(Out):
    """What the columns under these headings mean, one field for each heading; an empty field is not read.

    A list with the same headings in any order is read by it.
    """

    id: UUID
    headings: list[str] = Field(examples=[["Wong", "Kantor Asal", "Kode"]])
    fields: list[str] = Field(examples=[["full_name", "institution", ""]])
    said_by: str = Field(examples=["Alice Wijaya"])
    used_at: Moment


@get("/imports/mappings", guards=KEEP)
async def list_mappings(request: Ask, limit: Limit = 100, cursor: Cursor = None) -> Page[MappingOut]:
    """What columns were said to mean, the mapping used last first; the two hundred last used.

    A mapping that is used moves to the front: a cursor whose row was forgotten is 422, and the list is read again.
    """
    rows = await mappings.remembered(request.user.organisation)
    return part(rows, limit, cursor, MappingOut.model_validate)


@post("/imports/mappings", guards=KEEP)
async def remember_mapping(request: Ask, data: JSONBody[MappingIn]) -> MappingOut:
    """Say what columns under these headings mean; said again, the later word counts."""
    made = await mappings.say(request.user, data.headings, data.fields, clock.now())
    return await _one(request, made)


@get("/imports/mappings/{mapping_id:uuid}", guards=KEEP)
async def read_mapping(request: Ask, mapping_id: FromPath[UUID]) -> MappingOut:
    """One mapping."""
    return await _one(request, mapping_id)


@delete("/imports/mappings/{mapping_id:uuid}", guards=KEEP, status_code=204)
async def forget_mapping(request: Ask, mapping_id: FromPath[UUID]) -> None:
    """Forget it: the next list like it is recognised by its headings."""
    if not await mappings.forget(request.user, mapping_id):
        raise NotFound()


async def _one(request: Ask, mapping: UUID) -> MappingOut:
    row = await mappings.one(request.user.organisation, mapping)
    if row is None:
        raise NotFound()
    return MappingOut.model_validate(row)


doors = [list_mappings, remember_mapping, read_mapping, forget_mapping]
