"""What comes in about a list: what its columns mean, and which lines are taken."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from events_app.i18n import N_
from events_app.shapes import Body
from events_app.stakeholders.lists.mappings import FIELDS, signature

Whole = Annotated[int, Field(ge=1, le=2_147_483_647)]
UNUSED = "-"
"""An empty choice would not be sent, and the columns after it would move."""


def _known(field: str) -> str:
    if field not in (*FIELDS, UNUSED, ""):
        raise PydanticCustomError("unknown_field", N_("This is none of the fields of a list."))
    return "" if field == UNUSED else field


class ColumnsIn(Body):
    """For each column in its order what it means. `headless`: the first line is no heading but a person."""

    version: Whole = 1
    fields: list[Annotated[str, AfterValidator(_known)]] = Field(default_factory=list, max_length=500)
    headless: bool = False


Heading = Annotated[str, Field(max_length=200)]


class MappingIn(Body):
    """For each heading what its column means; an empty field is not read. One field names people."""

    headings: list[Heading] = Field(min_length=1, max_length=500, examples=[["Wong", "Kantor Asal"]])
    fields: list[Annotated[str, AfterValidator(_known)]] = Field(
        max_length=500, examples=[["full_name", "institution"]]
    )

    @field_validator("fields")
    @classmethod
    def _fits(cls, fields: list[str], info: ValidationInfo) -> list[str]:
        """As many as there are headings, one of them the names, none twice."""
        headings: list[str] = info.data.get("headings", [])
        said = [field for field in fields if field]
        if headings and len(fields) != len(headings):
            raise PydanticCustomError("not_as_many", N_("Say one field for each heading."))
        if "full_name" not in said:
            raise PydanticCustomError("no_name", N_("Please say which column holds the names."))
        if len(set(said)) != len(said):
            raise PydanticCustomError(
                "twice", N_("Two columns cannot mean the same. Please leave one of them unused.")
            )
        return fields

    @field_validator("headings")
    @classmethod
    def _tells(cls, headings: list[str]) -> list[str]:
        if not signature(headings):
            raise PydanticCustomError("no_heading", N_("At least one heading must say something."))
        return headings


class VersionIn(Body):
    """Which reading of the list somebody looked at."""

    version: Whole = 1


class ChoiceIn(VersionIn):
    """Of the lines `shown` those that are ticked; and what to do next."""

    shown: list[Whole] = Field(default_factory=list, max_length=1_000)
    take: list[Whole] = Field(default_factory=list, max_length=1_000)
    show: str = Field(default="", max_length=20)
    page: int = Field(default=1, ge=1, le=100_000)
    step: Literal["save", "commit", "take_all", "leave_all"] = "save"
