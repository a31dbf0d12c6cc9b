"""The JSON door of how inviting stands."""

from typing import Any

from litestar import get
from litestar.di import NamedDependency

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.events.access import Asker
from events_app.events.tables import Event
from events_app.invitations.overview import queries
from events_app.invitations.overview.outputs import SummaryOut, summary

READ = [requires(Right.read)]


@get("/events/{event_id:uuid}/invitations/summary", guards=READ)
async def read_summary(request: Asker, event: NamedDependency[Event]) -> SummaryOut:
    """From invited to coming, by kind and institution, who is missing, expected by sex, answers over time."""
    seen = await queries.overview(event, clock.now())
    return summary(seen, entitled=request.user.may(Right.invite))


doors: list[Any] = [read_summary]
