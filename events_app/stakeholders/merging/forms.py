"""What comes in about duplicates: which of two stays, or that both do."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator, Field

from events_app.shapes import Body, Day
from events_app.stakeholders.forms import Line
from events_app.stakeholders.merging.tables import MatchWhy, MergeKind


def _default_why(given: object) -> object:
    return MatchWhy.duplicate if given is None else given


class MergeIn(Body):
    """One goes into another, which stays."""

    kind: MergeKind = Field(examples=["institution"])
    loser_id: UUID = Field(description="The one that goes into the other.")
    survivor_id: UUID = Field(description="The one that stays.")
    why: Annotated[MatchWhy, BeforeValidator(_default_why)] = Field(
        default=MatchWhy.duplicate,
        description="`merged` and `succeeded` happened in life: what is over keeps the old name.",
        examples=["duplicate"],
    )
    since: Day | None = Field(default=None, description="Since when, for what happened in life.")
    note: Line = Field(default="", examples=["Perwali 12/2026"])

    @property
    def in_life(self) -> bool:
        return self.why != MatchWhy.duplicate

    @property
    def from_day(self) -> date | None:
        return self.since if self.in_life else None


class DistinctIn(Body):
    """Two that look alike and are not the same."""

    kind: MergeKind = Field(examples=["institution"])
    first_id: UUID
    second_id: UUID
