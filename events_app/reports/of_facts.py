"""Figures of one institution from the facts that are counted of it, by the same sums as `of_counts`. See `measures`."""

from collections import Counter, defaultdict
from collections.abc import Callable

from events_app.reports.counts.counts import Counts, Days
from events_app.reports.of_counts import SUMS, Part

ByDay = dict[int, int]
SPANS: dict[str, Callable[[ByDay, int], int]] = {
    "whole": lambda known, today: sum(known.values()),
    "past": lambda known, today: sum(n for day, n in known.items() if day < today),
    "ahead": lambda known, today: sum(n for day, n in known.items() if day >= today),
    "lately": lambda known, today: sum(n for day, n in known.items() if day > today - 30),
    "1-7": lambda known, today: sum(n for day, n in known.items() if 1 <= today - day <= 7),
    "8-30": lambda known, today: sum(n for day, n in known.items() if 8 <= today - day <= 30),
    "31-90": lambda known, today: sum(n for day, n in known.items() if 31 <= today - day <= 90),
    ">90": lambda known, today: sum(n for day, n in known.items() if today - day > 90),
}
"""How many of them lie in a span, by the day that is counted with each."""

LENGTHS = ("late", "slip", "turnaround")
Told = Counter[tuple[str, str]]


def _asked() -> dict[str, list[str]]:
    """Of each kind the spans that some sum asks for."""
    parts = [part for more, less in SUMS.values() for part in (*more, *less)]
    kinds = {kind for among, _span in parts for kind in among}
    return {kind: sorted({span for among, span in parts if kind in among}) for kind in kinds}


ASKED = _asked()


def facts_of(known: Counts, today: Days, public: bool) -> dict[str, float | None]:
    """The numbers by name, as `rates.figures_of` reads them; `public` leaves out what is not for everybody."""
    told: Told = Counter()
    lengths: dict[str, Counter[int]] = defaultdict(Counter)
    for place, numbers in known.kinds.items():
        kind, shown, zone = place.split("|", 2)
        if public and shown == "0":
            continue
        values, now = {int(value): n for value, n in numbers.items()}, today.number(zone)
        for span in ASKED.get(kind, ()):
            told[kind, span] += SPANS[span](values, now)
        if kind in LENGTHS:
            lengths[kind].update(values)
        elif kind == "owed_first":
            lengths["late"].update({now - day: n for day, n in values.items() if day < now})
    sums = {name: _of(told, more) - _of(told, less) for name, (more, less) in SUMS.items()}
    return sums | {f"median_{kind}": _middle(lengths[kind]) for kind in LENGTHS}


def _of(told: Told, parts: list[Part]) -> int:
    return sum(told[kind, span] for among, span in parts for kind in among)


def _middle(known: Counter[int]) -> float | None:
    """The mean of the two in the middle, which are one and the same of an odd number."""
    total, seen, found = sum(known.values()), 0, []
    for length, n in sorted(known.items()):
        seen += n
        found += [length for place in ((total + 1) // 2, (total + 2) // 2) if seen - n < place <= seen]
    return sum(found) / 2 if found else None
