"""The only way to a scan to look at: through its event, for those who keep attendance."""

from uuid import UUID

from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.accounts.access import requires_any
from events_app.accounts.rights import Right
from events_app.checkin.conflicts import queries
from events_app.checkin.conflicts.queries import Question
from events_app.errors import NotFound
from events_app.events.tables import Event

KEEPS_ATTENDANCE = [requires_any(Right.plan_events, Right.keep_commitments)]


async def question_here(event: NamedDependency[Event], conflict_id: FromPath[UUID]) -> Question:
    """A scan to look at of the event that was loaded."""
    found = await queries.question(event, conflict_id)
    if found is None:
        raise NotFound()
    return found
