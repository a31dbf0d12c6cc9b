"""What the queue and the clock do here. The events room enqueues the first two by their names."""

from typing import Any
from uuid import UUID

from events_app import clock, jobs
from events_app.invitations import news


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
    """Close what nobody answered in time."""
    await news.expire(clock.now())


jobs.schedule("expire_invitations", "7 * * * *")
