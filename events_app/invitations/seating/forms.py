"""What comes in about seats: a quota, and a second wave."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, ValidationInfo, field_validator
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from events_app.events.forms.fields import When, Zoned, in_zone
from events_app.i18n import N_
from events_app.invitations.forms import MOST_INVITEES
from events_app.ruled import Ruled, rule
from events_app.shapes import Body
from events_app.stakeholders.tables import InstitutionKind

Label = Annotated[str, Field(min_length=1, max_length=120)]
Places = Annotated[int, Field(ge=0, le=100_000)]
Version = Annotated[int, Field(ge=1, le=2**31 - 1)]
EXAMPLE: JsonDict = {"label": "Kelurahan", "kind": "village", "seats": 20}


class QuotaIn(Ruled):
    """At most so many seats for a kind of institution, a group of them, or a single one."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    label: Label = Field(examples=["Kelurahan"])
    kind: InstitutionKind | None = None
    group_id: UUID | None = None
    institution_id: UUID | None = None
    seats: Places = Field(examples=[20])
    row_version: Version | None = None

    @rule("kind", "group_id", "institution_id")
    def _of_one_thing(self) -> None:
        if sum(one is not None for one in (self.kind, self.group_id, self.institution_id)) != 1:
            raise PydanticCustomError(
                "one_subject", N_("Choose either a kind, a group or an institution: one of the three.")
            )

    def columns(self) -> dict[str, Any]:
        """Under the table's names."""
        return {
            "label": self.label,
            "kind": self.kind,
            "stakeholder_group": self.group_id,
            "institution": self.institution_id,
            "seats": self.seats,
        }


class QuotaForm(Body):
    """The page's form: what the quota is for decides which of the three fields counts."""

    label: Label
    of: Literal["kind", "group", "institution"] = "kind"
    kind: InstitutionKind | None = Field(default=None, validate_default=True)
    group_id: UUID | None = Field(default=None, validate_default=True)
    institution_id: UUID | None = Field(default=None, validate_default=True)
    seats: Places
    row_version: Version | None = None

    @field_validator("kind", "group_id", "institution_id")
    @classmethod
    def _named(cls, given: Any, info: ValidationInfo) -> Any:
        """The field that counts is filled in; so the fault stands beside it."""
        if given is None and info.data.get("of") == str(info.field_name).removesuffix("_id"):
            raise PydanticCustomError("nothing_chosen", N_("Choose whom the quota is for."))
        return given

    def chosen(self) -> Any:
        """The one that counts."""
        return self.kind if self.of == "kind" else getattr(self, f"{self.of}_id")

    def quota(self) -> QuotaIn:
        """The quota as an outside program would send it."""
        name = "kind" if self.of == "kind" else f"{self.of}_id"
        facts = {"label": self.label, "seats": self.seats, "row_version": self.row_version}
        return QuotaIn.model_validate(facts | {name: self.chosen()})


class WaveIn(Body):
    """How many of the reserve are asked next, and until when they may answer."""

    count: int = Field(ge=1, le=MOST_INVITEES, examples=[1])
    answer_by: When | None = Field(default=None, examples=[None])


class WaveForm(Zoned):
    """The page's form of it, with a local time."""

    count: int = Field(ge=1, le=MOST_INVITEES)
    answer_by: When | None = None

    _in_zone = field_validator("answer_by", mode="before")(in_zone)


class PlaceForm(Body):
    """One step up or down in the reserve."""

    to: Literal["up", "down"]
