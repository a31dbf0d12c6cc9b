"""Who is signed in on a phone that is being paired: the gate knows a user before it knows a phone."""

from typing import Any

from events_app import clock
from events_app.accounts import queries
from events_app.accounts.access import IDLE, Connection, address_of, session_cookie
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.events.tables import DoorAssignment


async def in_the_way(connection: Connection, device: Any) -> Actor | None:
    """The user of this browser, if they may not work the device's door: they would be refused in the phone's place."""
    cookie, now = connection.cookies.get(session_cookie()), clock.now()
    row = await queries.by_session(cookie, now, now - IDLE) if cookie else None
    if row is None:
        return None
    actor = queries.actor_of(row, "session", address_of(connection))
    return None if await _works_there(actor, device) else actor


async def _works_there(actor: Actor, device: Any) -> bool:
    if actor.organisation != device["organisation"]:
        return False
    if actor.may(Right.plan_events):
        return True
    assigned = (DoorAssignment.event == device["event"]) & (DoorAssignment.user == actor.user)
    return actor.may(Right.scan) and await DoorAssignment.exists().where(assigned)
