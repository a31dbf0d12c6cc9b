"""Stretches of days: a month, a week beginning on Monday; what was asked for is read, or refused with none."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

FIRST, LAST = date(1990, 1, 1), date(2199, 12, 31)
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Span:
    """Days from the first to the last, both of them in it; `anchor` is a day that it is named after."""

    first: date
    last: date
    anchor: date

    def days(self) -> Iterator[date]:
        return (self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))

    def moments(self, zone: str) -> tuple[datetime, datetime]:
        """From midnight to midnight on the clocks of a zone."""
        return _midnight(self.first, zone), _midnight(self.last + timedelta(days=1), zone)


def month_of(day: date) -> Span:
    """The whole weeks that a month touches."""
    day = min(max(day, FIRST), LAST).replace(day=1)
    end = (day + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return Span(week_of(day).first, week_of(end).last, day)


def week_of(day: date) -> Span:
    """Monday to Sunday."""
    monday = day - timedelta(days=day.weekday())
    return Span(monday, monday + timedelta(days=6), monday)


def month_asked(text: str) -> Span | None:
    """`2026-11`; none for what is no month within reach."""
    day = _day(f"{text}-01") if re.fullmatch("[0-9]{4}-[0-9]{2}", text) else None
    return month_of(day) if day else None


def week_asked(text: str) -> Span | None:
    """`2026-W48` or a day of it; none for what is no week within reach."""
    found = re.fullmatch("([0-9]{4})-W([0-9]{2})", text)
    day = _day_of_week(int(found[1]), int(found[2])) if found else _day(text)
    return week_of(day) if day else None


def month_text(day: date) -> str:
    return f"{day:%Y-%m}"


def week_text(day: date) -> str:
    """`2026-W48`."""
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02}"


def months_beside(span: Span) -> tuple[str, str]:
    """The month before and the one after; empty beyond reach."""
    before, after = span.anchor - timedelta(days=1), span.anchor + timedelta(days=31)
    return _within(before, month_text), _within(after, month_text)


def weeks_beside(span: Span) -> tuple[str, str]:
    """The week before and the one after; empty beyond reach."""
    return _within(span.first - WEEK, week_text), _within(span.first + WEEK, week_text)


def _within(day: date, written: Callable[[date], str]) -> str:
    return written(day) if FIRST <= day <= LAST else ""


def _day(text: str) -> date | None:
    if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST <= day <= LAST else None


def _day_of_week(year: int, week: int) -> date | None:
    try:
        return _day(date.fromisocalendar(year, week, 1).isoformat())
    except ValueError:
        return None


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)
