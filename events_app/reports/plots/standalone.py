"""A plot as a file of its own: SVG with its words, legend and colours inside, for a report or a slide."""

import re
from functools import cache

from markupsafe import Markup, escape

from events_app.paths import STATIC
from events_app.reports.plots.drawing import svg
from events_app.reports.plots.plot import Key, Plot

WIDTH, SIDE, HEAD, LINE = svg.FILE + 48, 24, 76, 24
WORDS_A_LINE = 96
VARIABLE = re.compile(r"(--[\w-]+):\s*(#[0-9a-f]{6})\b")


def file_of(plot: Plot) -> str:
    """The whole document, in the light colours; what has no picture says so in words."""
    says = _lines(f"{plot.says} n = {plot.n}")
    height = plot.picture.height if plot.picture else 0
    legend = list(plot.picture.legend) if plot.picture else []
    top = HEAD + LINE * (len(says) - 1)
    foot = top + height + 20
    whole = foot + LINE * len(legend) + 12
    inside = [
        svg.tag("title", plot.title, id="title"),
        svg.tag("desc", plot.says, id="desc"),
        svg.tag("style", Markup(_style())),  # noqa: S704 - our own sheet
        svg.tag("rect", width=WIDTH, height=whole, class_="paper"),
        svg.tag("text", plot.title, x=SIDE, y=34, class_="head"),
        *(svg.tag("text", one, x=SIDE, y=60 + LINE * i, class_="says") for i, one in enumerate(says)),
        _body(plot, top, height),
        *(_entry(plot.name, key, foot + LINE * i) for i, key in enumerate(legend)),
    ]
    frame = {"width": WIDTH, "height": whole, "viewBox": f"0 0 {WIDTH} {whole}"}
    drawn = svg.tag(
        "svg", *inside, xmlns="http://www.w3.org/2000/svg", role="img", aria_labelledby="title desc", class_="plot-svg",
        **frame,
    )  # fmt: skip
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{drawn}'


def _body(plot: Plot, top: int, height: int) -> Markup:
    marks = plot.picture.marks if plot.picture else []
    place = {"x": SIDE, "y": top, "width": WIDTH - 2 * SIDE, "height": max(height, 1)}
    return svg.tag("svg", *marks, overflow="visible", **place)


def _entry(name: str, key: Key, y: int) -> Markup:
    sign = svg.tag("svg", swatch(name, key), x=SIDE, y=y - 1, width=18, height=18, overflow="visible")
    return sign + svg.tag("text", key.word, x=SIDE + 26, y=y + 14)


def swatch(name: str, key: Key) -> Markup:
    """The sign of a legend's entry, 18 by 18."""
    if key.shape == "line":
        return svg.tag("line", x1="0", y1="9", x2="18", y2="9", class_=f"line {key.colour} {key.texture}")
    if key.shape != "box":
        return svg.mark(key.shape, 0.5, 9, key.colour)
    return svg.box(name, 0, 1, 1, 16, key.colour, key.texture)


@cache
def _style() -> str:
    """The sheet of the page, its variables replaced by the light theme's values."""
    colours = dict(
        VARIABLE.findall((STATIC / "css/tokens.css").read_text().partition('[data-bs-theme="dark"]')[0])
    )
    sheet = (STATIC / "css/ui/plot.css").read_text()
    filled = re.sub(r"var\((--[\w-]+)\)", lambda found: colours.get(found[1], "sans-serif"), sheet)
    return str(escape(filled)) if "<" in filled else filled


def _lines(text: str) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + len(word) < WORDS_A_LINE:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
