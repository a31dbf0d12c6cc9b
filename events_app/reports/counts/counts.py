"""Numbers by kind and key that can be added and taken away again, and the actions whose end moved furthest."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

EPOCH = date(2000, 1, 1)
FURTHEST = 20
"""How many of the actions that moved furthest are known by name."""

SOONEST = 20
"""How many of those that are due first."""

Moved = tuple[int, str]


@dataclass
class Counts:
    """How many there are of each kind (see `of_rows`), by a key of parts; a number that is nought is not there."""

    kinds: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    furthest: list[Moved] = field(default_factory=list)
    _parts: dict[str, list[tuple[list[str], int]]] = field(default_factory=dict, init=False, repr=False)

    @classmethod
    def read(cls, counts: str, furthest: str = "[]") -> "Counts":
        """As they were written."""
        kinds: dict[str, dict[str, int]] = defaultdict(dict)
        kinds.update(json.loads(counts))
        return cls(kinds, [(days, action) for days, action in json.loads(furthest)])

    def written(self) -> tuple[str, str]:
        """The numbers and the furthest, as JSON that is the same whatever they were added up from."""
        kinds = {kind: dict(sorted(known.items())) for kind, known in sorted(self.kinds.items()) if known}
        return json.dumps(kinds, separators=(",", ":")), json.dumps(self.furthest)

    def add(self, other: "Counts", sign: int = 1) -> None:
        """What the other holds more, or less; of the furthest only more."""
        for kind, known in other.kinds.items():
            self._add(kind, known.items(), sign)
        if sign > 0 and other.furthest:
            self.furthest = _furthest([*self.furthest, *other.furthest])

    def put(self, kind: str, key: str, n: int) -> None:
        """So many more of a key."""
        if n:
            self._add(kind, [(key, n)], 1)

    def _add(self, kind: str, known: Iterable[tuple[str, int]], sign: int) -> None:
        mine = self.kinds[kind]
        self._parts.pop(kind, None)
        if not mine and sign > 0:
            mine.update(known)
            return
        for key, n in known:
            total = mine.get(key, 0) + sign * n
            if total:
                mine[key] = total
            else:
                mine.pop(key, None)

    def only(self, kinds: Iterable[str]) -> None:
        """Leave out the other kinds."""
        for kind in set(self.kinds) - set(kinds):
            del self.kinds[kind]
            self._parts.pop(kind, None)

    def of(self, kind: str, parts: int) -> list[tuple[list[str], int]]:
        """Each key in its parts, with its number; the last part may hold anything."""
        if kind not in self._parts:
            self._parts[kind] = [
                (key.split("|", parts - 1), n) for key, n in self.kinds.get(kind, {}).items()
            ]
        return self._parts[kind]

    def overdue(self, now: datetime) -> list[str]:
        """The ids of those longest overdue."""
        today = Days(now)
        late = [
            (int(due), action)
            for (zone, due, action), _n in self.of("soonest", 3)
            if int(due) < today.number(zone)
        ]
        return [action for _due, action in sorted(late)[:SOONEST]]

    def n(self, kind: str) -> int:
        """All of a kind."""
        return sum(self.kinds.get(kind, {}).values())

    def __bool__(self) -> bool:
        return any(self.kinds.values())


def _furthest(known: list[Moved]) -> list[Moved]:
    return sorted(known, key=lambda one: (-one[0], one[1]))[:FURTHEST]


def day(number: int) -> date:
    """A day as keys hold it: counted from the epoch."""
    return EPOCH + timedelta(days=number)


@cache
def month_of(number: int) -> int:
    """The month, as keys hold it, of such a day."""
    return month(day(number))


def month(of: date) -> int:
    """A month as a key holds it: counted from the year nought."""
    return of.year * 12 + of.month - 1


def first_of(index: int) -> date:
    """The first day of such a month."""
    return date(index // 12, index % 12 + 1, 1)


class Days:
    """What day it is at a moment, zone by zone."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._known: dict[str, int] = {}

    def number(self, zone: str) -> int:
        """The day as keys hold it."""
        if zone not in self._known:
            self._known[zone] = (self._now.astimezone(ZoneInfo(zone)).date() - EPOCH).days
        return self._known[zone]

    def __getitem__(self, zone: str) -> date:
        return day(self.number(zone))


def of_rows(rows: Iterable[Any]) -> Counts:
    """Counts from answers of `of_rows`: `kind`, `key` and `n`; an action that moved has its id for a key."""
    found = Counts()
    for row in rows:
        if row["kind"] == "furthest":
            found.furthest.append((row["n"], row["key"]))
        else:
            found.put(row["kind"], row["key"], row["n"])
    found.furthest = _furthest(found.furthest)
    return found


def of_object(told: str) -> Counts:
    """Counts from one answer of `EACH`, the same as from its rows."""
    kinds: dict[str, dict[str, int]] = defaultdict(dict, json.loads(told))
    moved = [(days, action) for action, days in kinds.pop("furthest", {}).items()]
    return Counts(kinds, _furthest(moved))
