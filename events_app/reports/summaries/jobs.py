"""What the clock does here: figures of institutions are worked out a minute after they changed, and after midnight."""

from typing import Any

from events_app import clock, jobs
from events_app.reports.summaries import keeping


@jobs.job("refresh_summaries")
async def refresh_summaries(payload: dict[str, Any]) -> None:
    """Safe to run twice: what was not touched again is as it was."""
    await keeping.catch_up(clock.now())


jobs.schedule("refresh_summaries", "* * * * *")
