"""On which holidays something is to take place."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from events_app.events.holidays.queries import Known, holidays_on
from events_app.events.tables import Event

LONGEST = 60
"""Days of an event without sessions that are looked at."""


async def holidays_of(event: Event, times: Iterable[tuple[datetime, datetime]]) -> list[Known]:
    """The holidays on which these times, or without any the event itself, lie in the event's zone."""
    spans = list(times) or [(event.starts_at, event.ends_at)]
    days = {day for start, end in spans if start and end for day in _days(start, end, event.timezone)}
    found = await holidays_on(event.organisation, days)
    return [found[day] for day in sorted(found)]


def _days(start: datetime, end: datetime, zone: str) -> list[date]:
    first = start.astimezone(ZoneInfo(zone)).date()
    last = (end - timedelta(seconds=1)).astimezone(ZoneInfo(zone)).date()
    return [first + timedelta(days=number) for number in range(min((last - first).days + 1, LONGEST))]
