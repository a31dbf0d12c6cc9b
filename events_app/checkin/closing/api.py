"""JSON doors of a door's settings."""

from typing import Any

from litestar import get, put
from litestar.di import NamedDependency
from litestar.params import JSONBody
from pydantic import Field

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.checkin.closing import actions
from events_app.checkin.closing.forms import DoorIn
from events_app.events.access import Asker
from events_app.events.tables import Event
from events_app.shapes import Out

READ = [requires(Right.read)]
PLAN = [requires(Right.plan_events)]


class DoorOut(Out):
    """How an event's door keeps the times of leaving."""

    one_room: bool = Field(description="Entering a session leaves the others; leaving the event leaves all.")
    checks_out: bool = Field(description="Whoever is inside at the closing time is checked out then.")


@get("/events/{event_id:uuid}/door", guards=READ)
async def read_door(event: NamedDependency[Event]) -> DoorOut:
    """The settings of an event's door."""
    return DoorOut.model_validate(await actions.door_of(event))


@put("/events/{event_id:uuid}/door", guards=PLAN)
async def set_door(request: Asker, event: NamedDependency[Event], data: JSONBody[DoorIn]) -> DoorOut:
    """Write all of it anew; times of leaving follow, of earlier scans too."""
    return DoorOut.model_validate(await actions.set_door(request.user, event, data, clock.now()))


doors: list[Any] = [read_door, set_door]
