"""JSON doors of duplicates."""

from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.errors import NotFound
from events_app.shapes import Page
from events_app.stakeholders.access import Ask, merge_here
from events_app.stakeholders.merging import actions, queries
from events_app.stakeholders.merging.forms import DistinctIn, MergeIn
from events_app.stakeholders.merging.outputs import DistinctOut, MergeOut, PairOut, PairsOut
from events_app.stakeholders.merging.tables import Distinct, Merge, MergeKind
from events_app.web.api import Cursor, Limit, after, listing

KEEP = [requires(Right.keep_directory)]
PageNumber = Annotated[int, QueryParameter(name="page", ge=1, le=100_000)]


@get("/directory/duplicates", guards=KEEP)
async def list_duplicates(
    request: Ask, kind: FromQuery[MergeKind], number: PageNumber = 1, weak: FromQuery[bool] = False
) -> PairsOut:
    """Pairs that may be the same, by name, phone, mail or employee number; with `weak` the unlikely ones, too."""
    pairs = await queries.suspects(request.user.organisation, kind.value, number, weak)
    more = number + 1 if len(pairs) > queries.PAGE else None
    return PairsOut(items=[PairOut.model_validate(one) for one in pairs[: queries.PAGE]], next=more)


@get("/directory/merges", guards=KEEP)
async def list_merges(
    request: Ask, kind: FromQuery[MergeKind | None] = None, limit: Limit = 100, cursor: Cursor = None
) -> Page[MergeOut]:
    """What went into what, in the order it was done, what was undone included."""
    rows = await queries.merges_after(request.user.organisation, after(cursor), limit + 1, kind)
    return listing(rows, limit, MergeOut.model_validate)


@post("/directory/merges", guards=KEEP)
async def merge_rows(request: Ask, data: JSONBody[MergeIn]) -> MergeOut:
    """One goes into the other. The old id is answered with the one that stays, from now on, everywhere."""
    return await _out(request, (await actions.merge(request.user, data)).id)


@get("/directory/merges/{merge_id:uuid}", guards=KEEP)
async def read_merge(request: Ask, merge_id: FromPath[UUID]) -> MergeOut:
    """One merge."""
    return await _out(request, merge_id)


@post(
    "/directory/merges/{merge_id:uuid}/undoing",
    guards=KEEP,
    status_code=200,
    dependencies={"merge": Provide(merge_here)},
)
async def undo_merge(request: Ask, merge: NamedDependency[Merge]) -> MergeOut:
    """Takes a merge back: both are there again, each with the links it had."""
    await actions.undo(request.user, merge, clock.now())
    return await _out(request, merge.id)


@get("/directory/distinctions", guards=KEEP)
async def list_distinctions(request: Ask, limit: Limit = 100, cursor: Cursor = None) -> Page[DistinctOut]:
    """Pairs that are known to be different."""
    wanted = Distinct.objects().where(Distinct.organisation == request.user.organisation)
    if (last := after(cursor)) is not None:
        wanted = wanted.where(Distinct.id > last)
    return listing(await wanted.order_by(Distinct.id).limit(limit + 1), limit, DistinctOut.model_validate)


@post("/directory/distinctions", guards=KEEP)
async def keep_apart(request: Ask, data: JSONBody[DistinctIn]) -> DistinctOut:
    """Two that look alike are not the same, and are not suggested again."""
    return DistinctOut.model_validate(await actions.keep_apart(request.user, data))


@get("/directory/distinctions/{distinction_id:uuid}", guards=KEEP)
async def read_distinction(request: Ask, distinction_id: FromPath[UUID]) -> DistinctOut:
    """One pair that is known to be different."""
    here = (Distinct.id == distinction_id) & (Distinct.organisation == request.user.organisation)
    row = await Distinct.objects().where(here).first()
    if row is None:
        raise NotFound()
    return DistinctOut.model_validate(row)


async def _out(request: Ask, merge: UUID) -> MergeOut:
    row = await queries.merge_view(request.user.organisation, merge)
    if row is None:
        raise NotFound()
    return MergeOut.model_validate(row)


doors = [
    list_duplicates,
    list_merges,
    merge_rows,
    read_merge,
    undo_merge,
    list_distinctions,
    keep_apart,
    read_distinction,
]
