"""What the clock does for ratifying: new holders are asked, who has not answered is reminded, and a no is told."""

from typing import Any
from uuid import UUID

from events_app import clock, jobs
from events_app.commitments.ratifying import asking, reminders, telling


@jobs.job("ask_ratifiers")
async def ask_ratifiers(_payload: dict[str, Any]) -> None:
    """Posts change hands with a new day, which comes at another hour in each zone."""
    now = clock.now()
    await asking.ask_new_holders(now)
    await reminders.remind_due(now)


@jobs.job("tell_declined")
async def tell_declined(payload: dict[str, Any]) -> None:
    """Once a head can no longer take it back."""
    await telling.tell_declined(UUID(payload["ratification"]), clock.now())


jobs.schedule("ask_ratifiers", "10 * * * *")
