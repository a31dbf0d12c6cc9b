"""Figures of one institution from the facts that are counted of it, by the same sums as `of_counts`. See `measures`."""

from collections import Counter, defaultdict
from collections.abc import Callable

from events_app.reports.counts.counts import Counts, Days
from events_app.reports.of_counts import SUMS, Part

SPANS: dict[str, Callable[[int, int], bool]] = {
    "whole": lambda day, today: True,
    "past": lambda day, today: day < today,
    "ahead": lambda day, today: day >= today,
    "lately": lambda day, today: day > today - 30,
    "1-7": lambda day, today: 1 <= today - day <= 7,
    "8-30": lambda day, today: 8 <= today - day <= 30,
    "31-90": lambda day, today: 31 <= today - day <= 90,
    ">90": lambda day, today: today - day > 90,
}
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
    for kind in known.kinds:
        for (zone, shown, value), n in known.of(kind, 3):
            if public and shown == "0":
                continue
            day, now = int(value), today.number(zone)
            for span in ASKED.get(kind, ()):
                if SPANS[span](day, now):
                    told[kind, span] += n
            if kind in LENGTHS:
                lengths[kind][day] += n
            elif kind == "owed_first" and day < now:
                lengths["late"][now - day] += n
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
