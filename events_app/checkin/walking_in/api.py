"""The JSON door of walk-ins under an id of the device."""

from typing import Any

from litestar import post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.checkin.verdicts import Verdict
from events_app.checkin.walking_in.actions import record_walk_in
from events_app.checkin.walking_in.forms import WalkInIn
from events_app.events.access import Asker
from events_app.events.tables import Event


@post("/events/{event_id:uuid}/walk-ins", status_code=200, guards=[requires(Right.scan)])
async def add_walk_in(request: Asker, door: NamedDependency[Event], data: JSONBody[WalkInIn]) -> Verdict:
    """Let somebody in by name, once an id: sent again, also when they were let in without network, it answers the same.

    With `offline` a guest who was inside already, or another guest of that name, becomes a scan to look at.
    """
    return await record_walk_in(request.user, door, data, clock.now())


doors: list[Any] = [add_walk_in]
