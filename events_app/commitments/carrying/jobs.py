"""What the clock does here: every hour it looks whether a next meeting must speak of what is late."""

from typing import Any

from events_app import clock, jobs
from events_app.commitments.carrying import agenda


@jobs.job("put_late_on_agendas")
async def put_late_on_agendas(payload: dict[str, Any]) -> None:
    """Safe to run twice: an agenda gets its line once."""
    await agenda.put_late(clock.now())


jobs.schedule("put_late_on_agendas", "10 * * * *")
