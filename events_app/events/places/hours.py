"""When a room is open: the hours of seven days, and whether a time lies within them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from events_app.i18n import N_, gettext

DAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)
WHOLE = ("00:00", "24:00")


def is_open(hours: Sequence[str], starts_at: datetime, ends_at: datetime, zone: str) -> bool:
    """Whether the room is open at the start, at the end, and on every day between.

    Nights of an event over several days do not count: nobody sits there.
    """
    if not hours:
        return True
    first, last = starts_at.astimezone(ZoneInfo(zone)), ends_at.astimezone(ZoneInfo(zone))
    if (last.hour, last.minute) == (0, 0) and last > first:
        last -= timedelta(minutes=1)  # midnight belongs to the day that ends
    if not all(hours[day.weekday()] for day in _days(first.date(), last.date())):
        return False
    return _within(hours, first) and _within(hours, last)


def _within(hours: Sequence[str], moment: datetime) -> bool:
    opens, closes = hours_of(hours, moment.weekday())
    return opens <= f"{moment:%H:%M}" <= closes


def hours_of(hours: Sequence[str], weekday: int) -> tuple[str, str]:
    """From when to when on a weekday, Monday is 0; a closed day has two empty texts."""
    if not hours:
        return WHOLE
    opens, _dash, closes = hours[weekday].partition("-")
    return opens, closes


def lines(hours: Sequence[str]) -> list[tuple[str, str]]:
    """Each day's name and hours; nothing for a room that is always open."""
    return [(gettext(day), text.replace("-", "–")) for day, text in zip(DAYS, hours, strict=False)]


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range(min((last - first).days + 1, 7))]
