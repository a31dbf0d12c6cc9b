"""Telling somebody in line that a seat is theirs, for good or until a moment."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from events_app.accounts.actor import Actor
from events_app.events.tables import Event
from events_app.invitations import mails, queries
from events_app.notifications import actions as outbox
from events_app.notifications.mail import is_address


@dataclass(frozen=True)
class Promotion:
    """An invitation that moved up; `until` is when an offer ends, None for a seat that was given."""

    invitation: UUID
    until: datetime | None


async def write_to(event: Event, promoted: list[Promotion], now: datetime) -> None:
    """Enqueue the news for those who can be written to; the others see it behind their link."""
    if not promoted:
        return
    today = now.astimezone(ZoneInfo(event.timezone)).date()
    known = {one.id: one for one in await queries.recipients([one.invitation for one in promoted], today)}
    about = await mails.occasion(event)
    letters = [
        mails.seat_free(about, known[one.invitation], one.until, now)
        for one in promoted
        if is_address(known[one.invitation].address)
    ]
    await outbox.enqueue_all(Actor.system(event.organisation), letters)
