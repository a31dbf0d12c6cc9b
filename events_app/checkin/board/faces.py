"""A board as somebody sees it: in parts, so that only what changed travels to those who watch."""

from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from markupsafe import Markup

from events_app import i18n
from events_app.checkin.board import plots
from events_app.checkin.board.queries import Board
from events_app.checkin.board.quorum import reached_at
from events_app.templating import environment

View = Literal["stage", "office"]
PARTS = ("figures", "quorum", "arrivals", "kinds", "institutions", "sexes", "heads")
MOST_INSTITUTIONS: dict[View, int] = {"stage": 8, "office": 100}


@dataclass(frozen=True)
class Face:
    """For whom it is drawn. The stage names no person, whoever looks; `named` may read names and telephones."""

    view: View
    locale: str
    session: UUID | None = None
    named: bool = False


def parts(board: Board, face: Face) -> dict[str, Markup]:
    """The board's parts as markup, by name, in the order of the page."""
    with i18n.using(face.locale):
        facts = _facts(board, face)
        return {
            name: Markup(environment().get_template(f"checkin/board/_{name}.html").render(facts))  # noqa: S704 - our own templates
            for name in PARTS
        }


def _facts(board: Board, face: Face) -> dict[str, Any]:
    stage = face.view == "stage"
    return {
        "board": board,
        "event": board.event,
        "stage": stage,
        "named": face.named and not stage,
        "columns": plots.columns(board.arrivals, board.event.timezone),
        "quorum_at": reached_at(board.quorum),
        "institutions": board.institutions[: MOST_INSTITUTIONS[face.view]],
        "from_offices": [one for one in board.institutions if one.id is not None],
    }
