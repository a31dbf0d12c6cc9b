"""What comes in about badges: which, and in what format; and the roles that somebody chose."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import ConfigDict, Field, ValidationInfo, field_validator
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from events_app.checkin.badges.tables import BadgeFormat, BadgeRole
from events_app.i18n import N_
from events_app.shapes import Body

MOST = 5_000
EXAMPLE: JsonDict = {"format": "a4-10", "people": "unprinted"}


class People(StrEnum):
    """Whose badges: everybody's, or fewer."""

    all = "all"
    unprinted = "unprinted"
    role = "role"
    institution = "institution"
    selected = "selected"


NEEDED = {"role": People.role, "institution_id": People.institution, "guest_ids": People.selected}
SENTENCES = {
    "role": N_("Choose the role."),
    "institution_id": N_("Choose the institution."),
    "guest_ids": N_("Tick at least one guest in the list."),
}


class BadgesIn(Body):
    """Whose badges, and in what format. `people` says which of the other fields counts."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    format: BadgeFormat = Field(examples=["a4-10"])
    people: People = People.all
    role: BadgeRole | None = Field(default=None, validate_default=True)
    institution_id: UUID | None = Field(default=None, validate_default=True)
    guest_ids: list[UUID] = Field(default_factory=list, max_length=MOST, validate_default=True)

    @field_validator("role", "institution_id", "guest_ids")
    @classmethod
    def _given_where_it_counts(cls, value: Any, info: ValidationInfo) -> Any:
        name = info.field_name or ""
        if not value and info.data.get("people") == NEEDED[name]:
            raise PydanticCustomError("nothing_chosen", SENTENCES[name])
        return value


class BadgesForm(BadgesIn):
    """The page's form of it, in which the list's other buttons stand, too."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)


class RolesIn(Body):
    """The role for the badges of some guests; null lets it follow from the programme again."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"role": "vip", "guest_ids": [""]}]})

    role: BadgeRole | None = None
    guest_ids: list[UUID] = Field(min_length=1, max_length=MOST)


class RolesForm(Body):
    """The page's form of it: an empty role means that it follows from the programme."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    role_given: BadgeRole | None = None
    guest_ids: list[UUID] = Field(default_factory=list, max_length=MOST, validate_default=True)

    @field_validator("guest_ids")
    @classmethod
    def _somebody(cls, value: list[UUID]) -> list[UUID]:
        if not value:
            raise PydanticCustomError("nothing_chosen", SENTENCES["guest_ids"])
        return value
