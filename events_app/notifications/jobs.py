"""What the queue and the clock do here."""

from typing import Any
from uuid import UUID

from events_app import clock, jobs
from events_app.notifications import channels, delivery, smtp


@jobs.job("deliver")
async def deliver(payload: dict[str, Any]) -> None:
    """Deliver one message of the outbox by its channel, or some of a crowd in their turn."""
    if "message" in payload:
        await channels.deliver(UUID(payload["message"]), clock.now())
        return
    some = [UUID(one) for one in payload["messages"]]
    if payload.get("in_turn") or await delivery.may_go(some, clock.now()):
        for one in some:
            await channels.deliver(one, clock.now())


@jobs.job("sweep_outbox")
async def sweep_outbox(payload: dict[str, Any]) -> None:
    """Find messages that were left behind."""
    await delivery.sweep(clock.now())


jobs.schedule("sweep_outbox", "*/10 * * * *")
jobs.at_end(smtp.hang_up)
