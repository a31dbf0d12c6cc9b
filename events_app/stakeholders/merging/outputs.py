"""What programs get of duplicates and merges."""

from datetime import date
from uuid import UUID

from pydantic import Field

from events_app.shapes import Moment, Out
from events_app.stakeholders.merging.tables import MatchWhy, MergeKind
from events_app.stakeholders.outputs import Maybe


class SideOut(Out):
    """One of two that may be the same."""

    id: UUID
    name: str
    more: Maybe = Field(description="Position and institution of a person, the parent of an institution.")
    phone: Maybe
    email: Maybe
    created_at: Moment


class PairOut(Out):
    """Two that may be the same; `reasons` are `nip name phone short_name mail namesake`, the strongest first.

    `namesake`: the name is borne in two institutions, which alone says little.
    """

    older: SideOut
    newer: SideOut
    reasons: list[str] = Field(examples=[["name", "phone"]])


class PairsOut(Out):
    """A page of suggestions, the surest first; `next` is the number of the page that follows, or null."""

    items: list[PairOut]
    next: int | None


class MergeOut(Out):
    """One row that went into another; `undone_at` says that it was taken back."""

    id: UUID
    kind: MergeKind
    why: MatchWhy
    loser_id: UUID = Field(validation_alias="loser")
    loser_name: str
    survivor_id: UUID = Field(validation_alias="survivor")
    survivor_name: str
    since: date | None
    note: Maybe
    created_at: Moment
    undone_at: Moment | None
    undoable: bool


class DistinctOut(Out):
    """Two that are not the same."""

    id: UUID
    kind: MergeKind
    first_id: UUID = Field(validation_alias="first")
    second_id: UUID = Field(validation_alias="second")
    created_at: Moment
