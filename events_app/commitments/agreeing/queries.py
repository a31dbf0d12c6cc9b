"""Reads for agreeing."""

from uuid import UUID

from events_app.database import fetch_value


async def drafts_of(event: UUID) -> int:
    """How many promises of an event wait to be agreed."""
    return int(
        await fetch_value("SELECT count(*) FROM commitment WHERE event = $1 AND state = 'draft'", event)
    )
