"""What comes in from paper."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import ConfigDict, Field, field_validator
from pydantic.config import JsonDict

from events_app.events.forms.fields import Line, When, Zoned, in_zone
from events_app.shapes import Body

MOST_MARKS = 2_000
EXAMPLE: JsonDict = {
    "marks": [{"guest_id": "01980000-0000-7000-8000-000000000001", "at": "2026-08-12T09:05:00+07:00"}],
    "source": "Daftar hadir meja 2",
}
Source = Annotated[Line, Field(description="Which sheet of paper, or which file.")]


class MarkIn(Body):
    """One guest who stands on the paper, and when they came."""

    guest_id: UUID
    at: When = Field(examples=["2026-08-12T09:05:00+07:00"])


class PaperIn(Body):
    """Guests to mark present together, of the event or of one session."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    marks: list[MarkIn] = Field(min_length=1, max_length=MOST_MARKS)
    session_id: UUID | None = None
    source: Source = Field(default="", examples=["Daftar hadir meja 2"])


class PaperForm(Zoned):
    """The page's form: guests that are ticked, with one time of arrival."""

    at: When
    guests: list[UUID] = Field(min_length=1, max_length=MOST_MARKS)
    session_id: UUID | None = None
    source: Source = ""

    _in_zone = field_validator("at", mode="before")(in_zone)


class PaperListForm(Zoned):
    """A list to read: a file, or cells pasted from a spreadsheet; lines without a time take the one given."""

    at: When
    file: Any = None
    pasted: str = Field(default="", max_length=2_000_000)
    session_id: UUID | None = None
    source: Source = ""
    commit: bool = False

    _in_zone = field_validator("at", mode="before")(in_zone)
