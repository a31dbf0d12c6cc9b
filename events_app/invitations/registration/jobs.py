"""What the clock does for registrations."""

from typing import Any

from events_app import clock, jobs
from events_app.invitations.registration import actions


@jobs.job("forget_registrations")
async def forget_registrations(payload: dict[str, Any]) -> None:
    """Delete what nobody confirmed in time."""
    await actions.forget(clock.now())


jobs.schedule("forget_registrations", "23 * * * *")
