"""Dates of a series that fall on holidays, be it with their last day only."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from events_app.events.holidays.queries import holidays_on
from events_app.events.series.plans import Plan


async def holidays_met(
    organisation: UUID, plan: Plan, starts: Iterable[datetime]
) -> dict[datetime, list[str]]:
    """The names of the holidays that each local start's days meet; none for those that meet none. One query."""
    days = {start: days_of(plan, start) for start in starts}
    known = await holidays_on(organisation, {day for each in days.values() for day in each})
    met = {start: [known[day].name for day in each if day in known] for start, each in days.items()}
    return {start: list(dict.fromkeys(names)) for start, names in met.items() if names}


def days_of(plan: Plan, start: datetime) -> list[date]:
    """Every day that the plan lasts when it begins at a local start; what ends at midnight is over the day before."""
    last = (start + timedelta(seconds=max(1, plan.length)) - timedelta(microseconds=1)).date()
    return [start.date() + timedelta(days=n) for n in range((last - start.date()).days + 1)]
