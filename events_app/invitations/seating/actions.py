"""Verbs of quotas: add, change, remove; whoever waits moves up when one grows or goes."""

from datetime import datetime
from uuid import UUID

import asyncpg

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.database import atomically, fetch_value, transaction
from events_app.errors import FieldError, Invalid, NotFound, Refusal
from events_app.events.states import locked_event, must_be_current
from events_app.events.tables import Event
from events_app.i18n import N_, gettext
from events_app.invitations.seating.forms import QuotaIn
from events_app.invitations.seating.standing import OF_OFFICES
from events_app.invitations.seating.tables import Quota
from events_app.invitations.waiting import move_up

TABLES = {"group_id": "stakeholder_group", "institution_id": "institution"}


COUNTABLE = f"SELECT {OF_OFFICES} FROM stakeholder_group g WHERE g.id = $1 FOR SHARE"


class LabelTaken(Refusal):
    field = "label"
    message = N_("This event has a quota of this name already.")


@atomically
async def add_quota(actor: Actor, event: Event, said: QuotaIn, now: datetime) -> Quota:
    """Keep at most so many seats for somebody. Those who have seats already keep them, even above it."""
    event = await locked_event(event)
    await _must_know(actor, said)
    row = Quota(organisation=event.organisation, event=event.id, **said.columns())
    await _save(row)
    await audit.record(actor, "quota.added", row.id, after=said.model_dump(mode="json"))
    return row


@atomically
async def change_quota(actor: Actor, quota: Quota, said: QuotaIn, now: datetime) -> Quota:
    """Write all of it anew; ChangedMeanwhile where somebody else did since. A larger one lets the line move."""
    event, row = await _locked(actor, quota)
    must_be_current(said.row_version, row)
    await _must_know(actor, said)
    before = {name: getattr(row, name) for name in said.columns()}
    for name, value in said.columns().items():
        setattr(row, name, value)
    row.row_version += 1
    await _save(row)
    await audit.record(actor, "quota.changed", row.id, before=before, after=said.columns())
    await move_up(event, now)
    return row


@atomically
async def remove_quota(actor: Actor, quota: Quota, now: datetime) -> None:
    """Whoever waited for its seats waits only for seats of the event. Twice is once."""
    event, row = await _locked(actor, quota)
    await row.remove()
    await audit.record(actor, "quota.removed", row.id, before={"label": row.label, "seats": row.seats})
    await move_up(event, now)


async def _locked(actor: Actor, quota: Quota) -> tuple[Event, Quota]:
    event = await Event.objects().get((Event.id == quota.event) & (Event.organisation == actor.organisation))
    if event is None:
        raise NotFound()
    event = await locked_event(event)
    row = await Quota.objects().get(Quota.id == quota.id)
    if row is None:
        raise NotFound()
    return event, row


async def _save(row: Quota) -> None:
    try:
        async with transaction():
            await row.save()
    except asyncpg.UniqueViolationError:
        raise LabelTaken() from None


async def _must_know(actor: Actor, said: QuotaIn) -> None:
    for name, table in TABLES.items():
        identity: UUID | None = getattr(said, name)
        sql = f"SELECT 1 FROM {table} WHERE id = $1 AND organisation = $2"
        if identity is not None and not await fetch_value(sql, identity, actor.organisation):
            raise Invalid([FieldError(name, "unknown", gettext(N_("This one is not in your directory.")))])
    if said.group_id is not None and not await fetch_value(COUNTABLE, said.group_id):
        sentence = gettext(N_("This group holds people. A quota needs a group of institutions."))
        raise Invalid([FieldError("group_id", "people", sentence)])
