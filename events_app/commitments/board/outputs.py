"""What programs get of the board, its views and what was done to many at once."""

from datetime import date
from typing import Any
from uuid import UUID

from events_app.commitments.board import changes, viewing, words
from events_app.commitments.board.forms import BoardFilter, BoardSaid
from events_app.commitments.board.judging import Judged
from events_app.commitments.board.showing import Board, Shown
from events_app.commitments.board.tables import BoardChange, Grouping, Verb
from events_app.commitments.kinds import Ratified
from events_app.commitments.tables import ActionState, CommitmentVisibility
from events_app.shapes import Moment, Out


class BoardCardOut(Out):
    """One action on the board; `row_version` goes with it into a change."""

    id: UUID
    ref: str
    title: str
    state: ActionState
    row_version: int
    commitment_id: UUID
    event_id: UUID
    responsible_institution_id: UUID
    responsible_institution: str
    responsible_person: str | None
    verifier_institution: str | None
    verifier_position: str | None
    due: date | None
    overdue: bool
    days_late: int
    age_days: int
    help_needed: bool
    extension_asked: bool
    muted: bool
    ratification: Ratified
    visibility: CommitmentVisibility


class BoardColumnOut(Out):
    """One column: exact counts, and its first cards; `more` says that others follow."""

    key: str
    name: str
    total: int
    overdue: int
    items: list[BoardCardOut]
    more: bool


class FollowUpBoardOut(Out):
    """Columns side by side; `earlier` and `later` are the `at` of those before and after them."""

    grouping: Grouping
    columns: list[BoardColumnOut]
    earlier: str | None
    later: str | None


class BoardViewOut(Out):
    """A kept view; `mine` says whether the reader may change it."""

    id: UUID
    name: str
    grouping: Grouping
    filters: BoardFilter
    shared: bool
    mine: bool
    kept_by: str
    is_default: bool


class BoardRowOut(Out):
    """What would become, or became, of one row: `refusal` is the stable code of why it is left as it is."""

    action_id: UUID
    ref: str | None
    title: str | None
    refusal: str | None
    reason: str | None
    undone_at: Moment | None = None
    undo_refusal: str | None = None


class BoardPreviewOut(Out):
    """What a change would do; nothing has been done."""

    verb: Verb
    can: int
    rows: list[BoardRowOut]


class BoardChangeOut(Out):
    """One act on many actions, with what became of each; until `undoable_until` it can be taken back."""

    id: UUID
    verb: Verb
    said: BoardSaid
    by: str
    created_at: Moment
    done: int
    undoable_until: Moment | None
    undone_at: Moment | None
    rows: list[BoardRowOut]


class BoardChangeLineOut(Out):
    """One act in the list of them."""

    id: UUID
    verb: Verb
    by: str
    created_at: Moment
    done: int
    undone_at: Moment | None


def card_out(row: Any) -> BoardCardOut:
    """From a record of `cards`."""
    named = {
        "commitment_id": "commitment",
        "event_id": "event",
        "responsible_institution_id": "responsible_institution",
        "responsible_institution": "responsible_name",
        "responsible_person": "person_name",
        "verifier_institution": "verifier_name",
        "verifier_position": "verifier_title",
        "age_days": "age",
    }
    return BoardCardOut(**{name: row[named.get(name, name)] for name in BoardCardOut.model_fields})


def board_out(grouping: Grouping, board: Board) -> FollowUpBoardOut:
    """From what `showing` found."""
    columns = [_column(one) for one in board.columns]
    return FollowUpBoardOut(
        grouping=grouping, columns=columns, earlier=board.earlier or None, later=board.later or None
    )


def _column(one: Shown) -> BoardColumnOut:
    items = [card_out(row) for row in one.cards]
    return BoardColumnOut(
        key=one.key, name=one.name, total=one.total, overdue=one.late, items=items, more=one.more
    )


def view_out(row: Any) -> BoardViewOut:
    """From a record of `viewing`."""
    same = {name: row[name] for name in ("id", "name", "grouping", "shared", "mine", "is_default")}
    return BoardViewOut(**same, filters=viewing.filters_of(row), kept_by=row["keeper"])


def preview_out(verb: Verb, rows: list[Judged]) -> BoardPreviewOut:
    """From what was judged."""
    return BoardPreviewOut(verb=verb, can=sum(one.ok for one in rows), rows=[_judged(one) for one in rows])


def _judged(one: Judged) -> BoardRowOut:
    facts = one.facts or {"ref": None, "title": None}
    why = words.why(one.refusal) if one.refusal else None
    return BoardRowOut(
        action_id=one.action, ref=facts["ref"], title=facts["title"], refusal=one.refusal or None, reason=why
    )


def change_out(change: BoardChange, lines: list[Any], until: Any | None) -> BoardChangeOut:
    """From an act and the records of its lines."""
    return BoardChangeOut(
        id=change.id,
        verb=Verb(change.verb),
        said=BoardSaid.model_validate(changes.said(change)),
        by=change.by_name,
        created_at=change.created_at,
        done=sum(not one["refusal"] for one in lines),
        undoable_until=until,
        undone_at=change.undone_at,
        rows=[_line(one) for one in lines],
    )


def _line(one: Any) -> BoardRowOut:
    why = one["refusal"] or one["undo_refusal"]
    return BoardRowOut(
        action_id=one["action"],
        ref=one["ref"],
        title=one["title"],
        refusal=one["refusal"] or None,
        reason=words.why(why) if why else None,
        undone_at=one["undone_at"],
        undo_refusal=one["undo_refusal"] or None,
    )


def line_out(row: Any) -> BoardChangeLineOut:
    """From a record of `changes.recent`."""
    same = {name: row[name] for name in ("id", "verb", "created_at", "done", "undone_at")}
    return BoardChangeLineOut(**same, by=row["by_name"])
