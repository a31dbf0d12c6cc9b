"""The history of a person and of an institution, from their pages."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath, QueryParameter

from events_app.reports.history import queries
from events_app.reports.history.access import MAY_READ, Asker, subject
from events_app.web.pages import page

PageNumber = Annotated[int, QueryParameter(name="page", ge=1, le=100_000)]
PLACES = {"person": "/people", "institution": "/institutions"}


@get("/people/{person_id:uuid}/history", guards=MAY_READ)
async def of_person(request: Asker, person_id: FromPath[UUID], number: PageNumber = 1) -> Response[Any]:
    """What somebody was asked to, came to, promised and delivered."""
    return await _history(request, "person", person_id, number)


@get("/institutions/{institution_id:uuid}/history", guards=MAY_READ)
async def of_institution(
    request: Asker, institution_id: FromPath[UUID], number: PageNumber = 1
) -> Response[Any]:
    """What an institution was asked to, came to, promised and delivered."""
    return await _history(request, "institution", institution_id, number)


async def _history(request: Asker, table: str, row: UUID, number: int) -> Response[Any]:
    standing, name = await subject(request, table, row)
    known = await queries.history(request.user, table, standing, number)
    here = f"{PLACES[table]}/{standing}"
    facts: dict[str, Any] = {"known": known, "name": name, "table": table, "here": here, "number": number}
    return page("reports/history/show.html", **facts)


doors: list[Any] = [of_person, of_institution]
