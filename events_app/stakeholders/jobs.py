"""What the clock does here."""

from datetime import timedelta
from typing import Any

from events_app import clock, jobs
from events_app.stakeholders import imports

KEPT = timedelta(days=30)
"""How long an uploaded list is kept: long enough to come back to a preview, and to invite whom it named."""


@jobs.job("forget_lists")
async def forget_lists(payload: dict[str, Any]) -> None:
    """Let go of old uploaded lists: they hold names and numbers that live in the directory now."""
    await imports.forget(clock.now() - KEPT)


jobs.schedule("forget_lists", "17 3 * * *")
