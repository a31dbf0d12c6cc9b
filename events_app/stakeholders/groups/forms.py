"""What comes in about groups; pages and api share these."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, model_validator
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from events_app.i18n import N_
from events_app.shapes import Body
from events_app.stakeholders.forms import Line, Named, RegionCode, _writable
from events_app.stakeholders.tables import GroupTaking, InstitutionKind

MOST_MEMBERS = 10_000
EXAMPLE: JsonDict = {
    "name": "Semua lurah",
    "by_rule": True,
    "taking": "heads",
    "kinds": ["village"],
    "region_code": "33.75.01",
}


def _each_once(given: list[UUID]) -> list[UUID]:
    return list(dict.fromkeys(given))


def _short(name: str) -> str:
    if len(name) > 120:
        raise PydanticCustomError("too_long", N_("This is too long."))
    return name


Members = Annotated[list[UUID], Field(max_length=MOST_MEMBERS), AfterValidator(_each_once)]
Note = Annotated[str, BeforeValidator(_writable), Field(max_length=500)]
GroupName = Annotated[Named, AfterValidator(_short)]
Kinds = Annotated[list[InstitutionKind], Field(max_length=len(InstitutionKind))]


class GroupIn(Body):
    """A group kept by hand (its members), or by a rule: kinds, a part of the tree, a region, a position."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    name: GroupName = Field(examples=["Semua lurah"])
    note: Note = ""
    by_rule: bool = False
    taking: GroupTaking = GroupTaking.institutions
    kinds: Kinds = Field(default_factory=list, examples=[["village"]])
    within_id: UUID | None = Field(default=None, description="Only institutions below this one.")
    region_code: RegionCode = Field(default="", description="Only in this region.", examples=["33.75.01"])
    title: Line = Field(default="", description="Words of the position, where `taking` is `holders`.")
    institution_ids: Members = Field(default_factory=list)
    person_ids: Members = Field(default_factory=list)
    row_version: int | None = None

    @model_validator(mode="after")
    def _rule_or_members(self) -> "GroupIn":
        check(self.model_dump())
        return self


class GroupPatch(Body):
    """What changes of a group; what is not sent stays. `row_version` guards against another's change."""

    name: GroupName = Field(default="", examples=["Semua lurah"])
    note: Note = ""
    by_rule: bool = False
    taking: GroupTaking = GroupTaking.institutions
    kinds: Kinds = Field(default_factory=list)
    within_id: UUID | None = None
    region_code: RegionCode = ""
    title: Line = ""
    institution_ids: Members = Field(default_factory=list)
    person_ids: Members = Field(default_factory=list)
    row_version: int | None = None

    def changes(self) -> dict[str, Any]:
        """The fields that were sent."""
        return self.model_dump(exclude_unset=True)


class GroupForm(GroupIn):
    """The page: a search among institutions and people, and what to do."""

    q: Line = ""
    step: Literal["show", "save"] = "save"

    @model_validator(mode="after")
    def _rule_or_members(self) -> "GroupForm":
        """What was ticked before somebody chose a rule is let go; a search asks for nothing yet."""
        if self.by_rule:
            self.institution_ids, self.person_ids = [], []
        if self.step == "save":
            check(self.model_dump())
        return self


def check(facts: dict[str, Any]) -> None:
    """A group has members or a rule, never both; a rule about a position names it."""
    if facts["by_rule"] and (facts["institution_ids"] or facts["person_ids"]):
        raise PydanticCustomError("members_of_a_rule", N_("A group with a rule has no members of its own."))
    if facts["by_rule"] and facts["taking"] == GroupTaking.holders and not facts["title"]:
        raise PydanticCustomError("no_title", N_("Please name the position whose holders are meant."))
