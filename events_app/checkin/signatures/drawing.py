"""Signatures as drawings, made of their numbers alone."""

from html import escape

from events_app.checkin.signatures.forms import SIDE
from events_app.checkin.signatures.queries import Strokes

WIDE, HIGH = 1000, 400


def svg(strokes: Strokes, name: str) -> str:
    """An `<svg role="img">` with a name for those who cannot see it; black lines, as thick as a pen's."""
    label = escape(name)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" role="img" aria-label="{label}">'
        f'<title>{label}</title><path fill="none" stroke="#000" stroke-width="9" stroke-linecap="round"'
        f' stroke-linejoin="round" d="{"".join(map(_path, strokes))}"/></svg>'
    )


def _path(stroke: list[list[int]]) -> str:
    (x, y), *rest = stroke
    first = f"M{_place(x, y)}"
    return first + ("".join(f"L{_place(a, b)}" for a, b in rest) or f"L{_place(x, y)}")


def _place(x: int, y: int) -> str:
    return f"{x * WIDE // SIDE} {y * HIGH // SIDE}"
