"""References that people read and say aloud, such as `K-2026-08-0012`."""

from datetime import date
from uuid import UUID

from events_app.database import fetch_value

NEXT = """
INSERT INTO counter (key, value) VALUES ($1, 1)
ON CONFLICT (key) DO UPDATE SET value = counter.value + 1 RETURNING value
"""


async def next_reference(organisation: UUID, prefix: str, day: date) -> str:
    """The next reference of an organisation, prefix and month; without gaps when its transaction commits."""
    month = f"{day:%Y-%m}"
    number = await fetch_value(NEXT, f"{organisation}:{prefix}:{month}")
    return f"{prefix}-{month}-{number:04d}"
