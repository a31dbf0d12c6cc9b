"""What the clock does here: every hour it looks whether somebody is to be reminded."""

from typing import Any

from events_app import clock, jobs
from events_app.commitments.actions.reminders import remind_due


@jobs.job("remind_due")
async def remind(payload: dict[str, Any]) -> None:
    """Each zone has its own 08.00, so the hour is every hour."""
    await remind_due(clock.now())


jobs.schedule("remind_due", "0 * * * *")
