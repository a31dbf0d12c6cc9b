"""What the queue does about who answers for what."""

from typing import Any
from uuid import UUID

from events_app import jobs
from events_app.commitments.assigning import disowning


@jobs.job("duties_disowned")
async def duties_disowned(payload: dict[str, Any]) -> None:
    """Tells those who can pass the duties on."""
    await disowning.tell(UUID(payload["objection"]))
