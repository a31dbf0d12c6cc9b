"""What comes in about groups; pages and api share these."""

from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, model_validator
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from events_app.i18n import N_
from events_app.ruled import Ruled, rule
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


class _Group(Ruled):
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


class GroupIn(_Group):
    """A group kept by hand (its members), or by a rule: kinds, a part of the tree, a region, a position."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    @rule("by_rule", "institution_ids", "person_ids", beside="by_rule")
    def _rule_or_members(self) -> None:
        must_have_no_members(self.by_rule, self.institution_ids, self.person_ids)

    @rule("by_rule", "taking", "title", beside="title")
    def _position_named(self) -> None:
        must_name_position(self.by_rule, self.taking, self.title)


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


class GroupForm(_Group):
    """The page: a search among institutions and people, and what to do."""

    q: Line = ""
    step: Literal["show", "save"] = "save"

    @rule("step", "by_rule", "taking", "title", beside="title")
    def _position_named(self) -> None:
        """A search asks for nothing yet."""
        must_name_position(self.step == "save" and self.by_rule, self.taking, self.title)

    @model_validator(mode="after")
    def _lets_go(self) -> Self:
        """What was ticked before somebody chose a rule."""
        if self.by_rule:
            self.institution_ids, self.person_ids = [], []
        return self


def must_have_no_members(by_rule: bool, *members: list[UUID]) -> None:
    """A group has members or a rule, never both."""
    if by_rule and any(members):
        raise PydanticCustomError("members_of_a_rule", N_("A group with a rule has no members of its own."))


def must_name_position(by_rule: bool, taking: GroupTaking, title: str) -> None:
    """A rule about a position names it."""
    if by_rule and taking == GroupTaking.holders and not title:
        raise PydanticCustomError("no_title", N_("Please name the position whose holders are meant."))
