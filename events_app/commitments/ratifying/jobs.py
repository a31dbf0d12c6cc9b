"""What the clock does for ratifying: new holders are asked, and whoever has not answered is reminded."""

from typing import Any

from events_app import clock, jobs
from events_app.commitments.ratifying import asking, reminders


@jobs.job("ask_ratifiers")
async def ask_ratifiers(_payload: dict[str, Any]) -> None:
    """Posts change hands with a new day, which comes at another hour in each zone."""
    now = clock.now()
    await asking.ask_new_holders(now)
    await reminders.remind_due(now)


jobs.schedule("ask_ratifiers", "10 * * * *")
