"""What the clock does at the doors."""

from typing import Any

from events_app import clock, jobs
from events_app.checkin.closing import actions


@jobs.job("close_doors")
async def close_doors(payload: dict[str, Any]) -> None:
    """Check out whoever is still inside where the door has closed."""
    await actions.close_doors(clock.now())


jobs.schedule("close_doors", "*/5 * * * *")
