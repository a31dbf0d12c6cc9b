"""The minutes as one of the event's papers: the newest version, or a draft that says so."""

from datetime import datetime
from typing import Any

from events_app.commitments.minutes import versions
from events_app.events.tables import Event


async def data(event: Event, now: datetime, _part: int) -> dict[str, Any]:
    """What was said, decided and promised; a part of which nothing is known says so."""
    return await versions.draft_paper(event, now)
