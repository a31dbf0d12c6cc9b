"""Reads of what the WhatsApp service told."""

from typing import Any
from uuid import UUID

from events_app.database import fetch


async def statuses(message: UUID) -> list[Any]:
    """`status`, `told_at` and `said` of each thing told of a message, in the order of its way."""
    return await fetch(
        "SELECT status, told_at, said FROM whatsapp_status WHERE message = $1 ORDER BY told_at, id", message
    )
