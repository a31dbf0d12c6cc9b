"""The way to a holiday: by its day, as the reader's organisation knows it."""

from datetime import date
from typing import Annotated

from litestar.params import PathParameter

from events_app.errors import NotFound
from events_app.events.access import Asker
from events_app.events.holidays.queries import Known, known_on

Day = Annotated[str, PathParameter(schema_extra={"format": "date"})]


async def holiday_on(request: Asker, day: Day) -> Known:
    """A day, written `YYYY-MM-DD`, that is or was a holiday of this organisation."""
    try:
        wanted = date.fromisoformat(day)
    except ValueError:
        raise NotFound() from None
    known = await known_on(request.user.organisation, wanted)
    if known is None:
        raise NotFound()
    return known
