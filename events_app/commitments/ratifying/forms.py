"""What comes in about ratifying."""

from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from events_app.commitments.details import Day, Maybe100, MaybeProse, Why
from events_app.i18n import N_
from events_app.shapes import Body

Number = Annotated[Maybe100, Field(max_length=60)]


class Stand(StrEnum):
    """What a head may answer."""

    ratified = "ratified"
    declined = "declined"


class StandIn(Body):
    """Whether the head stands by it; why not must be said."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"outcome": "ratified"}]})

    outcome: Stand
    note: MaybeProse = Field(default="", validate_default=True, description="Why not.")

    @field_validator("note", mode="before")
    @classmethod
    def _none_says_nothing(cls, given: Any) -> Any:
        return "" if given is None else given

    @field_validator("note")
    @classmethod
    def _reason(cls, given: str, info: ValidationInfo) -> str:
        if not given and info.data.get("outcome") == Stand.declined:
            raise PydanticCustomError("reason_missing", N_("Please say why it is not stood by."))
        return given


class SignedLetterForm(StandIn):
    """A letter that a holder of the post signed: who, when, under which number; the door makes sure of `file`."""

    file: Any = None
    signed_by_id: UUID
    letter_date: Day
    letter_number: Number = ""


class SetBackIn(Body):
    """Why an answer counts no longer; the head reads it."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"reason": "Jawaban diberikan untuk komitmen yang lain."}]}
    )

    reason: Why
