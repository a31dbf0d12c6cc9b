"""Reads of holidays: the decreed list as an organisation has changed it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from events_app.database import fetch
from events_app.events.holidays.decreed import Decreed, decreed
from events_app.events.holidays.tables import Holiday, HolidayKind

CLOSED = """
SELECT o.id AS organisation, d.day FROM organisation o CROSS JOIN unnest($3::date[]) AS d(day)
WHERE NOT EXISTS (SELECT FROM holiday h WHERE h.organisation = o.id AND h.day = d.day)
UNION ALL SELECT h.organisation, h.day FROM holiday h WHERE h.day BETWEEN $1 AND $2 AND NOT h.removed
"""


@dataclass(frozen=True)
class Known:
    """A day as it stands for an organisation; without `source` it is the organisation's own."""

    day: date
    name: str
    kind: HolidayKind
    source: str = ""
    changed: bool = False
    removed: bool = False
    row_version: int = 0

    @property
    def weekday(self) -> int:
        return self.day.weekday()


async def known_between(organisation: UUID, first: date, last: date) -> list[Known]:
    """Every day from first to last that is or was a holiday, by day; removed ones say so. One query."""
    wanted = (Holiday.organisation == organisation) & (Holiday.day >= first) & (Holiday.day <= last)
    own = {row.day: row for row in await Holiday.objects().where(wanted)}
    listed = {day: row for day, row in decreed().items() if first <= day <= last}
    return [_known(day, own.get(day), listed.get(day)) for day in sorted(own.keys() | listed.keys())]


async def holidays_on(organisation: UUID, days: Iterable[date]) -> dict[date, Known]:
    """Which of these days are holidays. One query, or none for no days."""
    asked = set(days)
    if not asked:
        return {}
    found = await known_between(organisation, min(asked), max(asked))
    return {one.day: one for one in found if one.day in asked and not one.removed}


async def closed_days(first: date, last: date) -> set[tuple[UUID, date]]:
    """The holidays of every organisation from first to last, as pairs. One query."""
    rows = await fetch(CLOSED, first, last, [day for day in decreed() if first <= day <= last])
    return {(row["organisation"], row["day"]) for row in rows}


async def known_on(organisation: UUID, day: date) -> Known | None:
    """What is known of a day; none for a day that never was a holiday."""
    found = await known_between(organisation, day, day)
    return found[0] if found else None


def _known(day: date, own: Holiday | None, listed: Decreed | None) -> Known:
    source = listed.source if listed else ""
    if own is None:
        assert listed is not None, "a day is known from one of the two"
        return Known(day, listed.name, listed.kind, source)
    kind, version = HolidayKind(own.kind), own.row_version
    return Known(day, own.name, kind, source, changed=True, removed=own.removed, row_version=version)
