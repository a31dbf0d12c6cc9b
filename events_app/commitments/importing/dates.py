"""When something is to be done, as matrices say it: a day, a month and year (its last day), a quarter. Pure."""

import re
from calendar import monthrange
from datetime import date

from events_app.commitments.capturing import days

MONTHS = (
    "januari january jan", "februari pebruari february feb peb", "maret march mar", "april apr", "mei may",
    "juni june jun", "juli july jul", "agustus august agu agt aug ags", "september sept sep",
    "oktober october okt oct", "november nopember nov nop", "desember december des dec",
)  # fmt: skip
_MONTH = {word: number for number, words in enumerate(MONTHS, 1) for word in words.split()}
QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
WRITTEN = re.compile(r"(?:.*?[-–]\s*)?(?:([0-9]{1,2})\s+)?([a-z]+)\.?\s+([0-9]{4})", re.I)
QUARTER = re.compile(r"(?:triwulan|tw|quarter|q)\s*(iv|i{1,3}|[1-4])[\s/]+([0-9]{4})", re.I)


def due(text: str, today: date) -> date | None:
    """The last day that the text allows; None for what is no time."""
    said = text.strip().removesuffix("T00:00:00")
    try:
        if found := QUARTER.fullmatch(said):
            return _end(int(found[2]), 3 * QUARTERS[found[1].lower()])
        if (found := WRITTEN.fullmatch(said)) and (month := _MONTH.get(found[2].lower())):
            year = int(found[3])
            return date(year, month, int(found[1])) if found[1] else _end(year, month)
    except ValueError:
        return None
    return days.meant(said, today)


def _end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
