"""When it is time: eight in the morning of the event's zone, on a day that offices are open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from events_app.database import fetch
from events_app.events.holidays.queries import closed_days

MORNING = time(8)
SATURDAY = 6
SOON = timedelta(hours=3)
"""So long a digest waits for what another zone's eight o'clock will add to it: one message a day, not two."""
LOOK_AHEAD = 60

ZONES = """
SELECT DISTINCT e.organisation, e.timezone FROM event e
WHERE ($1::uuid IS NULL OR e.organisation = $1)
  AND EXISTS (SELECT FROM commitment c WHERE c.event = e.id AND c.state = 'agreed')
UNION SELECT o.id, o.timezone FROM organisation o
WHERE ($1::uuid IS NULL OR o.id = $1) AND EXISTS (SELECT FROM commitment c WHERE c.organisation = o.id)
ORDER BY 1, 2
"""
"""The zones of events with something agreed, and the organisation's own."""

TABLE = "unnest($2::uuid[], $3::text[], $4::date[], $5::bool[]) AS m(organisation, timezone, today, ripe)"
"""What `columns` gives, as a table of SQL."""

Place = tuple[UUID, str]
Closed = set[tuple[UUID, date]]


@dataclass(frozen=True)
class Morning:
    """The day it is for one zone of an organisation; not `ripe` while its eight o'clock is only near."""

    organisation: UUID
    timezone: str
    day: date
    ripe: bool


async def now_in(moment: datetime, organisation: UUID | None = None) -> list[Morning]:
    """The mornings that have come, or come soon, at a moment; of all organisations or one. Two statements."""
    places = await _places(organisation)
    days = [moment.date() + timedelta(days=more) for more in (-1, 0, 1)]
    closed = await closed_days(min(days), max(days))
    found = (_morning(place, moment, closed) for place in places)
    return [one for one in found if one is not None]


async def next_of(organisation: UUID, moment: datetime) -> list[Morning]:
    """The next working morning of each zone of an organisation that is yet to come."""
    places = await _places(organisation)
    closed = await closed_days(moment.date() - timedelta(days=1), moment.date() + timedelta(days=LOOK_AHEAD))
    return [Morning(*place, _next_day(place, moment, closed), ripe=True) for place in places]


def columns(mornings: Iterable[Morning]) -> tuple[list[UUID], list[str], list[date], list[bool]]:
    """As arrays for SQL."""
    some = list(mornings)
    return (
        [one.organisation for one in some],
        [one.timezone for one in some],
        [one.day for one in some],
        [one.ripe for one in some],
    )


async def _places(organisation: UUID | None) -> list[Place]:
    return [(row["organisation"], row["timezone"]) for row in await fetch(ZONES, organisation)]


def _morning(place: Place, moment: datetime, closed: Closed) -> Morning | None:
    local, soon = (one.astimezone(ZoneInfo(place[1])) for one in (moment, moment + SOON))
    if local.time() >= MORNING:
        return Morning(*place, local.date(), ripe=True) if _open(place, local.date(), closed) else None
    if soon.date() == local.date() and soon.time() >= MORNING and _open(place, local.date(), closed):
        return Morning(*place, local.date(), ripe=False)
    return None


def _next_day(place: Place, moment: datetime, closed: Closed) -> date:
    local = moment.astimezone(ZoneInfo(place[1]))
    day = local.date() if local.time() < MORNING else local.date() + timedelta(days=1)
    while not _open(place, day, closed):
        day += timedelta(days=1)
    return day


def _open(place: Place, day: date, closed: Closed) -> bool:
    return day.isoweekday() < SATURDAY and (place[0], day) not in closed
