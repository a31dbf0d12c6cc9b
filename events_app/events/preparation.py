"""Verbs of getting ready: who works the door."""

from uuid import UUID

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.tables import User
from events_app.database import atomically, fetch_value
from events_app.errors import NotFound
from events_app.events.tables import DoorAssignment, Event
from events_app.i18n import N_
from events_app.ids import new_id


class UserUnknown(NotFound):
    code = "not_found"
    message = N_("There is no such colleague.")
    field = "user_id"


@atomically
async def assign_door(actor: Actor, event: Event, user: UUID) -> None:
    """Let a colleague work the door of this event. Twice is once. Raises UserUnknown."""
    colleague = (User.id == user) & (User.organisation == actor.organisation) & (User.active == True)  # noqa: E712
    if not await User.exists().where(colleague):
        raise UserUnknown()
    sql = """
    INSERT INTO door_assignment (id, organisation, created_at, event, "user") VALUES ($1, $2, now(), $3, $4)
    ON CONFLICT (event, "user") DO NOTHING RETURNING id
    """
    new = await fetch_value(sql, new_id(), event.organisation, event.id, user)
    if new is not None:
        await audit.record(actor, "door.assigned", event.id, after={"user": user})


@atomically
async def release_door(actor: Actor, event: Event, user: UUID) -> None:
    """Somebody no longer works this door. Twice is once."""
    mine = (DoorAssignment.event == event.id) & (DoorAssignment.user == user)
    gone = await DoorAssignment.delete().where(mine).returning(DoorAssignment.id)
    if gone:
        await audit.record(actor, "door.released", event.id, before={"user": user})
