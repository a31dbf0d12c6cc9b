"""The same search for programs."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromQuery, QueryParameter
from pydantic import Field

from events_app.accounts.actor import Actor
from events_app.reports.search import queries
from events_app.reports.search.queries import HitKind
from events_app.shapes import Moment, Out

Words = Annotated[
    str,
    QueryParameter(
        max_length=200, description="Every word must stand in what is found; two letters at least."
    ),
]
Most = Annotated[int, QueryParameter(ge=1, le=50, description="How many of each kind at most.")]


class HitOut(Out):
    """Something that was found; `url` is its page."""

    id: UUID
    ref: str
    title: str
    detail: str = Field(description="What it belongs to.")
    at: Moment | None
    timezone: str
    url: str


class HitsOut(Out):
    """The best hits of one kind; `count` is how many there are in all."""

    kind: HitKind
    count: int
    items: list[HitOut]


class SearchOut(Out):
    """What was found, kind by kind; kinds without a hit are left out."""

    groups: list[HitsOut]


@get("/search")
async def search(
    request: Request[Actor, Any, Any], q: Words = "", kind: FromQuery[HitKind | None] = None, limit: Most = 10
) -> SearchOut:
    """Look through all that this user may see."""
    found = await queries.search(request.user, q, kind, limit=limit)
    return SearchOut(groups=[HitsOut.model_validate(hits) for hits in found])


doors: list[Any] = [search]
