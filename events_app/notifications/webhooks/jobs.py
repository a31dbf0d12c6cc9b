"""What the queue and the clock do for webhooks."""

from datetime import timedelta
from typing import Any

from events_app import clock, jobs
from events_app.database import execute
from events_app.notifications.webhooks import actions, sending

KEEP = timedelta(days=30)


@jobs.job("send_webhooks")
async def send_webhooks(payload: dict[str, Any]) -> None:
    """Send whatever is due."""
    await sending.send_due()


@jobs.job("sweep_webhooks")
async def sweep_webhooks(payload: dict[str, Any]) -> None:
    """Tell of events that ended meanwhile, and send again what is due again."""
    await execute("SELECT webhook_tell_closed($1)", clock.now())
    await sending.send_due()


@jobs.job("forget_webhooks")
async def forget_webhooks(payload: dict[str, Any]) -> None:
    """The log is kept for a month."""
    await actions.forget(clock.now() - KEEP)


jobs.schedule("sweep_webhooks", "* * * * *")
jobs.schedule("forget_webhooks", "41 3 * * *")
