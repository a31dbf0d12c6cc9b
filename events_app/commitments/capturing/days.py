"""Due dates as people type them in a hurry: `+30`, `+2w`, `+3 bulan`, `31/12`, `31/12/2026`, `2026-12-31`. Pure."""

import re
from calendar import monthrange
from datetime import date, timedelta

AHEAD = re.compile(r"\+\s*([0-9]{1,3})\s*([a-z]*)", re.I)
DATED = re.compile(r"([0-9]{1,2})\s*[/.-]\s*([0-9]{1,2})(?:\s*[/.-]\s*([0-9]{4}|[0-9]{2}))?")
ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
DAYS = {"", "d", "day", "days", "h", "hari"}
WEEKS = {"w", "week", "weeks", "m", "minggu", "pekan"}
MONTHS = {"mo", "month", "months", "b", "bln", "bulan"}


def meant(text: str, today: date) -> date | None:
    """The day that was meant, the next such day where no year is said; None for what is no day."""
    said = text.strip()
    try:
        if found := ISO.fullmatch(said):
            return date(*(int(part) for part in found.groups()))
        if found := AHEAD.fullmatch(said):
            return _ahead(int(found[1]), found[2].lower(), today)
        if found := DATED.fullmatch(said):
            return _dated(int(found[1]), int(found[2]), found[3], today)
    except (ValueError, OverflowError):
        return None
    return None


def _ahead(number: int, unit: str, today: date) -> date | None:
    if unit in DAYS:
        return today + timedelta(days=number)
    if unit in WEEKS:
        return today + timedelta(weeks=number)
    return _months(number, today) if unit in MONTHS else None


def _months(number: int, today: date) -> date:
    """The same day of a later month, or that month's last."""
    years, month = divmod(today.month - 1 + number, 12)
    year = today.year + years
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def _dated(day: int, month: int, year: str | None, today: date) -> date:
    if year is not None:
        return date(int(year) if len(year) == 4 else 2000 + int(year), month, day)
    for later in range(5):  # 29/2 comes once in four years
        try:
            found = date(today.year + later, month, day)
        except ValueError:
            continue
        if found >= today:
            return found
    raise ValueError("no such day")
