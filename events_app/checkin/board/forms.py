"""What comes in about the board: a rule of the quorum, and a screen."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from events_app.checkin.board.tables import Counting, Measure
from events_app.i18n import N_
from events_app.ruled import Ruled, rule
from events_app.shapes import Body
from events_app.stakeholders.tables import InstitutionKind

Label = Annotated[str, Field(min_length=1, max_length=120, examples=["Kelurahan"])]
Amount = Annotated[
    int,
    Field(
        ge=0, le=100_000, description="A number, or with `share` and `more_than` a percentage.", examples=[12]
    ),
]
Version = Annotated[int, Field(ge=1, le=2**31 - 1)]
WHICH = N_("Choose the kind or the group the rule is for.")
EXAMPLE: JsonDict = {
    "label": "Kelurahan",
    "kind": "village",
    "counting": "institutions",
    "measure": "number",
    "amount": 12,
}


class _Rule(Ruled):
    label: Label
    kind: InstitutionKind | None = None
    group_id: UUID | None = None
    counting: Counting = Counting.institutions
    measure: Measure = Measure.number
    amount: Amount
    row_version: Version | None = None

    @rule("measure", "amount", beside="amount")
    def _can_be_reached(self) -> None:
        lowest, highest = {"number": (1, 100_000), "share": (1, 100)}.get(self.measure, (0, 99))
        if not lowest <= self.amount <= highest:
            raise PydanticCustomError(
                "amount_range",
                N_("A number is 1 or more; a share is 1 to 100 per cent, “more than” 0 to 99."),
            )


class QuorumRuleIn(_Rule):
    """At least so many of all, of a kind of institution, or of a group of institutions."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    @rule("kind", "group_id", beside="group_id")
    def _of_one_sector(self) -> None:
        if self.kind is not None and self.group_id is not None:
            raise PydanticCustomError("one_sector", N_("Choose a kind or a group, not both."))

    def columns(self) -> dict[str, Any]:
        """Under the table's names."""
        plain = {name: getattr(self, name) for name in ("label", "kind", "counting", "measure", "amount")}
        return plain | {"stakeholder_group": self.group_id}


class QuorumRuleForm(_Rule):
    """The page's form: what the rule is for decides which field counts."""

    of: Literal["all", "kind", "group"] = "all"

    @rule("of", "kind", beside="kind")
    def _kind_named(self) -> None:
        if self.of == "kind" and self.kind is None:
            raise PydanticCustomError("nothing_chosen", WHICH)

    @rule("of", "group_id", beside="group_id")
    def _group_named(self) -> None:
        if self.of == "group" and self.group_id is None:
            raise PydanticCustomError("nothing_chosen", WHICH)

    def rule(self) -> QuorumRuleIn:
        """The rule as an outside program would send it."""
        said = self.model_dump(exclude={"of"})
        said |= {"kind": self.kind if self.of == "kind" else None}
        return QuorumRuleIn(**said | {"group_id": self.group_id if self.of == "group" else None})


class ScreenIn(Body):
    """A screen that shows the board without a login: where it stands."""

    name: str = Field(min_length=1, max_length=80, examples=["Layar panggung"])
