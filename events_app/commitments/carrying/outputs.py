"""What programs get of open actions of earlier meetings."""

from datetime import date
from typing import Any
from uuid import UUID

from pydantic import Field

from events_app.commitments.carrying.tables import ReviewDecision
from events_app.shapes import Moment, Out


class ReviewOut(Out):
    """What a meeting said of an action."""

    id: UUID
    event_id: UUID
    event_title: str
    action_id: UUID
    action_ref: str
    discussed: bool
    decision: ReviewDecision
    note: str
    reviewed_at: Moment
    row_version: int

    @classmethod
    def of(cls, row: Any) -> "ReviewOut":
        return cls.model_validate(dict(row) | {"event_id": row["event"], "action_id": row["action"]})


class CarriedOut(Out):
    """An action that an earlier meeting left open. `forced`: late by thirty days or more, it must be spoken of."""

    action_id: UUID
    ref: str
    title: str
    event_id: UUID = Field(description="The meeting at which it was promised.")
    event_title: str
    responsible_institution: str
    state: str = Field(examples=["in_progress"])
    percent: int
    due: date | None
    overdue: bool
    days_late: int
    forced: bool
    times_carried: int
    review: ReviewOut | None


class ReviewsOut(Out):
    """The reviews of an action, and how many meetings carried it on."""

    times_carried: int
    items: list[ReviewOut]
    next: str | None


class PreviousOut(Out):
    """The meeting that was chosen as the one before; null where the series says it."""

    previous_id: UUID | None
    title: str
