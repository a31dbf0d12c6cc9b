"""Dates, times and numbers as people write them; our own tables, since the sources disagree on Indonesian."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from events_app.i18n import locale

ZONES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
"""The three Indonesian zones and the letters people know them by."""

_MONTHS = {
    "id": [
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ],
    "en": (
        [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ]
    ),
}
_DAYS = {
    "id": ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}


def zone_options(chosen: str | None = None) -> list[tuple[str, str]]:
    """Time zones to choose from: Indonesia's three first, then one already chosen, then the rest of the world."""
    ours = [(zone, f"{letters} ({zone})") for zone, letters in ZONES.items()]
    others = sorted(available_timezones() - set(ZONES))
    return ours + sorted(((zone, zone) for zone in others), key=lambda option: option[0] != chosen)


def zone_name(moment: datetime, zone: str) -> str:
    """``WIB``, ``WITA``, ``WIT``, or the zone's own letters elsewhere."""
    return ZONES.get(zone) or moment.astimezone(ZoneInfo(zone)).strftime("%Z")


def date_text(day: date) -> str:
    """``12 Agustus 2019``."""
    return f"{day.day} {_MONTHS[locale()][day.month - 1]} {day.year}"


def date_short(moment: datetime | date, zone: str = "UTC") -> str:
    """``12 Agu 2019``, for tables; of a moment the day it is in the zone."""
    day = moment.astimezone(ZoneInfo(zone)).date() if isinstance(moment, datetime) else moment
    return f"{day.day} {_MONTHS[locale()][day.month - 1][:3]} {day.year}"


def date_long(moment: datetime | date, zone: str = "UTC") -> str:
    """``Senin, 12 Agustus 2019``, the day it is in the zone."""
    day = moment.astimezone(ZoneInfo(zone)).date() if isinstance(moment, datetime) else moment
    return f"{_DAYS[locale()][day.weekday()]}, {date_text(day)}"


def clock_text(moment: datetime, zone: str) -> str:
    """``09.00`` in Indonesian, ``09:00`` in English."""
    return moment.astimezone(ZoneInfo(zone)).strftime("%H.%M" if locale() == "id" else "%H:%M")


def time_text(moment: datetime, zone: str) -> str:
    """``09.00 WIB``."""
    return f"{clock_text(moment, zone)} {zone_name(moment, zone)}"


def datetime_long(moment: datetime, zone: str) -> str:
    """``Senin, 12 Agustus 2019, pukul 09.00 WIB``."""
    joint = "pukul" if locale() == "id" else "at"
    return f"{date_long(moment, zone)}, {joint} {time_text(moment, zone)}"


def span_text(start: datetime, end: datetime, zone: str) -> str:
    """``Senin, 12 Agustus 2019, pukul 09.00–12.00 WIB``; both days when they differ."""
    place = ZoneInfo(zone)
    if start.astimezone(place).date() != end.astimezone(place).date():
        return f"{datetime_long(start, zone)} – {datetime_long(end, zone)}"
    joint = "pukul" if locale() == "id" else "at"
    return f"{date_long(start, zone)}, {joint} {clock_text(start, zone)}–{time_text(end, zone)}"


def stretch_text(start: datetime, end: datetime, zone: str) -> str:
    """As `span_text`, but what lasts from midnight to midnight is its days: ``Senin, 12 Agustus 2019``."""
    place = ZoneInfo(zone)
    begins, ends = start.astimezone(place), end.astimezone(place)
    if begins.time() != time() or ends.time() != time():
        return span_text(start, end, zone)
    first, last = begins.date(), ends.date() - timedelta(days=1)
    return date_long(first) if first == last else days_text(first, last)


SWAPPED = str.maketrans(",.", ".,")


def number(value: float, digits: int = 0) -> str:
    """``1.250.000`` and ``4,5`` in Indonesian; ``1,250,000`` and ``4.5`` in English."""
    text = f"{value:,.{digits}f}"
    # Most numbers of a page are small whole ones, which every language writes alike.
    if len(text) < 4 and not digits:
        return text
    return text.translate(SWAPPED) if locale() == "id" else text


def file_size(size: int) -> str:
    """``340 kB``, ``1,2 MB``; in steps of a thousand, as file managers count."""
    if size < 1_000_000:
        return f"{number(max(1, round(size / 1_000)))} kB"
    return f"{number(size / 1_000_000, 1)} MB"


def percent(share: float | None) -> str:
    """``42 %`` of a share between 0 and 1; a dash when there is none to show."""
    return "–" if share is None else f"{number(share * 100)} %"


def month_text(day: date) -> str:
    """``Agustus 2019``."""
    return f"{_MONTHS[locale()][day.month - 1]} {day.year}"


def day_names() -> list[str]:
    """Monday to Sunday."""
    return list(_DAYS[locale()])


def days_text(first: date, last: date) -> str:
    """``12–18 Agustus 2019``, ``29 Juli – 4 Agustus 2019``."""
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{date_text(last)}"
    months = _MONTHS[locale()]
    begun = f"{first.day} {months[first.month - 1]}" + (f" {first.year}" if first.year != last.year else "")
    return f"{begun} – {date_text(last)}"


def spoken(address: str) -> str:
    """A web address for reading out and typing, without what every browser adds by itself."""
    return address.removeprefix("https://").removeprefix("http://")
