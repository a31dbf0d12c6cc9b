"""Sessions laid out as rooms by times, one table a day: pure, for any reader.

A column is a place; sessions of one place that overlap get a column each. A row begins whenever something
begins or ends, so that a session covers whole rows. A break that is alone in its time spans all columns.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from events_app.events.queries import Part


@dataclass(frozen=True)
class Cell:
    """A place on the grid: a session over `rows` rows and `columns` columns, or nothing at all."""

    part: Part | None
    rows: int = 1
    columns: int = 1


@dataclass
class Row:
    """From one change to the next."""

    starts_at: datetime
    ends_at: datetime
    cells: list[Cell] = field(default_factory=list)


@dataclass(frozen=True)
class Day:
    """One local day: the places at its head, and its rows."""

    day: date
    places: list[str]
    rows: list[Row]


def days(parts: Sequence[Part], timezone: str) -> list[Day]:
    """A table for each local day on which a session begins. `places` are empty texts where no place is known."""
    zone = ZoneInfo(timezone)
    found: dict[date, list[Part]] = {}
    for part in sorted(parts, key=_begins):
        found.setdefault(part.session.starts_at.astimezone(zone).date(), []).append(part)
    return [_day(day, mine) for day, mine in sorted(found.items())]


def place_name(part: Part) -> str:
    """The column of a session: its room, or nothing."""
    return part.place.line


def _day(day: date, parts: list[Part]) -> Day:
    wide = [part for part in parts if _spans_all(part, parts)]
    columns = _columns([part for part in parts if part not in wide])
    edges = sorted({edge for part in parts for edge in (part.session.starts_at, part.session.ends_at)})
    rows = [Row(start, end) for start, end in pairwise(edges)]
    for row in rows:
        row.cells = list(_cells(row, rows, columns, wide))
    return Day(day, [name for name, _ in columns] or [""], rows)


def _spans_all(part: Part, parts: Iterable[Part]) -> bool:
    alone = not any(_overlap(part, other) for other in parts if other is not part)
    return alone and part.session.is_break()


def _columns(parts: Iterable[Part]) -> list[tuple[str, list[Part]]]:
    """Places by name, the nameless last; a part goes into the first column of its place that is free then."""
    columns: list[tuple[str, list[Part]]] = []
    for part in parts:
        name = place_name(part)
        free = (held for place, held in columns if place == name and not any(_overlap(part, p) for p in held))
        taken = next(free, None)
        if taken is None:
            columns.append((name, [part]))
        else:
            taken.append(part)
    return sorted(columns, key=lambda column: (not column[0], column[0]))


def _cells(
    row: Row, rows: list[Row], columns: list[tuple[str, list[Part]]], wide: list[Part]
) -> Iterable[Cell]:
    for part in wide:
        if _covers(part, row):
            if part.session.starts_at == row.starts_at:
                yield Cell(part, _height(part, rows), max(1, len(columns)))
            return
    for _, held in columns or [("", [])]:
        part_here = next((part for part in held if _covers(part, row)), None)
        if part_here is None:
            yield Cell(None)
        elif part_here.session.starts_at == row.starts_at:
            yield Cell(part_here, _height(part_here, rows))


def _height(part: Part, rows: list[Row]) -> int:
    return sum(_covers(part, row) for row in rows)


def _covers(part: Part, row: Row) -> bool:
    return bool(part.session.starts_at <= row.starts_at and row.ends_at <= part.session.ends_at)


def _overlap(one: Part, other: Part) -> bool:
    mine, theirs = one.session, other.session
    return bool(mine.starts_at < theirs.ends_at and theirs.starts_at < mine.ends_at)


def _begins(part: Part) -> tuple[datetime, str]:
    return part.session.starts_at, str(part.session.id)
