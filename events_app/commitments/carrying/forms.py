"""What comes in about open actions of earlier meetings."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field

from events_app.commitments.carrying.tables import ReviewDecision
from events_app.commitments.details import Day
from events_app.events.forms.fields import legible, none_is_empty
from events_app.shapes import Body

MOST = 100
"""Lines of one page; there are as many pages as it takes."""

Said = Annotated[str, Field(max_length=2_000), BeforeValidator(none_is_empty), AfterValidator(legible)]


class ReviewIn(Body):
    """What the meeting said of one action. `row_version` 0: nobody has reviewed it at this meeting yet."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"discussed": True, "decision": "continue", "note": "Menunggu SK.", "row_version": 0}
            ]
        }
    )

    discussed: bool = True
    decision: ReviewDecision = Field(examples=["continue"])
    note: Said = Field(default="", examples=["Menunggu SK wali kota."])
    new_due: Day | None = Field(
        default=None, description="With `extend`: the due date that the meeting asks the chair for."
    )
    responsible_institution_id: UUID | None = Field(
        default=None, description="With `reassign`, by the chair: who answers for it from now on."
    )
    row_version: int = Field(default=0, ge=0, le=2**31 - 1)


class ReviewRow(Body):
    """A line of the page: without a decision it is left as it is."""

    action_id: UUID
    decision: ReviewDecision | None = None
    discussed: bool = False
    note: Said = ""
    new_due: Day | None = None
    new_owner: Annotated[str, Field(max_length=200)] = ""
    row_version: int = Field(default=0, ge=0, le=2**31 - 1)


class ReviewsForm(Body):
    """All lines of the page."""

    rows: list[ReviewRow] = Field(default_factory=list, max_length=MOST)


class PreviousIn(Body):
    """The meeting before; null takes it back."""

    previous_id: UUID | None = Field(default=None, examples=["0b2f7c1e-9f57-4a54-8a52-6b8ad9a3c0f1"])
