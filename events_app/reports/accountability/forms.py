"""What a stranger may ask for."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field

from events_app.reports.forms import ReportFilter, legible
from events_app.shapes import Body


class Standing(StrEnum):
    """How a commitment stands, by its actions on the day of asking."""

    underway = "underway"
    overdue = "overdue"
    done = "done"


class PublicFilter(Body):
    """Promises of an institution, on a theme, by how they stand."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    institution_id: UUID | None = None
    theme: Annotated[str, Field(max_length=200), AfterValidator(legible)] = ""
    standing: Standing | None = None
    skip: Annotated[int, Field(ge=0, le=100_000)] = 0

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return bool(self.institution_id or self.theme or self.standing)

    def counted(self) -> ReportFilter:
        """The same for the figures, which always tell of every standing."""
        return ReportFilter(institution_id=self.institution_id, theme=self.theme)
