"""What comes in about ending: the rule, a reason, until when somebody is kept."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from events_app import clock
from events_app.i18n import N_
from events_app.shapes import Body, Day
from events_app.stakeholders.forms import folded

Reason = Annotated[str, BeforeValidator(folded), Field(min_length=3, max_length=500)]
MOST_AT_ONCE = 50


def _to_come(until: date) -> date:
    if until <= clock.now().date():
        raise PydanticCustomError("past", N_("This day is over. Please choose one to come."))
    return until


class RetentionIn(Body):
    """How long personal data is kept after somebody's last part; no months keep it for good."""

    months: Annotated[int | None, Field(ge=1, le=600)] = Field(default=None, examples=[60])
    automatic: bool = Field(
        default=False, description="Whether the clock anonymises who is due, each night some."
    )


class AnonymisationIn(Body):
    """Why somebody's personal data ends. Name nobody in the reason: it stays in the audit trail."""

    reason: Reason = Field(examples=["Masa retensi berakhir."])


class ChosenIn(Body):
    """Whom to look at before it is done."""

    person_ids: list[UUID] = Field(min_length=1, max_length=MOST_AT_ONCE)


class ManyIn(ChosenIn, AnonymisationIn):
    """Many whose personal data ends at once, for one reason."""


class PostponementIn(Body):
    """Somebody is kept until a day, and why."""

    until: Annotated[Day, AfterValidator(_to_come)] = Field(examples=["2031-12-31"])
    reason: Reason = Field(examples=["Gugatan belum selesai."])
