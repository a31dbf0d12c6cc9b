"""What the queue and the clock do here. The events room enqueues the first two by their names."""

from typing import Any
from uuid import UUID

from events_app import clock, jobs
from events_app.invitations import news
from events_app.invitations.asking import rounds
from events_app.invitations.mailings import feeding
from events_app.invitations.seating import chances


@jobs.job("event_cancelled")
async def event_cancelled(payload: dict[str, Any]) -> None:
    """Tell the invited and the guests that an event does not take place."""
    await news.tell_cancelled(UUID(payload["event"]), clock.now())


@jobs.job("event_postponed")
async def event_postponed(payload: dict[str, Any]) -> None:
    """Tell the invited and the guests the new time of an event."""
    await news.tell_postponed(UUID(payload["event"]), clock.now())


@jobs.job("expire_invitations")
async def expire_invitations(payload: dict[str, Any]) -> None:
    """Close what nobody answered in time, and give on what that leaves."""
    now = clock.now()
    await news.expire(now)
    await chances.lapse_due(now)


@jobs.job("remind_invitees")
async def remind_invitees(payload: dict[str, Any]) -> None:
    """Remind those who have not answered, where the organiser wants it before the deadline."""
    await rounds.remind_due(clock.now())


@jobs.job("lapse_offers")
async def lapse_offers(payload: dict[str, Any]) -> None:
    """Give on the seats that nobody confirmed in time."""
    await chances.lapse_due(clock.now())


@jobs.job("seats_changed")
async def seats_changed(payload: dict[str, Any]) -> None:
    """Let the line of an event move, since it may have more seats than before."""
    await chances.let_move(UUID(payload["event"]), clock.now())


@jobs.job("feed_mailing")
async def feed_mailing(payload: dict[str, Any]) -> None:
    """Put the next messages of a letter to guests into the outbox."""
    await feeding.feed(UUID(payload["mailing"]), clock.now())


jobs.schedule("expire_invitations", "*/5 * * * *")
jobs.schedule("remind_invitees", "22 * * * *")
jobs.schedule("lapse_offers", "*/5 * * * *")
