"""What the audit trail is narrowed to."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from events_app.i18n import N_
from events_app.reports.forms import legible
from events_app.shapes import Body, Day


class Area(StrEnum):
    """A part of the work; `words.AREAS` says which deeds belong to it."""

    events = "events"
    invitations = "invitations"
    door = "door"
    promises = "promises"
    papers = "papers"
    directory = "directory"
    mail = "mail"
    accounts = "accounts"


class TrailFilter(Body):
    """Who did it, of which area, on which days of the organisation's zone, and to what."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True, populate_by_name=True)

    who: Annotated[str, Field(max_length=200), AfterValidator(legible)] = ""
    area: Area | None = None
    since: Day | None = Field(default=None, alias="from")
    until: Day | None = Field(default=None, alias="to")
    subject_id: UUID | None = None
    before: UUID | None = None

    @field_validator("until")
    @classmethod
    def not_before_the_start(cls, until: Day | None, info: ValidationInfo) -> Day | None:
        """Said beside the end of the span."""
        since = info.data.get("since")
        if until is not None and since is not None and until < since:
            raise PydanticCustomError("before_from", N_("The last day must not lie before the first."))
        return until

    @property
    def narrows(self) -> bool:
        """Whether anything is left out, but for what stands on other pages of the list."""
        return any((self.who, self.area, self.since, self.until, self.subject_id))
