"""Addresses of the board: what is looked for stands in them, so that they can be kept, sent and opened again."""

from typing import Any
from urllib.parse import urlencode

from events_app.commitments.board.forms import BoardFilter
from events_app.commitments.board.tables import Grouping

BOARD = "/commitments/board"


def of_board(grouping: Grouping | str, wanted: BoardFilter, **more: str) -> str:
    """The board with these filters; `more` is where it begins, or the view it comes from."""
    return f"{BOARD}?{_query(grouping, wanted, more)}"


def of_column(grouping: Grouping | str, wanted: BoardFilter, key: str, cursor: str = "") -> str:
    """One column from a card on."""
    return f"{BOARD}/column?{_query(grouping, wanted, {'key': key, 'cursor': cursor})}"


def ours(path: str) -> str:
    """The way back to a board, if it is one of ours; else the board itself."""
    return path if path.startswith((f"{BOARD}?", f"{BOARD}/column?")) else BOARD


def _query(grouping: Grouping | str, wanted: BoardFilter, more: dict[str, Any]) -> str:
    said = {"by": str(grouping)} | wanted.plain | {name: value for name, value in more.items() if value}
    return urlencode(said)
