"""What the queue and the clock do here."""

from typing import Any
from uuid import UUID

from events_app import clock, jobs
from events_app.notifications import delivery, smtp


@jobs.job("deliver")
async def deliver(payload: dict[str, Any]) -> None:
    """Deliver one message of the outbox."""
    await delivery.deliver(UUID(payload["message"]), clock.now())


@jobs.job("sweep_outbox")
async def sweep_outbox(payload: dict[str, Any]) -> None:
    """Find messages that were left behind."""
    await delivery.sweep(clock.now())


jobs.schedule("sweep_outbox", "*/10 * * * *")
jobs.at_end(smtp.hang_up)
