"""What the clock does for accounts: forgets sessions and counters that no longer mean anything."""

from typing import Any

from events_app import clock
from events_app.accounts import sessions
from events_app.jobs import job, schedule


@job("forget_expired")
async def forget_expired(_payload: dict[str, Any]) -> None:
    await sessions.forget_expired(clock.now())


schedule("forget_expired", "17 3 * * *")
