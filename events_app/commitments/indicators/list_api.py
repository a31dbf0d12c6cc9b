"""JSON doors of whole lists of indicators: those that come along, those of a file, and what is offered no more."""

from typing import Annotated, Any
from uuid import UUID

from litestar import delete, get, post
from litestar.params import FromPath, JSONBody, QueryParameter

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.commitments.access import Asker
from events_app.commitments.indicators import actions, reading, retiring
from events_app.commitments.indicators.forms import IndicatorLinesIn, IndicatorListIn
from events_app.commitments.indicators.outputs import (
    IndicatorLinesOut,
    IndicatorOut,
    LoadedOut,
    ShippedListsOut,
    counts_of,
    indicator_out,
    line_out,
    shipped_out,
)
from events_app.commitments.indicators.queries import indicator_of
from events_app.commitments.indicators.shipped import SHIPPED
from events_app.commitments.indicators.tables import Scheme
from events_app.errors import NotFound
from events_app.web.faults import checked

READ, KEEP = [requires(Right.read)], [requires(Right.keep_commitments)]
Version = Annotated[
    str, QueryParameter(min_length=1, max_length=20, description="Which version of the list.")
]
Which = Annotated[Scheme, QueryParameter(description="Whose list.")]


@post("/indicators/import/preview", guards=KEEP, status_code=200)
async def preview_indicators(request: Asker, data: JSONBody[IndicatorLinesIn]) -> IndicatorLinesOut:
    """What would become of each line of a CSV; nothing is written."""
    lines = await reading.plan(request.user.organisation, data.csv)
    return IndicatorLinesOut(rows=[line_out(one) for one in lines], counts=counts_of(lines))


@get("/indicator-lists", guards=READ)
async def list_shipped_indicators() -> ShippedListsOut:
    """Lists that come along, with version and source."""
    return ShippedListsOut(items=[shipped_out(one) for one in SHIPPED.values()])


@post("/indicator-lists/{list_name:str}", guards=KEEP, status_code=200)
async def load_shipped_indicators(request: Asker, list_name: FromPath[str]) -> LoadedOut:
    """Load one of them: `sdg` or `kla`. Twice is once; what was retired of it is offered again."""
    if list_name not in SHIPPED:
        raise NotFound()
    return LoadedOut(count=await actions.load(request.user, SHIPPED[list_name], clock.now()))


@post("/indicators/{indicator_id:uuid}/retirement", guards=KEEP, status_code=200)
async def retire_indicator(request: Asker, indicator_id: FromPath[UUID]) -> IndicatorOut:
    """Offer it no more: no commitment can choose it anew, those that name it keep it. Twice is once."""
    one = await indicator_of(request.user, indicator_id)
    await retiring.retire(request.user, one.id, clock.now())
    return indicator_out(await indicator_of(request.user, one.id))


@delete("/indicators/{indicator_id:uuid}/retirement", guards=KEEP, status_code=200)
async def offer_indicator(request: Asker, indicator_id: FromPath[UUID]) -> IndicatorOut:
    """Offer it again. Twice is once."""
    one = await indicator_of(request.user, indicator_id)
    await retiring.offer(request.user, one.id)
    return indicator_out(await indicator_of(request.user, one.id))


@post("/indicators/retirement", guards=KEEP, status_code=200)
async def retire_indicator_list(request: Asker, data: JSONBody[IndicatorListIn]) -> LoadedOut:
    """Offer nothing of a version of a list any more; how many were offered until now."""
    return LoadedOut(count=await retiring.retire_list(request.user, data, clock.now()))


@delete("/indicators/retirement", guards=KEEP, status_code=200)
async def offer_indicator_list(request: Asker, scheme: Which, version: Version) -> LoadedOut:
    """Offer all of a version of a list again; how many were not."""
    which = checked(IndicatorListIn, {"scheme": scheme, "version": version})
    return LoadedOut(count=await retiring.offer_list(request.user, which))


doors: list[Any] = [
    preview_indicators,
    list_shipped_indicators,
    load_shipped_indicators,
    retire_indicator,
    offer_indicator,
    retire_indicator_list,
    offer_indicator_list,
]
