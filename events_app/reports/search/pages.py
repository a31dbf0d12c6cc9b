"""The page of the search box: the best hits of every kind, or all of one."""

from typing import Annotated, Any

from litestar import Request, Response, get
from litestar.params import FromQuery, QueryParameter

from events_app.accounts.actor import Actor
from events_app.reports.search import queries, words
from events_app.reports.search.queries import HitKind
from events_app.web.pages import page

FEW = 5
Typed = Annotated[str, QueryParameter(max_length=2_000)]


@get("/search")
async def results(
    request: Request[Actor, Any, Any], q: Typed = "", kind: FromQuery[str] = "", skip: FromQuery[int] = 0
) -> Response[Any]:
    """What was found, or why nothing was looked for."""
    wanted = HitKind(kind) if kind in HitKind.__members__ else None
    skip = min(max(skip, 0), 100_000) if wanted else 0
    limit = queries.PAGE if wanted else FEW
    return page(
        "reports/search/results.html",
        q=q[: queries.LONGEST],
        looked=bool(queries.words_of(q)),
        found=await queries.search(request.user, q, wanted, limit=limit, skip=skip),
        kind=wanted,
        skip=skip,
        limit=limit,
        words=words,
    )


doors: list[Any] = [results]
