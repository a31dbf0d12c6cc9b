"""Verbs of getting ready: the running order, who works the door."""

from uuid import UUID

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.tables import User
from events_app.database import atomically, fetch_value
from events_app.errors import NotFound
from events_app.events.bookings import PersonUnknown, must_know_people
from events_app.events.forms import AgendaForm
from events_app.events.states import locked_event
from events_app.events.tables import AgendaItem, DoorAssignment, Event
from events_app.i18n import N_
from events_app.ids import new_id


class UserUnknown(NotFound):
    code = "not_found"
    message = N_("There is no such colleague.")
    field = "user_id"


@atomically
async def add_agenda_item(actor: Actor, event: Event, form: AgendaForm) -> AgendaItem:
    """One more line at the end of the running order."""
    event = await locked_event(event)
    try:
        await must_know_people(actor.organisation, [form.presenter_id])
    except PersonUnknown as refusal:
        refusal.field = "presenter_id"
        raise
    last = await fetch_value("SELECT coalesce(max(place), 0) FROM agenda_item WHERE event = $1", event.id)
    item = AgendaItem(
        organisation=event.organisation,
        event=event.id,
        place=last + 1,
        title=form.item,
        minutes=form.minutes,
        presenter=form.presenter_id,
    )
    await item.save()
    await audit.record(actor, "agenda.added", item.id, after={"event": event.id, "title": item.title})
    return item


@atomically
async def remove_agenda_item(actor: Actor, item: AgendaItem) -> None:
    """Take a line out of the running order. Twice is once."""
    await AgendaItem.delete().where(AgendaItem.id == item.id)
    await audit.record(actor, "agenda.removed", item.id, before={"event": item.event, "title": item.title})


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
