"""JSON doors of groups."""

from uuid import UUID

from litestar import delete, get, patch, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, JSONBody
from pydantic import Field

from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.errors import NotFound
from events_app.shapes import Moment, Out, Page
from events_app.stakeholders.access import Ask, group_here
from events_app.stakeholders.groups import actions, queries
from events_app.stakeholders.groups.forms import GroupIn, GroupPatch
from events_app.stakeholders.groups.queries import MemberView
from events_app.stakeholders.tables import Group, GroupTaking, InstitutionKind
from events_app.web.api import Cursor, Limit, after, listing

READ = [requires(Right.read)]
KEEP = [requires(Right.keep_directory)]
HERE = {"group": Provide(group_here)}


class GroupOut(Out):
    """A group. `count` is how many are in it now."""

    id: UUID
    name: str = Field(examples=["Semua lurah"])
    note: str
    by_rule: bool
    taking: GroupTaking
    kinds: list[InstitutionKind]
    within_id: UUID | None
    region_code: str
    title: str
    count: int
    row_version: int
    created_at: Moment


class MemberOut(Out):
    """An institution or a person who is in a group now; one of the two ids is null."""

    institution_id: UUID | None
    person_id: UUID | None
    name: str
    reachable: bool = Field(description="Whether mail finds them, the institution's head included.")


@get("/groups", guards=READ)
async def list_groups(request: Ask, limit: Limit = 100, cursor: Cursor = None) -> Page[GroupOut]:
    """Groups in the order they were made."""
    rows = await queries.after(request.user.organisation, after(cursor), limit + 1)
    return listing(rows, limit, GroupOut.model_validate)


@post("/groups", guards=KEEP)
async def create_group(request: Ask, data: JSONBody[GroupIn]) -> GroupOut:
    """Makes a group by hand or by rule; a name that exists is 409 `group_exists`."""
    return await _group(request, (await actions.create(request.user, data)).id)


@get("/groups/{group_id:uuid}", guards=READ)
async def read_group(request: Ask, group_id: FromPath[UUID]) -> GroupOut:
    """One group."""
    return await _group(request, group_id)


@patch("/groups/{group_id:uuid}", guards=KEEP, dependencies=HERE)
async def change_group(request: Ask, group: NamedDependency[Group], data: JSONBody[GroupPatch]) -> GroupOut:
    """Changes what is sent; members that are sent replace all. 409 `changed_meanwhile` for an old `row_version`,
    `group_counts_offices` where it would hold people while a quota uses it."""
    await actions.change(request.user, group, data.changes())
    return await _group(request, group.id)


@delete("/groups/{group_id:uuid}", guards=KEEP, dependencies=HERE, status_code=204)
async def delete_group(request: Ask, group: NamedDependency[Group]) -> None:
    """Takes the group away, not its members; 409 `group_in_use` while a quota or a quorum uses it."""
    await actions.delete(request.user, group)


@get("/groups/{group_id:uuid}/members", guards=READ, dependencies=HERE)
async def list_group_members(
    request: Ask, group: NamedDependency[Group], limit: Limit = 100, cursor: Cursor = None
) -> Page[MemberOut]:
    """Who is in the group now; a rule is followed at this moment."""
    rows = await queries.members_after(request.user.organisation, group.id, after(cursor), limit + 1)
    return listing(rows, limit, _member)


async def _group(request: Ask, group_id: UUID) -> GroupOut:
    row = await queries.one(request.user.organisation, group_id)
    if row is None:
        raise NotFound()
    return GroupOut.model_validate(row)


def _member(row: MemberView) -> MemberOut:
    office, person = (row.id, None) if row.office else (None, row.id)
    return MemberOut(institution_id=office, person_id=person, name=row.name, reachable=row.reachable)


doors = (list_groups, create_group, read_group, change_group, delete_group, list_group_members)
