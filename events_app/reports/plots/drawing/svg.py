"""Elements of SVG. Text is escaped; places across are in per cent of the width, places down in pixels."""

import re
from functools import cache
from typing import Any

from markupsafe import Markup, escape

from events_app.reports.plots.drawing.fitting import fitted

SPECIAL = re.compile("[&<>\"']")
TEXTURES = {
    "dots": '<circle cx="2" cy="2" r="1.3" class="ink"/>',
    "rising": '<path d="M-1 1 1 -1M0 6 6 0M5 7 7 5" class="stroke"/>',
    "falling": '<path d="M-1 5 1 7M0 0 6 6M5 -1 7 1" class="stroke"/>',
    "level": '<path d="M0 3H6" class="stroke"/>',
    "cross": '<path d="M0 0 6 6M6 0 0 6" class="stroke"/>',
}
"""What tells areas apart where colours do not, as tiles of six pixels."""


def tag(name: str, /, *inside: Any, **attributes: Any) -> Markup:
    """An element; `class_` is its class, an underscore a hyphen, and an attribute that is none is left out."""
    # By plain text: `Markup` formats each piece many times more slowly, and a plot has hundreds of them.
    written = "".join(
        f' {_name(key)}="{_quoted(value)}"' for key, value in attributes.items() if value is not None
    )
    content = "".join([one if isinstance(one, Markup) else escape(one) for one in inside])
    end = f">{content}</{name}>" if inside else "/>"
    return Markup(f"<{name}{written}{end}")  # noqa: S704 - names are our own, the rest is escaped


@cache
def _name(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _quoted(value: Any) -> str:
    """A value of an attribute; nearly all are numbers and names, which have nothing to escape."""
    text = str(value)
    return escape(text) if SPECIAL.search(text) else text


def at(share: float) -> str:
    """A share of the width between 0 and 1, as a place across."""
    return f"{100 * share:.2f}%"


def title(text: str) -> Markup:
    """What is said of the mark it stands in."""
    return tag("title", text)


FILE = 712
"""Pixels across a plot that is a file of its own, where a name's place has a known width."""
XHTML = "http://www.w3.org/1999/xhtml"


def label(text: str, y: float, *, width: int = 76) -> Markup:
    """A name in a line of its own, `width` per cent of the plot: a longer one ends in an ellipsis, its title holds it whole.

    Browsers end it where the place does, at any width; printers, which know no HTML, where the place ends in a file.
    """
    line = tag("div", text, xmlns=XHTML, class_="label")
    page = tag("foreignObject", line, requiredExtensions=XHTML, width="100%", height="24")
    paper = tag("text", fitted(text, FILE * width / 100), x="0", y="17", class_="label")
    inner = tag("switch", page, paper)
    return tag("svg", title(text), inner, x="0", y=y, width=f"{width}%", height="24")


def text(words: str, x: str, y: float, *, anchor: str | None = None, class_: str | None = None) -> Markup:
    """A short text at a place; `anchor` is middle or end."""
    return tag("text", words, x=x, y=y, text_anchor=anchor, class_=class_)


def box(name: str, x: float, y: float, width: float, height: float, colour: str, texture: str = "") -> Markup:
    """A filled area with its texture over it; `name` is the plot's, whose textures it uses."""
    # Written out: there are hundreds of them, and all that stands here are numbers and names of our own.
    place = f'x="{at(x)}" y="{y}" width="{at(width)}" height="{height}"/>'
    over = f'<rect fill="url(#{name}-{texture})" {place}' if texture else ""
    return Markup(f'<rect class="fill {colour}" {place}{over}')  # noqa: S704


def line(x1: float, y1: float, x2: float, y2: float, class_: str) -> Markup:
    """A straight line."""
    return tag("line", x1=at(x1), y1=y1, x2=at(x2), y2=y2, class_=class_)


def mark(shape: str, x: float, y: float, colour: str) -> Markup:
    """A small sign at a place: ring, square, disc or diamond; told apart by its form."""
    shapes = {
        "ring": tag("circle", r="9", class_=f"ring {colour}"),
        "disc": tag("circle", r="6", class_=f"fill {colour}"),
        "square": tag("rect", x="-6", y="-6", width="12", height="12", class_=f"fill {colour}"),
        "diamond": tag("path", d="M0 -7 7 0 0 7 -7 0Z", class_=f"fill {colour}"),
    }
    return tag("svg", shapes[shape], x=at(x), y=y, overflow="visible")


def stretched(y: float, height: float, *inside: Markup) -> Markup:
    """A part whose inside is a square of 100 by 100, stretched to the width; lines keep their thickness."""
    return tag(
        "svg",
        *inside,
        x="0",
        y=y,
        width="100%",
        height=height,
        viewBox="0 0 100 100",
        preserveAspectRatio="none",
    )


def points(places: list[tuple[float, float]]) -> str:
    """Shares of width and height, both between 0 and 1 and the height upward, as points of a stretched part."""
    return " ".join(f"{100 * x:.2f},{100 - 100 * y:.2f}" for x, y in places)


def textures(name: str, wanted: set[str]) -> Markup:
    """The tiles that a plot's areas use."""
    tiles = [
        tag(
            "pattern",
            Markup(TEXTURES[one]),  # noqa: S704 - our own tiles
            id=f"{name}-{one}",
            width="6",
            height="6",
            patternUnits="userSpaceOnUse",
        )
        for one in sorted(wanted - {""})
    ]
    return tag("defs", *tiles) if tiles else Markup("")
