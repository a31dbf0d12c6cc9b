"""The only way to a long paper: through its event, for who may have such papers."""

from typing import Any
from uuid import UUID

from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.accounts.rights import Right
from events_app.checkin.runs import actions
from events_app.errors import NotFound
from events_app.events.access import Asker
from events_app.events.tables import Event

MAY = {
    "badges": (Right.invite, Right.manage),
    "attendance-list": (Right.invite, Right.keep_commitments, Right.manage),
}
"""Badges carry passes."""


async def run_here(request: Asker, event: NamedDependency[Event], run_id: FromPath[UUID]) -> Any:
    """A paper of the event that was loaded, of a kind that this reader may have."""
    rows = await actions.runs_of(event, only=run_id)
    if not rows or not any(request.user.may(right) for right in MAY[rows[0]["kind"]]):
        raise NotFound()
    return rows[0]
