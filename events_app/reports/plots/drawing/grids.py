"""A map of cells with their numbers in them, and pairs of dates on one line."""

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from events_app.formats import date_short, number
from events_app.reports.plots.drawing import svg
from events_app.reports.plots.plot import Key, Picture

CELL = 30
ROW = 58
DEEPEST = 4
"""Shades of a cell; the deepest still leaves its number readable in both themes."""


def cells(heads: Sequence[str], rows: Sequence[tuple[str, Sequence[int]]]) -> Picture:
    """A row of cells under each label, the deeper the more; the heads stand on top."""
    wide, top = 1 / len(heads), max([count for _label, counts in rows for count in counts] + [1])
    marks = [
        svg.text(head, svg.at((i + 0.5) * wide), 14, anchor="middle", class_=_head(i, len(heads)))
        for i, head in enumerate(heads)
    ]
    for place, (label, counts) in enumerate(rows):
        y = 22 + place * ROW
        marks.append(svg.label(label, y, width=100))
        for i, count in enumerate(counts):
            marks += _cell(i * wide, y + 25, wide, count, top)
    return Picture(22 + len(rows) * ROW, marks)


def _head(place: int, of: int) -> str:
    """Every other one gives way where there is no room; the first and the last say what they hold and stay."""
    spare = place == of - 2 or (place % 2 and place != of - 1)
    return "tiny spare" if spare else "tiny"


def _cell(x: float, y: int, wide: float, count: int, top: int) -> list[Markup]:
    depth = -(-count * DEEPEST // top)
    area = svg.tag(
        "rect", x=svg.at(x), y=y, width=svg.at(wide * 0.96), height=CELL, class_=f"cell depth-{depth}"
    )
    said = svg.text(number(count), svg.at(x + wide * 0.48), y + 20, anchor="middle", class_="count")
    return [area, said] if count else [area]


def dumbbells(
    keys: tuple[Key, Key, Key],
    rows: Sequence[tuple[str, str, date, date, date | None]],
    today: date,
    word: str,
) -> Picture:
    """A line a row from a first date to a current one and to the day it was done, if it was."""
    days = [day for _label, _end, *dates in rows for day in dates if day is not None]
    first, last = min(days), max(days)
    span = max((last - first).days, 1)

    def place(day: date) -> float:
        return 0.03 + 0.94 * (day - first).days / span

    foot = len(rows) * ROW
    marks = [svg.line(place(today), 0, place(today), foot, "today")] if first <= today <= last else []
    for number_, (label, end, *dates) in enumerate(rows):
        y = number_ * ROW
        marks += [
            svg.label(label, y, width=68),
            svg.text(end, "100%", y + 17, anchor="end", class_="value"),
        ]
        marks += _dumbbell(keys, [None if day is None else place(day) for day in dates], y + 40)
    marks += [
        svg.text(date_short(first), "0", foot + 18),
        svg.text(date_short(last), "100%", foot + 18, anchor="end"),
    ]
    if first <= today <= last:
        marks.append(svg.text(word, svg.at(min(max(place(today), 0.4), 0.6)), foot + 18, anchor="middle"))
    return Picture(foot + 24, marks, keys)


def _dumbbell(keys: tuple[Key, Key, Key], places: Sequence[float | None], y: int) -> list[Markup]:
    known = [place for place in places if place is not None]
    rod = svg.line(min(known), y, max(known), y, "rod")
    signs = [
        svg.mark(key.shape, place, y, key.colour)
        for key, place in zip(keys, places, strict=True)
        if place is not None
    ]
    return [svg.line(0, y, 1, y, "axis"), rod, *signs]
