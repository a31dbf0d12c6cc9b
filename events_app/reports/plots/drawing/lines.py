"""Lines over time, steps with a band, and the axes below them."""

from collections.abc import Sequence
from itertools import pairwise

from markupsafe import Markup

from events_app.formats import number, percent
from events_app.reports.plots.drawing import svg
from events_app.reports.plots.plot import Key, Picture

SCALE = tuple(step * 10**power for power in range(9) for step in (1, 2, 4, 5, 6, 8))
PANEL = 190
TALL = 220

Places = list[tuple[float, float]]


def over_time(
    labels: Sequence[str], lines: Sequence[tuple[Key, Sequence[int]]], today: float | None, word: str
) -> Picture:
    """Lines with a value for each label; one that is shorter ends sooner. `today` is a share of the width."""
    peak = max([value for _key, values in lines for value in values] + [2])
    top = next(step for step in SCALE if step >= peak)
    marks = _grid([(1, number(top)), (0.5, number(top / 2, 0 if top % 2 == 0 else 1)), (0, "")], 24, TALL)
    wide = max(len(labels) - 1, 1)
    drawn = [
        svg.tag(
            "polyline",
            points=svg.points([(i / wide, value / top) for i, value in enumerate(values)]),
            class_=f"line {key.colour} {key.texture}",
        )
        for key, values in lines
    ]
    marks += [svg.stretched(24, TALL, *drawn)]
    if today is not None:
        marks += [svg.line(today, 24, today, 24 + TALL, "today"), _beside(word, today, 16)]
    return Picture(TALL + 54, marks + _below(labels, TALL + 46), [key for key, _values in lines])


def panel(
    y: int, head: str, end: str, steps: Places, band: tuple[Places, Places], colour: str
) -> list[Markup]:
    """One curve of steps between 0 and 1 with the band around it, under a name."""
    low, high = band
    drawn = [
        svg.tag("path", d=f"{stairs(high)}{stairs_back(low)}Z", class_=f"band {colour}"),
        svg.tag("path", d=stairs(steps), class_=f"line {colour}"),
    ]
    marks = [svg.label(head, y), svg.text(end, "100%", y + 17, anchor="end", class_="value")]
    marks += _grid([(1, percent(1)), (0.5, percent(0.5)), (0, "")], y + 46, PANEL - 100)
    return [*marks, svg.stretched(y + 46, PANEL - 100, *drawn)]


# A step is one number across and one down: of hundreds of them written as points most would be said twice.
def stairs(places: Places) -> str:
    """A path that keeps its height until the next place."""
    (x, y), *rest = places
    return f"M{100 * x:.2f},{100 - 100 * y:.2f}" + "".join(
        f"H{100 * x:.2f}V{100 - 100 * y:.2f}" for x, y in rest
    )


def stairs_back(places: Places) -> str:
    """The same line from its last place to its first, as it goes on from where a path is."""
    told = "".join(
        f"V{100 - 100 * before[1]:.2f}H{100 * before[0]:.2f}"
        for before, _after in reversed([*pairwise(places)])
    )
    return f"L{100 * places[-1][0]:.2f},{100 - 100 * places[-1][1]:.2f}{told}"


def _grid(heights: Sequence[tuple[float, str]], y: int, height: int) -> list[Markup]:
    marks = []
    for share, word in heights:
        place = y + height * (1 - share)
        marks.append(svg.line(0, place, 1, place, "axis"))
        if word:
            marks.append(svg.text(word, "0", place - 4))
    return marks


def _below(labels: Sequence[str], y: int) -> list[Markup]:
    marks = [svg.text(labels[0], "0", y)] if labels else []
    if len(labels) > 4:
        marks.append(svg.text(labels[len(labels) // 2], "50%", y, anchor="middle"))
    if len(labels) > 1:
        marks.append(svg.text(labels[-1], "100%", y, anchor="end"))
    return marks


def _beside(word: str, x: float, y: int) -> Markup:
    anchor = "start" if x < 0.2 else "end" if x > 0.8 else "middle"
    return svg.text(word, svg.at(x), y, anchor=anchor)
