"""JSON doors of entries: what is due, and sending it."""

from typing import Literal
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from pydantic import Field

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.events.access import Asker
from events_app.events.stage_calendars import actions
from events_app.events.stage_calendars.due import due
from events_app.events.tables import Event
from events_app.notifications.mail import is_address
from events_app.shapes import Moment, Out, Page

PLAN = [requires(Right.plan_events)]
READ = [requires(Right.read)]


class CalendarDueOut(Out):
    """An entry that a calendar of somebody on stage lacks (`REQUEST`), or holds and should not (`CANCEL`)."""

    session_id: UUID = Field(validation_alias="session")
    person_id: UUID = Field(validation_alias="person")
    name: str
    title: str
    starts_at: Moment
    ends_at: Moment
    method: Literal["REQUEST", "CANCEL"]
    sequence: int = Field(description="The session's own counter (RFC 5546, 2.1.4).")
    reachable: bool = Field(description="Whether they have a mail address.")


class CalendarsSentOut(Out):
    """How many mails went out."""

    sent: int


@get("/events/{event_id:uuid}/speakers/calendars", guards=READ)
async def list_due_calendars(event: NamedDependency[Event]) -> Page[CalendarDueOut]:
    """What calendars of people on stage should be told and were not; all at once, by time."""
    found = await due(event, clock.now())
    facts = [vars(one) | {"reachable": is_address(one.address)} for one in found]
    return Page[CalendarDueOut](items=[CalendarDueOut.model_validate(one) for one in facts])


@post("/events/{event_id:uuid}/speakers/calendars", guards=PLAN, status_code=200)
async def send_due_calendars(request: Asker, event: NamedDependency[Event]) -> CalendarsSentOut:
    """Send it, each as a mail of its own. Twice is once."""
    return CalendarsSentOut(sent=await actions.send_due(request.user, event, clock.now()))


doors = [list_due_calendars, send_due_calendars]
