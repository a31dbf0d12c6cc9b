"""JSON doors of indicators."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.commitments.access import Asker
from events_app.commitments.indicators import actions, packing, pages, queries
from events_app.commitments.indicators.forms import IndicatorChoiceIn, IndicatorIn, IndicatorLinesIn, PackForm
from events_app.commitments.indicators.outputs import (
    ChosenIndicatorOut,
    IndicatorOut,
    IndicatorSheetOut,
    LoadedOut,
    ServingOut,
    facts_of,
    indicator_out,
)
from events_app.commitments.indicators.pages import Personal
from events_app.commitments.indicators.queries import indicator_of
from events_app.commitments.tables import Commitment
from events_app.events.runs import mine
from events_app.events.runs.api import FileOperation, PaperRunOut
from events_app.web.api import Cursor, Limit, Page, part

READ, KEEP = [requires(Right.read)], [requires(Right.keep_commitments)]


@get("/indicators", guards=READ)
async def list_indicators(request: Asker, limit: Limit = 100, cursor: Cursor = None) -> Page[IndicatorOut]:
    """Every indicator with its figures, list by list."""
    return part(await queries.figures(request.user), limit, cursor, indicator_out)


@post("/indicators", guards=KEEP)
async def save_indicator(request: Asker, data: JSONBody[IndicatorIn]) -> IndicatorOut:
    """Add one; the same scheme, version and code again changes its label."""
    row = await actions.save(request.user, data, clock.now())
    return indicator_out(await indicator_of(request.user, row.id))


@post("/indicators/import", guards=KEEP, status_code=200)
async def import_indicators(request: Asker, data: JSONBody[IndicatorLinesIn]) -> LoadedOut:
    """Read a CSV: all of its lines, or none and what is wrong with each."""
    return LoadedOut(count=await actions.read_lines(request.user, data, clock.now()))


@get("/indicators/{indicator_id:uuid}", guards=READ)
async def read_indicator(request: Asker, indicator_id: FromPath[UUID]) -> IndicatorSheetOut:
    """One with the commitments that serve it."""
    one = await indicator_of(request.user, indicator_id)
    rows = await queries.serving(request.user, one.id)
    return IndicatorSheetOut(**facts_of(one), serving=[ServingOut(**row) for row in rows])


class PackOperation(FileOperation):
    """A zip."""

    MEDIA = ("application/zip",)


@get(
    "/indicators/{indicator_id:uuid}/evidence",
    guards=READ,
    operation_class=PackOperation,
    refuses=["409"],
)
async def indicator_evidence(
    request: Asker, indicator_id: FromPath[UUID], personal: Personal = False
) -> Response[Any]:
    """The evidence pack, a zip. With `personal` for those who work with it; 403 `personal_data` for others.

    409 `pack_large` for more than 20 MB: have that packed by a run.
    """
    return await pages.packed(request.user, indicator_id, personal)


@post("/indicators/{indicator_id:uuid}/evidence-runs", guards=READ, status_code=202)
async def pack_indicator_evidence(
    request: Asker, indicator_id: FromPath[UUID], data: JSONBody[PackForm]
) -> PaperRunOut:
    """Have the evidence packed by the worker; asked for again meanwhile it is the same. See `/paper-runs`.

    409 `pack_too_large` for more than 50 MB, of which one pack has no room.
    """
    one = await indicator_of(request.user, indicator_id)
    run = await packing.ask(request.user, one, clock.now(), personal=data.personal)
    [row] = await mine.own(request.user, run)
    return PaperRunOut.of(row)


@get("/commitments/{commitment_id:uuid}/indicators", guards=READ)
async def list_commitment_indicators(
    commitment: NamedDependency[Commitment], limit: Limit = 100, cursor: Cursor = None
) -> Page[ChosenIndicatorOut]:
    """Those that a commitment serves."""
    rows = [ChosenIndicatorOut(**row) for row in await queries.chosen(commitment.id)]
    return part(rows, limit, cursor, lambda row: row)


@put("/commitments/{commitment_id:uuid}/indicators", guards=KEEP)
async def choose_indicators(
    request: Asker, commitment: NamedDependency[Commitment], data: JSONBody[IndicatorChoiceIn]
) -> Page[ChosenIndicatorOut]:
    """Say which it serves: exactly these."""
    await actions.choose(request.user, commitment, data, clock.now())
    rows = await queries.chosen(commitment.id)
    return Page[ChosenIndicatorOut](items=[ChosenIndicatorOut(**row) for row in rows], next=None)


doors: list[Any] = [
    list_indicators,
    save_indicator,
    import_indicators,
    read_indicator,
    indicator_evidence,
    pack_indicator_evidence,
    list_commitment_indicators,
    choose_indicators,
]
