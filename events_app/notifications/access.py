"""The only way to a message: one's own organisation's, or not found."""

from datetime import date, datetime, time, timedelta
from typing import Annotated, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Request
from litestar.params import FromPath, QueryParameter

from events_app.notifications import queries
from events_app.notifications.queries import Entry
from events_app.notifications.tables import MessageState

# The framework keeps the name `state` for itself, so the parameter has another one inside.
InState = Annotated[
    MessageState | None, QueryParameter(name="state", description="Only those in this state.")
]

FIRST_YEAR, LAST_YEAR = 1990, 2200
"""A moment outside of these is nobody's question, and may be none in another time zone."""


def day(text: str, zone: ZoneInfo, *, after: int = 0) -> datetime | None:
    """The moment a day begins, or so many days after it; what is no day asks for nothing."""
    try:
        asked = date.fromisoformat(text) + timedelta(days=after)
    except (ValueError, OverflowError):
        return None
    return datetime.combine(asked, time(), zone) if FIRST_YEAR <= asked.year <= LAST_YEAR else None


async def message_for_reader(request: Request[Any, Any, Any], message_id: FromPath[UUID]) -> Entry:
    """A message of the organisation of the one who asks."""
    return await queries.entry(request.user, message_id)
