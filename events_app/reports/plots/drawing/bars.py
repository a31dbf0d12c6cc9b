"""Bars that lie: stacked, plain, narrowing, and with a line that adds them up."""

from collections.abc import Sequence
from itertools import pairwise

from markupsafe import Markup

from events_app.formats import number
from events_app.reports.plots.drawing import svg
from events_app.reports.plots.plot import Key, Picture

ROW = 54
BARS = 0.76
"""The share of the width that bars take where their counts stand beside them: room for `12 (33 %)` on a phone."""

Rows = Sequence[tuple[str, str, int]]


def stacked(name: str, keys: Sequence[Key], rows: Sequence[tuple[str, str, Sequence[int]]]) -> Picture:
    """A bar a row with a part for each key: (label, what stands at its end, counts)."""
    top = max([sum(counts) for _label, _end, counts in rows] + [1])
    marks = [svg.textures(name, {key.texture for key in keys})]
    for place, (label, end, counts) in enumerate(rows):
        y = place * ROW
        track = svg.tag("rect", x="0", y=y + 27, width="100%", height="18", class_="track")
        marks += [*_head(label, end, y), track, *_parts(name, keys, counts, y, top)]
    return Picture(len(rows) * ROW, marks, keys)


def _parts(name: str, keys: Sequence[Key], counts: Sequence[int], y: int, top: int) -> list[Markup]:
    drawn, so_far = [], 0
    for key, count in zip(keys, counts, strict=True):
        if count:
            part = svg.box(name, so_far / top, y + 27, count / top, 18, key.colour, key.texture)
            drawn.append(svg.tag("g", svg.title(f"{key.word}: {number(count)}"), part))
        so_far += count
    return drawn


def plain(name: str, rows: Rows, colour: str) -> Picture:
    """One bar a row: (label, what stands at its end, count)."""
    return Picture(len(rows) * ROW, [*_lying(name, rows, colour), *_texts(rows)])


def added_up(name: str, rows: Rows, sums: Sequence[float], keys: tuple[Key, Key]) -> Picture:
    """Bars as above, and over them a line through the share that they make up together so far.

    The counts stand to the right of all bars, where no line comes.
    """
    places = [(share * BARS, place * ROW + 36) for place, share in enumerate(sums)]
    lines = [svg.line(*before, *after, f"line thin {keys[1].colour}") for before, after in pairwise(places)]
    dots = [svg.mark("diamond", x, y, keys[1].colour) for x, y in places]
    # Words come last, for their halo keeps the line from crossing them.
    words = [svg.label(label, place * ROW) for place, (label, _end, _count) in enumerate(rows)]
    ends = [
        svg.text(end, "100%", place * ROW + 41, anchor="end", class_="value")
        for place, (_label, end, _count) in enumerate(rows)
    ]
    marks = [*_lying(name, rows, keys[0].colour, BARS), *lines, *dots, *words, *ends]
    return Picture(len(rows) * ROW, marks, keys if sums else keys[:1])


def _lying(name: str, rows: Rows, colour: str, wide: float = 1) -> list[Markup]:
    top = max([count for _label, _end, count in rows] + [1])
    marks: list[Markup] = []
    for place, (_label, _end, count) in enumerate(rows):
        y = place * ROW + 27
        marks.append(svg.tag("rect", x="0", y=y, width=svg.at(wide), height="18", class_="track"))
        marks += [svg.box(name, 0, y, wide * count / top, 18, colour)] if count else []
    return marks


def _texts(rows: Rows) -> list[Markup]:
    return [
        mark for place, (label, end, _count) in enumerate(rows) for mark in _head(label, end, place * ROW)
    ]


def _head(label: str, end: str, y: int) -> list[Markup]:
    return [svg.label(label, y), svg.text(end, "100%", y + 17, anchor="end", class_="value")]
