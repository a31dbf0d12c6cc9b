"""What the clock does here."""

from typing import Any

from events_app import clock, jobs
from events_app.notifications.mailbox import polling


@jobs.job("poll_mailbox")
async def poll_mailbox(payload: dict[str, Any]) -> None:
    """Read what came back."""
    await polling.poll(clock.now)


jobs.schedule("poll_mailbox", "* * * * *")
