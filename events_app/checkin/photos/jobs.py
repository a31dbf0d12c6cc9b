"""What the clock does with photos."""

from typing import Any

from events_app import clock, jobs
from events_app.checkin.photos import actions


@jobs.job("forget_photos")
async def forget_photos(payload: dict[str, Any]) -> None:
    """Let go of photos that were taken away a week ago."""
    await actions.forget(clock.now())


jobs.schedule("forget_photos", "40 2 * * *")
