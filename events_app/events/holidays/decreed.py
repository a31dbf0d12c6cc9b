"""The decreed list of Indonesia: national holidays and joint leave, with the decree that names each day.

2025 and 2026 are those of the joint decrees of three ministers (SKB 3 Menteri). For 2027 only the days are
here whose dates need no decree (Keppres 8/2024 names the holidays); the others are added once they are known.
"""

import csv
import functools
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from events_app.events.holidays.tables import HolidayKind
from events_app.i18n import locale

FILE = Path(__file__).with_name("indonesia.csv")


@dataclass(frozen=True)
class Decreed:
    """A day of the list, named in both languages."""

    day: date
    kind: HolidayKind
    name_id: str
    name_en: str
    source: str

    @property
    def name(self) -> str:
        """In the reader's language."""
        return self.name_id if locale() == "id" else self.name_en


@functools.cache
def decreed() -> dict[date, Decreed]:
    """Every day of the list; the file is read once."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        rows = [_read(row) for row in csv.DictReader(lines)]
    return {row.day: row for row in rows}


def _read(row: dict[str, str]) -> Decreed:
    names = row["name_id"], row["name_en"], row["source"]
    return Decreed(date.fromisoformat(row["day"]), HolidayKind(row["kind"]), *names)
