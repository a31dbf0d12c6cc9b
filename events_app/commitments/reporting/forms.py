"""What comes in about an activity report, and about the columns of papers."""

from typing import Annotated, Literal, get_args
from uuid import UUID

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from events_app.i18n import N_
from events_app.shapes import Body

Prose = Annotated[str, Field(max_length=20_000)]
Version = Annotated[int | None, Field(ge=0, le=2**31 - 1)]


class ReportTexts(Body):
    """The office's own words. A text that is left empty gets the usual sentence, or its heading says that nothing was written."""

    number: Annotated[str, Field(max_length=100, examples=["400.2/17/2026"])] = ""
    basis: Prose = ""
    background: Prose = ""
    purpose: Prose = ""
    course: Prose = ""
    evaluation: Prose = ""
    suggestions: Prose = ""
    signatory_id: UUID | None = None
    row_version: Version = None


class ReportWish(Body):
    """As which kind of file, in which language; without one in the event's."""

    form: Literal["pdf", "docx"] = Field(default="pdf", examples=["pdf"])
    language: Literal["id", "en"] | None = Field(default=None, examples=["id"])


Column = Literal[
    "event", "commitment", "action", "output", "promiser", "in_charge", "contact", "verifier", "first_due", "due",
    "state", "progress", "days_late",
]  # fmt: skip
Listing = Literal["matrix", "overdue"]
"""The papers whose columns can be chosen."""
ALL: tuple[Column, ...] = get_args(Column)


class ColumnsIn(Body):
    """The columns of a paper in their order, each once, at least one."""

    columns: list[Column] = Field(
        max_length=len(ALL),
        json_schema_extra={"minItems": 1},
        examples=[["commitment", "action", "due", "state"]],
    )

    @field_validator("columns")
    @classmethod
    def each_once(cls, columns: list[Column]) -> list[Column]:
        """A paper without columns says nothing."""
        if not columns:
            raise PydanticCustomError("none", N_("Please choose at least one column."))
        return list(dict.fromkeys(columns))


class ColumnsForm(ColumnsIn):
    """The same from a page: `order` names all columns as they stand, `move` one of them and where it goes, as `up:due`."""

    columns: list[Column] = Field(default_factory=list, max_length=len(ALL), validate_default=True)
    order: list[Column] = Field(default_factory=list, max_length=len(ALL))
    move: Annotated[str, Field(pattern=r"^(up|down):[a-z_]+$")] | None = None
