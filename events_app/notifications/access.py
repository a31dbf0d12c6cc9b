"""The only way to a message: one's own organisation's, or not found."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request
from litestar.params import FromPath, QueryParameter

from events_app.notifications import queries
from events_app.notifications.queries import Entry
from events_app.notifications.tables import MessageState

# The framework keeps the name `state` for itself, so the parameter has another one inside.
InState = Annotated[
    MessageState | None, QueryParameter(name="state", description="Only those in this state.")
]


async def message_for_reader(request: Request[Any, Any, Any], message_id: FromPath[UUID]) -> Entry:
    """A message of the organisation of the one who asks."""
    return await queries.entry(request.user, message_id)
