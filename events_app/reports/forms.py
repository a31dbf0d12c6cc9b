"""What a report is asked for."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from events_app.i18n import N_
from events_app.shapes import Body


def legible(text: str) -> str:
    """The text, unless PostgreSQL or UTF-8 has no room for a character of it."""
    if "\x00" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise PydanticCustomError("illegible", N_("This text has characters that cannot be kept."))
    return text


class OfDays(Body):
    """From a first to a last day; without them from the beginning, and to the end."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True, populate_by_name=True)

    since: date | None = Field(default=None, alias="from")
    until: date | None = Field(default=None, alias="to")

    @field_validator("until")
    @classmethod
    def not_before_the_start(cls, until: date | None, info: ValidationInfo) -> date | None:
        """A range that ends before it starts is a slip of the pen; said beside its end."""
        since = info.data.get("since")
        if until is not None and since is not None and until < since:
            raise PydanticCustomError("before_from", N_("The last day must not lie before the first."))
        return until


class ReportFilter(OfDays):
    """The promises made at events of these days, by an institution, on a theme, at one event."""

    institution_id: UUID | None = None
    event_id: UUID | None = None
    theme: Annotated[str, Field(max_length=200), AfterValidator(legible)] = ""

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return any((self.since, self.until, self.institution_id, self.event_id, self.theme))
