"""Times as people give them: zones that exist, hours that exist, dates within reach."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from pydantic_core import PydanticCustomError

from events_app.i18n import N_

_NO_PLACES = {"Factory", "localtime"}
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)


def known_zone(zone: str) -> str:
    """The zone itself; one that does not exist is refused with `unknown_zone`."""
    if zone not in available_timezones() or zone in _NO_PLACES:
        raise PydanticCustomError("unknown_zone", N_("This time zone does not exist. Asia/Jakarta is one."))
    return zone


def in_reach(moment: datetime | None) -> datetime | None:
    """The moment in UTC; a year like 0026 is a slip of the keyboard."""
    if moment is not None and not EARLIEST <= moment <= LATEST:
        raise PydanticCustomError("out_of_reach", N_("This date is too far away to be meant."))
    return moment.astimezone(UTC) if moment is not None else None


def days_between(starts_at: datetime, ends_at: datetime, zone: str) -> tuple[date, date]:
    """The first and the last day in a zone; what ends at midnight has no part of the day that begins then."""
    there = ZoneInfo(zone)
    first = starts_at.astimezone(there).date()
    return first, max(first, (ends_at - timedelta(microseconds=1)).astimezone(there).date())


def bounds_of_day(day: date, zone: str) -> tuple[datetime, datetime]:
    """A day's first moment and the next day's; a day that no event can have is the nearest of those it can."""
    there, day = ZoneInfo(zone), min(max(day, EARLIEST.date()), LATEST.date())
    after = day + timedelta(days=1)
    return datetime.combine(day, time(), there), datetime.combine(after, time(), there)


def local_moment(naive: datetime, zone: str) -> datetime:
    """The moment that a local time names in a zone; an hour that summer time skips or doubles is refused."""
    first, second = naive.replace(tzinfo=ZoneInfo(zone)), naive.replace(tzinfo=ZoneInfo(zone), fold=1)
    if first.utcoffset() == second.utcoffset():
        return first
    if first.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != naive:
        skipped = N_("The clocks skip this hour on that day. Please choose another.")
        raise PydanticCustomError("skipped_hour", skipped)
    raise PydanticCustomError("doubled_hour", N_("This hour comes twice on that day. Please choose another."))


def local_text(moment: datetime | None, zone: str) -> str:
    """What a datetime-local input shows for a moment in a zone."""
    return moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M") if moment else ""
