"""Verbs of the running order: add, change, move and remove a line. Changes of one event take turns."""

from typing import Any
from uuid import UUID

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.database import atomically, execute, fetch, fetch_value
from events_app.errors import NotFound
from events_app.events.bookings import PersonUnknown, must_know_people
from events_app.events.programme.forms import AgendaItemIn, AgendaItemPatch, Step
from events_app.events.states import locked_event, must_stand
from events_app.events.tables import AgendaItem, Event, Session
from events_app.i18n import N_

COLUMNS = {"presenter_id": "presenter", "session_id": "session"}


class SessionUnknown(NotFound):
    code = "not_found"
    message = N_("There is no such session in this event.")
    field = "session_id"


@atomically
async def add_item(actor: Actor, event: Event, form: AgendaItemIn) -> AgendaItem:
    """One more line at the end. Raises EventCancelled, PersonUnknown, SessionUnknown."""
    event = await locked_event(event)
    must_stand(event)
    await _check(actor, event, form.presenter_id, form.session_id)
    last = await fetch_value("SELECT coalesce(max(place), 0) FROM agenda_item WHERE event = $1", event.id)
    item = AgendaItem(
        organisation=event.organisation, event=event.id, place=last + 1, **_columns(form.model_dump())
    )
    await item.save()
    await audit.record(actor, "agenda.added", item.id, after={"event": event.id, "title": item.title})
    return item


@atomically
async def change_item(actor: Actor, event: Event, item: AgendaItem, patch: AgendaItemPatch) -> AgendaItem:
    """Change what was sent; what the minutes say of it stays. Raises as `add_item`."""
    event = await locked_event(event)
    must_stand(event)
    item = await _fresh(event, item)
    await _check(actor, event, patch.presenter_id, patch.session_id)
    sent = _columns(patch.changes())
    before = {name: getattr(item, name) for name in sent if getattr(item, name) != sent[name]}
    for name in before:
        setattr(item, name, sent[name])
    if before:
        await item.save()
        after = {name: sent[name] for name in before}
        await audit.record(actor, "agenda.updated", item.id, before=before, after=after)
    return item


@atomically
async def move_item(actor: Actor, event: Event, item: AgendaItem, step: Step) -> None:
    """Change places with its neighbour of the same session; at the end of the line nothing happens."""
    event = await locked_event(event)
    must_stand(event)
    item = await _fresh(event, item)
    lines = [row["id"] for row in await fetch(NEIGHBOURS, event.id, item.session)]
    at = lines.index(item.id)
    to = at + (1 if step.direction == "down" else -1)
    if not 0 <= to < len(lines):
        return
    lines[at], lines[to] = lines[to], lines[at]
    await execute(RENUMBER, lines)
    await audit.record(actor, "agenda.moved", item.id, after={"event": event.id, "direction": step.direction})


NEIGHBOURS = """
SELECT id FROM agenda_item WHERE event = $1 AND session IS NOT DISTINCT FROM $2 ORDER BY place, id
"""
RENUMBER = """
WITH new AS (SELECT id, n FROM unnest($1::uuid[]) WITH ORDINALITY AS t (id, n)),
     old AS (SELECT place, row_number() OVER (ORDER BY place, id) AS n FROM agenda_item WHERE id = ANY($1))
UPDATE agenda_item SET place = old.place FROM new JOIN old USING (n) WHERE agenda_item.id = new.id
"""


@atomically
async def remove_item(actor: Actor, event: Event, item: AgendaItem) -> None:
    """Take a line out of the running order. Twice is once. Raises EventCancelled."""
    must_stand(await locked_event(event))
    await AgendaItem.delete().where(AgendaItem.id == item.id)
    await audit.record(actor, "agenda.removed", item.id, before={"event": item.event, "title": item.title})


async def _fresh(event: Event, item: AgendaItem) -> AgendaItem:
    found = await AgendaItem.objects().get((AgendaItem.id == item.id) & (AgendaItem.event == event.id))
    if found is None:
        raise NotFound()
    return found


async def _check(actor: Actor, event: Event, presenter: UUID | None, session: UUID | None) -> None:
    try:
        await must_know_people(actor.organisation, [presenter])
    except PersonUnknown as refusal:
        refusal.field = "presenter_id"
        raise
    mine = (Session.id == session) & (Session.event == event.id) & Session.cancelled_at.is_null()
    if session is not None and not await Session.exists().where(mine):
        raise SessionUnknown()


def _columns(sent: dict[str, Any]) -> dict[str, Any]:
    return {COLUMNS.get(name, name): value for name, value in sent.items()}
