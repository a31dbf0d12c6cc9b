"""Running the clock at a moment, and what it left."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from events_app.commitments.reminding import actions, digests
from events_app.database import fetch

DUE = date(2027, 3, 31)
"""A Wednesday; the Good Friday before it, 26 March, is a holiday."""


def at(day: date, hour: int = 8, zone: str = "Asia/Jakarta") -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def before(days: int) -> datetime:
    """Eight in the morning so many days before the due date."""
    return at(DUE - timedelta(days=days))


async def run(moment: datetime) -> int:
    """A run of the clock, and the work that it leaves."""
    found = await actions.remind_due(moment)
    await digests.write_all(moment)
    return found


async def said() -> list[tuple[str, str]]:
    """Rule and recipient of what was said aloud, in order."""
    rows = await fetch(
        "SELECT rule, recipient FROM reminder_dispatch WHERE aloud ORDER BY created_at, rule, recipient"
    )
    return [(row["rule"], row["recipient"]) for row in rows]


async def messages() -> list[Any]:
    """The digests in the outbox."""
    return await fetch(
        "SELECT to_address, subject, text, language FROM message WHERE kind = 'commitments.action_reminder' ORDER BY id"
    )
