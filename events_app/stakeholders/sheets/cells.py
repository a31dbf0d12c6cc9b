"""What a cell says, as plain text; and whether it is a formula in disguise."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from events_app.stakeholders.names import fold_spaces

_FORMULA = re.compile(r"[=＝@＠]|[+＋](?![\d\s().+/-]*$)|[-－](?=.*[(|!])")
_GUARD = re.compile(r"'(?=[=+\-@\d＝＋－＠])")


class Cell(NamedTuple):
    """The text of a cell; `formula` when a spreadsheet would compute it."""

    text: str
    formula: bool = False


class Line(NamedTuple):
    """A record's cells with the number of the line it stands on in its own file, from 1."""

    number: int
    cells: list[Cell]

    @property
    def blank(self) -> bool:
        return not any(cell.text for cell in self.cells)


def of_text(raw: str) -> Cell:
    """A cell of a text file. An apostrophe that guards it from spreadsheets is none of its text."""
    text = fold_spaces(raw)
    if _GUARD.match(text):
        text = text[1:]
    return Cell(text, formula=_FORMULA.match(text) is not None)


def of_value(value: Any, formula: bool = False) -> Cell:
    """A cell of a workbook. A whole number loses the `.0` that spreadsheets think of."""
    text = of_text(_as_text(value))
    return Cell(text.text, formula or text.formula)


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value) if not isinstance(value, timedelta) else str(value.total_seconds())
