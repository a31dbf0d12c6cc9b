"""The way to a holiday: by its day, as the reader's organisation knows it."""

from datetime import date

from litestar.params import FromPath

from events_app.errors import NotFound
from events_app.events.access import Asker
from events_app.events.holidays.queries import Known, known_on


async def holiday_on(request: Asker, day: FromPath[date]) -> Known:
    """A day that is or was a holiday of this organisation."""
    known = await known_on(request.user.organisation, day)
    if known is None:
        raise NotFound()
    return known
