"""A plot before it is a page, a file or JSON: its words, its table, its picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from events_app.formats import date_short, number, percent
from events_app.i18n import N_
from events_app.i18n import gettext as _
from events_app.reports.rates import SMALL

WITHHELD = N_("A percentage of fewer than 5 is not shown.")


@dataclass(frozen=True)
class Column:
    """One column of the table. `kind`: text, number, share (0 to 1, or none where n is small) or day."""

    key: str
    heading: str
    kind: str = "number"


@dataclass(frozen=True)
class Key:
    """One entry of a legend: its word, the class of its colour, and its texture, line or mark."""

    word: str
    colour: str
    texture: str = ""
    shape: str = "box"


@dataclass(frozen=True)
class Picture:
    """What is drawn: marks with places in per cent across and pixels down, so that text keeps its size."""

    height: int
    marks: Sequence[Markup]
    legend: Sequence[Key] = ()


@dataclass(frozen=True)
class Plot:
    """`says` is the sentence that the picture shows; `n` what it was counted from; no picture where nothing is."""

    name: str
    title: str
    says: str
    n: int
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    notes: Sequence[str] = ()
    picture: Picture | None = None

    @property
    def headings(self) -> list[str]:
        return [column.heading for column in self.columns]

    @property
    def texts(self) -> list[int]:
        """The places of the columns that hold words."""
        return [place for place, column in enumerate(self.columns) if column.kind == "text"]

    @property
    def table(self) -> list[list[str]]:
        """The rows as people read them."""
        return [
            [_cell(column.kind, value) for column, value in zip(self.columns, row, strict=True)]
            for row in self.rows
        ]


def share(hits: int, n: int) -> float | None:
    """The share between 0 and 1, or nothing when `n` is small."""
    return hits / n if n >= SMALL else None


def told(hits: int, n: int) -> str:
    """`` (64 %)`` behind a number, or nothing when `n` is small."""
    return f" ({percent(hits / n)})" if n >= SMALL else ""


def small(*counts: int) -> list[str]:
    """The note that a percentage was withheld, where one was."""
    return [_(WITHHELD)] if any(0 < n < SMALL for n in counts) else []


def _cell(kind: str, value: Any) -> str:
    if value is None or value == "":
        return "–"
    if kind == "share":
        return percent(value)
    if isinstance(value, date):
        return date_short(value)
    return number(value) if isinstance(value, int) else str(value)
