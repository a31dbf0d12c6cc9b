"""What comes in about positions and who holds them."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from events_app.i18n import N_
from events_app.ruled import Ruled, rule
from events_app.shapes import Body, Day
from events_app.stakeholders.forms import Named, folded
from events_app.stakeholders.tables import HoldingKind

EARLIEST, LATEST = date(1945, 8, 18), date(2199, 12, 30)


def _near(day: date | None) -> date | None:
    if day is not None and not EARLIEST <= day <= LATEST:
        raise PydanticCustomError("out_of_reach", N_("This date is too far away to be meant."))
    return day


def _permanent(given: Any) -> Any:
    return HoldingKind.permanent if given is None else given


NearDay = Annotated[Day | None, AfterValidator(_near)]
Note = Annotated[str, BeforeValidator(folded), Field(max_length=300)]
HowHeld = Annotated[HoldingKind, BeforeValidator(_permanent)]


class PositionIn(Body):
    """A new position, of an institution or one that stands alone."""

    institution_id: UUID | None = None
    title: Named = Field(examples=["Kepala Bidang Rehabilitasi"])
    is_head: bool = Field(default=False, description="Whether it heads the institution.")


class PositionPatch(Body):
    """What changes of a position; what is not sent stays."""

    title: Named = Field(default="", examples=["Kepala Bidang Rehabilitasi Sosial"])
    is_head: bool = False

    def changes(self) -> dict[str, Any]:
        """The fields that were sent."""
        return self.model_dump(exclude_unset=True)


class Times(Ruled):
    """From when to when, both days included; null is open."""

    starts_on: NearDay = Field(default=None, examples=["2026-01-05"])
    ends_on: NearDay = None

    @rule("starts_on", "ends_on", beside="ends_on")
    def _in_order(self) -> None:
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise PydanticCustomError("before_start", N_("The last day must not lie before the first."))


class HoldingIn(Times):
    """Somebody takes a position."""

    person_id: UUID
    kind: HowHeld = Field(default=HoldingKind.permanent, examples=["plt"])
    note: Note = Field(default="", examples=["SK Wali Kota 821/1234/2026"])
    hand_over: bool = Field(
        default=False,
        description="Whoever holds it now ends on the day before, in the same step; needs `starts_on`.",
    )

    @rule("hand_over", "starts_on", beside="starts_on")
    def _day_of_handing_over(self) -> None:
        if self.hand_over and self.starts_on is None:
            raise PydanticCustomError("handing_over_without_day", N_("Handing over needs the first day."))


class HoldingPatch(Body):
    """What is corrected of a holding; what is not sent stays, and null opens an end."""

    person_id: UUID | None = None
    kind: HowHeld = Field(default=HoldingKind.permanent, examples=["permanent"])
    starts_on: NearDay = None
    ends_on: NearDay = None
    note: Note = ""

    def changes(self) -> dict[str, Any]:
        """The fields that were sent; a holding always has a person."""
        sent = self.model_dump(exclude_unset=True)
        return {name: value for name, value in sent.items() if name != "person_id" or value is not None}


class EndIn(Body):
    """The last day of a holding."""

    ends_on: Annotated[Day, AfterValidator(_near)] = Field(examples=["2026-12-31"])
