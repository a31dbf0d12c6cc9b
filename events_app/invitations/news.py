"""Telling everybody concerned that an event moved or does not take place."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from events_app.accounts.actor import Actor
from events_app.database import atomically, execute, fetch
from events_app.events.stage_calendars.actions import bring_up_to_date
from events_app.events.states import locked_event
from events_app.events.tables import Event
from events_app.invitations import mails, queries
from events_app.invitations.queries import Recipient
from events_app.notifications import actions as outbox
from events_app.notifications.mail import is_address

INVITED = (
    "SELECT id FROM invitation WHERE event = $1 AND sent_at IS NOT NULL AND state <> ALL($2) ORDER BY id"
)
COMING = "SELECT id FROM guest WHERE event = $1 AND state <> 'cancelled' ORDER BY id"

EXPIRE = """
UPDATE invitation i SET state = 'expired' FROM event e
WHERE e.id = i.event AND i.state IN ('draft', 'sent', 'opened') AND e.state <> 'cancelled'
  AND least(CASE WHEN i.state <> 'draft' OR i.reserve_place IS NULL
    THEN coalesce(i.answer_by, e.answer_by) END, e.ends_at) < $1
"""
"""Whoever waits in the reserve is asked later, perhaps with a deadline of their own."""


@atomically
async def tell_cancelled(event_id: UUID, now: datetime) -> None:
    """Write to all who were asked and did not say no, and to all guests. A second call writes nothing new."""
    event = await Event.objects().get(Event.id == event_id)
    if event is not None:
        event = await locked_event(event)
        about = await mails.occasion(event)
        people = _reached(await concerned(event, ("withdrawn", "declined"), now))
        await outbox.enqueue_all(_clock(event), [await mails.cancelled(about, one) for one in people])
        await bring_up_to_date(_clock(event), event, now)


@atomically
async def tell_postponed(event_id: UUID, now: datetime) -> None:
    """Write the new time to all who were asked, a no included: the other day may suit. Safe to repeat."""
    event = await Event.objects().get(Event.id == event_id)
    if event is not None:
        event = await locked_event(event)
        about = await mails.occasion(event)
        people = _reached(await concerned(event, ("withdrawn",), now))
        await outbox.enqueue_all(_clock(event), [await mails.postponed(about, one) for one in people])
        await bring_up_to_date(_clock(event), event, now)


async def expire(now: datetime) -> None:
    """Close the invitations that nobody answered before the deadline, or before the end."""
    await execute(EXPIRE, now)


async def concerned(event: Event, without: Sequence[str], now: datetime) -> list[Recipient]:
    """Everybody who was asked, but for those in these states, and every guest; some have no address."""
    today = now.astimezone(ZoneInfo(event.timezone)).date()
    asked = [row["id"] for row in await fetch(INVITED, event.id, list(without))]
    coming = [row["id"] for row in await fetch(COMING, event.id)]
    return [*await queries.recipients(asked, today), *await queries.pass_holders(coming)]


def _reached(people: Sequence[Recipient]) -> list[Recipient]:
    return mails.one_per_address(one for one in people if is_address(one.address))


def _clock(event: Event) -> Actor:
    return Actor.system(event.organisation)
