"""What a promise and its actions may say besides the little that they must: all of it optional."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from urllib.parse import urlsplit
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from events_app import shapes
from events_app.commitments.kinds import BudgetSource, PartyRole
from events_app.i18n import N_
from events_app.shapes import Body

MOST_PARTIES = 30


def _plain(text: str) -> str:
    """PostgreSQL takes no NUL in a text."""
    return text.replace("\0", "")


def web_address(text: str) -> str:
    """http or https with a host; nothing that a browser would run."""
    try:
        parts = urlsplit(text)
        usable = (
            parts.scheme in ("http", "https")
            and bool(parts.hostname)
            and not set(text) & set(' <>"\\\0\n\r\t')
        )
    except ValueError:
        usable = False
    if not usable:
        raise PydanticCustomError("url_scheme", "not a web address")
    return text


def _year_in_reach(day: date) -> date:
    if not 2000 <= day.year <= 2199:
        raise PydanticCustomError("out_of_reach", N_("This date is too far away to be meant."))
    return day


Title = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(_plain)]
Deliverable = Annotated[str, StringConstraints(min_length=1, max_length=300), AfterValidator(_plain)]
Prose = Annotated[str, StringConstraints(min_length=1, max_length=4000), AfterValidator(_plain)]
Why = Annotated[str, StringConstraints(min_length=1, max_length=2000), AfterValidator(_plain)]
Maybe100 = Annotated[str, StringConstraints(max_length=100), AfterValidator(_plain)]
Maybe200 = Annotated[str, StringConstraints(max_length=200), AfterValidator(_plain)]
Maybe300 = Annotated[str, StringConstraints(max_length=300), AfterValidator(_plain)]
MaybeProse = Annotated[str, StringConstraints(max_length=4000), AfterValidator(_plain)]
Link = Annotated[str, StringConstraints(max_length=500), AfterValidator(web_address)]
Day = Annotated[shapes.Day, AfterValidator(_year_in_reach)]
Money = Annotated[Decimal, Field(ge=0, max_digits=15, decimal_places=2)]


class PartyIn(Body):
    """Another institution that stands behind the promise."""

    institution_id: UUID
    role: PartyRole = PartyRole.support


class PromiseDetails(Body):
    """Where it belongs, why it is made, from where it starts, and who stands behind it."""

    agenda_item_id: UUID | None = None
    position_id: UUID | None = None
    problem: MaybeProse = ""
    baseline: Maybe100 = ""
    parties: Annotated[list[PartyIn], Field(max_length=MOST_PARTIES)] = Field(default_factory=list)

    @field_validator("problem", "baseline", mode="before")
    @classmethod
    def _none_says_nothing(cls, given: Any) -> Any:
        return "" if given is None else given


class ActionDetails(Body):
    """How, where, for whom and with what money it is done; the posts that owe and judge it."""

    description: MaybeProse = ""
    method: Maybe200 = ""
    place: Maybe200 = ""
    target_group: Maybe200 = ""
    budget_amount: Money | None = None
    budget_source: BudgetSource | None = None
    responsible_position_id: UUID | None = None
    verifier_position_id: UUID | None = None
    start_date: Day | None = None

    @field_validator("verifier_position_id")
    @classmethod
    def _verified_by_another_post(cls, given: UUID | None, info: ValidationInfo) -> UUID | None:
        if given is not None and given == info.data.get("responsible_position_id"):
            raise PydanticCustomError(
                "verifier_is_responsible", N_("The position that does the work cannot also verify it.")
            )
        return given

    @field_validator("description", "method", "place", "target_group", mode="before")
    @classmethod
    def _none_says_nothing(cls, given: Any) -> Any:
        return "" if given is None else given
