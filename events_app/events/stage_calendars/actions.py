"""Verbs of entries: bring calendars up to date, each by a mail of its own."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from events_app import tokens
from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.database import atomically, execute
from events_app.events.queries import as_parts
from events_app.events.speakers.desks import desk_of
from events_app.events.speakers.mails import facts_of
from events_app.events.stage_calendars import mails
from events_app.events.stage_calendars.due import Change, due
from events_app.events.stage_calendars.ical import session_calendar
from events_app.events.states import locked_event
from events_app.events.tables import Event, Session
from events_app.ids import new_id
from events_app.notifications import actions as outbox
from events_app.notifications.mail import is_address

KEEP = """
INSERT INTO stage_entry (id, organisation, created_at, event, session, person, address, method, sequence, sent_at, reply_hash)
VALUES ($1, $2, $9, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (session, person) DO UPDATE SET address = excluded.address, method = excluded.method,
  sequence = excluded.sequence, sent_at = excluded.sent_at
"""


@atomically
async def send_due(actor: Actor, event: Event, now: datetime) -> int:
    """Somebody has looked at what is due and sends it; how many mails went out. Twice is once."""
    actor.must(Right.plan_events)
    sent = await bring_up_to_date(actor, await locked_event(event), now)
    await audit.record(actor, "event.stage_calendars_sent", event.id, after={"sent": sent})
    return sent


async def bring_up_to_date(
    actor: Actor,
    event: Event,
    now: datetime,
    *,
    only: Collection[UUID] | None = None,
    without: Collection[str] = (),
) -> int:
    """Send what the calendars of a locked event's stage lack, of `only` these people, to no address of `without`."""
    changes = [
        one
        for one in await due(event, now)
        if (only is None or one.person in only)
        and is_address(one.address)
        and one.address.casefold() not in without
    ]
    if not changes:
        return 0
    common = await facts_of(event)
    sessions = [one.session for one in changes]
    rows = await Session.objects().where(Session.id.is_in(sessions))
    places = {part.session.id: part.place for part in await as_parts(rows)}
    letters = []
    for one in changes:
        entry = one.entry or new_id()
        text = session_calendar(event, one, common[1], places[one.session], now)
        desk = await desk_of(event, one.person)
        letters.append(mails.session_changed(event, common[1], desk, one, places[one.session], entry, text))
        await _keep(event, one, entry, now)
    await outbox.enqueue_all(actor, letters)
    return len(letters)


async def _keep(event: Event, one: Change, entry: UUID, now: datetime) -> None:
    known = tokens.digest(tokens.derive(mails.REPLY, entry))
    facts = (event.organisation, event.id, one.session, one.person, one.address, one.method, one.sequence)
    await execute(KEEP, entry, *facts, now, known)
