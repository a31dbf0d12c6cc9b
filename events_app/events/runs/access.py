"""The only ways to a long paper: through its event, for who may have such papers; or one's own."""

from typing import Any
from uuid import UUID

from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.errors import NotFound
from events_app.events.access import Asker
from events_app.events.runs import actions, mine
from events_app.events.runs.kinds import may_have
from events_app.events.tables import Event


async def run_here(request: Asker, event: NamedDependency[Event], run_id: FromPath[UUID]) -> Any:
    """A paper of the event that was loaded, such as this reader may have."""
    rows = await actions.runs_of(event, only=run_id)
    if not rows or not may_have(request.user, rows[0]):
        raise NotFound()
    return rows[0]


async def own_run_here(request: Asker, own_run_id: FromPath[UUID]) -> Any:
    """A paper across events that the reader asked for, and may still have."""
    rows = await mine.own(request.user, own_run_id)
    if not rows:
        raise NotFound()
    return rows[0]
