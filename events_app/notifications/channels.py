"""The channels that a message of the outbox may travel by: each knows its own rows and does nothing for others."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID

from events_app.notifications import delivery
from events_app.notifications.whatsapp import actions as whatsapp

Deliver = Callable[[UUID, datetime], Awaitable[None]]
"""Send a queued message once; at-least-once jobs may call it as often as they like."""

CHANNELS: dict[str, Deliver] = {"email": delivery.deliver, "whatsapp": whatsapp.deliver}


async def deliver(message: UUID, now: datetime) -> None:
    """Deliver a message by the channel it was written for; one that is gone needs nothing."""
    channel = CHANNELS.get(await whatsapp.channel_of(message))
    if channel is not None:
        await channel(message, now)
