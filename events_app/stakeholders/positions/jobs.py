"""What the clock does for positions: cards follow holdings that begin or end with a new day."""

from typing import Any

from events_app.jobs import job, schedule
from events_app.stakeholders.positions import settling


@job("settle_holdings")
async def settle_holdings(_payload: dict[str, Any]) -> None:
    """Bring the cards up to today."""
    await settling.settle_due()


schedule("settle_holdings", "5 * * * *")  # midnight comes at another hour in each time zone
