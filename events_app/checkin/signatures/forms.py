"""What comes in about signatures: lines as whole numbers, never a picture and never markup."""

import json
from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator, ConfigDict, Field, field_validator
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from events_app.i18n import N_
from events_app.ruled import Ruled, rule
from events_app.shapes import Body

SIDE = 1000
"""Both axes of the field run from 0 to this, whatever the shape of the screen; it is drawn five wide and two high."""

MOST_STROKES, MOST_POINTS, MOST_BYTES = 200, 2_000, 20_480
FEWEST_POINTS = 5
"""A dot or a tap is no signature."""


def _whole(value: Any) -> Any:
    """A text or a yes is no number, though pydantic would make one of it."""
    if type(value) is not int:
        raise PydanticCustomError("int_type", N_("This must be a whole number."))
    return value


Coordinate = Annotated[int, BeforeValidator(_whole), Field(ge=0, le=SIDE)]
Point = Annotated[list[Coordinate], Field(min_length=2, max_length=2)]
Stroke = Annotated[list[Point], Field(min_length=1, max_length=MOST_POINTS)]

EXAMPLE: JsonDict = {
    "strokes": [[[100, 500], [180, 320], [260, 610], [340, 400], [430, 560]], [[520, 300], [700, 640]]]
}


class SignatureIn(Ruled):
    """A signature: lines of points between 0 and 1000, or that the guest signed on paper; one of the two.

    `scan_id` is the scan it was given with. `replace` ends the one that stands.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    strokes: Annotated[list[Stroke], Field(max_length=MOST_STROKES)] = Field(default_factory=list)
    on_paper: bool = False
    replace: bool = False
    scan_id: UUID | None = None
    session_id: UUID | None = None

    @field_validator("strokes")
    @classmethod
    def _small_enough(cls, value: list[list[list[int]]]) -> list[list[list[int]]]:
        if len(compact(value)) > MOST_BYTES:
            raise PydanticCustomError("too_large", N_("This signature has too many points."))
        if value and sum(map(len, value)) < FEWEST_POINTS:
            raise PydanticCustomError("too_little", N_("This is too little for a signature."))
        return value

    @rule("on_paper", "strokes", beside="strokes")
    def _one_of_two(self) -> None:
        if self.on_paper == bool(self.strokes):
            raise PydanticCustomError(
                "one_way", N_("Sign in the field, or tick that it was signed on paper.")
            )


class SignatureForm(Body):
    """The page's form: the lines come as JSON in one field."""

    strokes: str = Field(default="", max_length=4 * MOST_BYTES)
    on_paper: bool = False
    replace: bool = False
    session_id: UUID | None = None

    @field_validator("strokes")
    @classmethod
    def _can_be_read(cls, value: str) -> str:
        _lines(value)
        return value

    def signature(self) -> SignatureIn:
        """As an outside program would send it; raises what is wrong with its lines."""
        return SignatureIn.model_validate(self.model_dump() | {"strokes": _lines(self.strokes)})


class SigningIn(Body):
    """Whether the door asks for signatures."""

    wanted: bool = Field(examples=[True])


def compact(strokes: list[list[list[int]]]) -> str:
    """The lines as they are kept: JSON without a space."""
    return json.dumps(strokes, separators=(",", ":"))


def _lines(text: str) -> Any:
    try:
        return json.loads(text or "[]")
    except (ValueError, RecursionError):
        raise PydanticCustomError("illegible", N_("The lines of the signature cannot be read.")) from None
