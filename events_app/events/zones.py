"""VTIMEZONE of an event's zone (RFC 5545, 3.6.5): each change of the clocks near the event is written out by itself.

No rule and no list of dates is left for a reader to get wrong; each onset is in the local time before it, as the
standard asks.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

AROUND = timedelta(days=366)
EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - on the zone's own clock
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def timezone(name: str, first: datetime, last: datetime) -> Timezone:
    """What the clocks of a zone do from a year before the first moment to a year after the last."""
    zone, start = ZoneInfo(name), first.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    whole = Timezone()
    whole.add("tzid", name)
    onsets = list(_changes(name, start - AROUND, last.astimezone(UTC) + AROUND))
    if not onsets:
        whole.add_component(_observance(zone, EPOCH, start, start))
        return whole
    begin = start - AROUND
    whole.add_component(_observance(zone, _wall(zone, begin, begin), begin, begin))
    for onset in onsets:
        before = onset - MINUTE
        whole.add_component(_observance(zone, _wall(zone, onset, before), onset, before))
    return whole


def _wall(zone: ZoneInfo, moment: datetime, ruled: datetime) -> datetime:
    """The moment on a clock that still goes as it did at another."""
    offset = ruled.astimezone(zone).utcoffset() or timedelta()
    return moment.replace(tzinfo=None) + offset


def _observance(
    zone: ZoneInfo, onset: datetime, after: datetime, before: datetime
) -> TimezoneStandard | TimezoneDaylight:
    now = after.astimezone(zone)
    part = TimezoneDaylight() if now.dst() else TimezoneStandard()
    part.add("dtstart", onset)
    part.add("tzoffsetfrom", before.astimezone(zone).utcoffset())
    part.add("tzoffsetto", now.utcoffset())
    part.add("tzname", now.tzname())
    return part


def _changes(name: str, start: datetime, end: datetime) -> Iterator[datetime]:
    zone, days = ZoneInfo(name), (end - start).days + 1
    for number in range(days):
        day = start + number * DAY
        if day.astimezone(zone).utcoffset() != (day + DAY).astimezone(zone).utcoffset():
            yield _minute_of_change(name, day)


@cache
def _minute_of_change(name: str, day: datetime) -> datetime:
    """The first minute of the new time within a day in which the clocks change."""
    zone, low, high = ZoneInfo(name), 0, 24 * 60
    old = day.astimezone(zone).utcoffset()
    while high - low > 1:
        middle = (low + high) // 2
        if (day + middle * MINUTE).astimezone(zone).utcoffset() == old:
            low = middle
        else:
            high = middle
    return day + high * MINUTE
