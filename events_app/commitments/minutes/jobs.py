"""What the queue does for minutes."""

from typing import Any
from uuid import UUID

from events_app import clock, jobs
from events_app.accounts.actor import Actor
from events_app.commitments.minutes import mailing
from events_app.commitments.minutes.tables import MinutesVersion


@jobs.job("mail_minutes")
async def mail_minutes(payload: dict[str, Any]) -> None:
    """Write to those who were there and to the owners."""
    version = UUID(str(payload["version"]))
    row = await MinutesVersion.select(MinutesVersion.organisation).where(MinutesVersion.id == version).first()
    if row is None:
        return
    user = payload.get("user")
    actor = Actor(row["organisation"], UUID(str(user)) if user else None, str(payload.get("name", "")))
    await mailing.send(actor, version, clock.now())
