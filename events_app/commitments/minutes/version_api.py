"""JSON doors of finalised minutes."""

from typing import Any, Literal

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery, JSONBody

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.commitments.minutes import codes, content, finalising, keeping, queries, versions
from events_app.commitments.minutes.forms import CorrectionIn, FinaliseIn
from events_app.commitments.minutes.outputs import (
    ComparisonOut,
    MinutesChangeOut,
    MinutesOut,
    MinutesVersionOut,
)
from events_app.commitments.minutes.tables import MinutesVersion
from events_app.documents import serve
from events_app.errors import NotFound
from events_app.events.access import Asker
from events_app.events.tables import Event
from events_app.web.api import Cursor, Limit, Page, part

READ = [requires(Right.read)]
DECIDE = [requires(Right.decide)]
PDF = "application/pdf"
Language = FromQuery[Literal["id", "en"] | None]


@get("/events/{event_id:uuid}/minutes", guards=READ)
async def read_minutes(event: NamedDependency[Event]) -> MinutesOut:
    """How they stand."""
    return await _standing(event)


@post("/events/{event_id:uuid}/minutes/finalisation", guards=DECIDE)
async def finalise_minutes(
    request: Asker, written_event: NamedDependency[Event], data: JSONBody[FinaliseIn]
) -> MinutesVersionOut:
    """Freeze them as the next version, and agree to the drafts that are named; all of it or nothing."""
    version = await finalising.finalise(request.user, written_event, data, clock.now())
    return _version(version)


@post("/events/{event_id:uuid}/minutes/correction", status_code=200, guards=DECIDE)
async def begin_correction(
    request: Asker, written_event: NamedDependency[Event], data: JSONBody[CorrectionIn]
) -> MinutesOut:
    """Write them again; the next version says why, and the old ones stay."""
    await finalising.begin_correction(request.user, written_event, data.reason)
    return await _standing(written_event)


@get("/events/{event_id:uuid}/minutes/versions", guards=READ)
async def list_versions(
    event: NamedDependency[Event], limit: Limit = 100, cursor: Cursor = None
) -> Page[MinutesVersionOut]:
    """Every version, the newest first."""
    mine = MinutesVersion.event == event.id
    rows = await MinutesVersion.objects().where(mine).order_by(MinutesVersion.number, ascending=False)
    return part(rows, limit, cursor, _version)


@get("/events/{event_id:uuid}/minutes/versions/{number:int}", guards=READ)
async def read_version(minutes_version: NamedDependency[MinutesVersion]) -> MinutesVersionOut:
    """One version."""
    return _version(minutes_version)


@get("/events/{event_id:uuid}/minutes/versions/{number:int}/changes", guards=READ)
async def compare_version(
    event: NamedDependency[Event], minutes_version: NamedDependency[MinutesVersion]
) -> ComparisonOut:
    """What it says otherwise than the version before it; the first one is compared with nothing."""
    if minutes_version.number == 1:
        raise NotFound()
    before = await versions.version_of(event, minutes_version.number - 1)
    found = versions.changes(before, minutes_version, minutes_version.language)
    changes = [MinutesChangeOut.model_validate(one) for one in found]
    return ComparisonOut(version=minutes_version.number, before=before.number, changes=changes)


@get("/events/{event_id:uuid}/minutes/versions/{number:int}/minutes.pdf", guards=READ, media_type=PDF)
async def version_as_pdf(
    event: NamedDependency[Event], minutes_version: NamedDependency[MinutesVersion], language: Language = None
) -> Response[bytes]:
    """Its paper, the same whenever it is asked for."""
    name, data = await versions.pdf_of(event, minutes_version, language or event.language)
    return serve.made(name, PDF, data)


async def _standing(event: Event) -> MinutesOut:
    row, newest = await keeping.minutes_of(event), await versions.latest(event)
    state = "correcting" if row.correcting else "final" if newest else "writing"
    return MinutesOut(
        event_id=event.id,
        state=state,
        newest_version=newest.number if newest else None,
        correcting=row.correcting,
        mark=await queries.mark(event.id),
    )


def _version(row: MinutesVersion) -> MinutesVersionOut:
    return MinutesVersionOut(
        id=row.id,
        number=row.number,
        reason=row.reason,
        chair=row.chair,
        finalised_at=row.created_at,
        verify_url=codes.MINUTES.url(row.id),
        content=content.lines(versions.facts_of(row, row.language)),
    )


doors: list[Any] = [
    read_minutes,
    finalise_minutes,
    begin_correction,
    list_versions,
    read_version,
    compare_version,
    version_as_pdf,
]
