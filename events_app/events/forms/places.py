"""What comes in about places."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from events_app.events.forms.fields import Line, Seats, Title
from events_app.events.places.equipment import Equipment
from events_app.i18n import N_
from events_app.shapes import Body

CLOCK = "^([01][0-9]|2[0-3]):[0-5][0-9]$"
Clock = Annotated[str, StringConstraints(pattern=CLOCK)]
Version = Annotated[int, Field(ge=1, le=2**31 - 1)]


class DayHours(Body):
    """A weekday, 1 is Monday, and its hours; without hours the room is closed that day."""

    weekday: int = Field(ge=1, le=7, examples=[1])
    opens: Clock | None = Field(default=None, examples=["08:00"])
    closes: Clock | None = Field(default=None, examples=["16:00"], validate_default=True)

    @field_validator("closes")
    @classmethod
    def _after_opening(cls, closes: str | None, info: ValidationInfo) -> str | None:
        opens = info.data.get("opens")
        if "opens" in info.data and (opens is None) != (closes is None):
            raise PydanticCustomError("hours_incomplete", N_("Give both hours, or none."))
        if opens and closes and closes <= opens:
            raise PydanticCustomError("before_start", N_("The end must be later than the start."))
        return closes


def _each_day_once(hours: list[DayHours]) -> list[DayHours]:
    if len({day.weekday for day in hours}) < len(hours):
        raise PydanticCustomError("weekday_twice", N_("Each weekday has hours once."))
    return hours


Week = Annotated[list[DayHours], Field(max_length=7), AfterValidator(_each_day_once)]
Things = Annotated[list[Equipment], Field(max_length=30)]


def week(hours: list[DayHours]) -> list[str]:
    """The seven texts that a room keeps; none when no day has hours."""
    kept = {day.weekday: f"{day.opens}-{day.closes}" for day in hours if day.opens}
    return [kept.get(number, "") for number in range(1, 8)] if kept else []


def days_of(hours: list[str]) -> list[DayHours]:
    """The open days among the texts that a room keeps."""
    found = [(number, text.partition("-")) for number, text in enumerate(hours, 1) if text]
    return [DayHours(weekday=number, opens=opens, closes=closes) for number, (opens, _dash, closes) in found]


class VenueIn(Body):
    """A place with an address."""

    name: Title = Field(examples=["Balai Kota"])
    address: Line = Field(default="", examples=["Jl. Mawar No. 1"])


class VenuePatch(Body):
    """What changes of a place; what is not sent stays."""

    name: Title = Field(default="", examples=["Balai Kota"])
    address: Line = Field(default="", examples=["Jl. Mawar No. 1"])
    row_version: Version | None = None

    def changes(self) -> dict[str, Any]:
        """The columns that were sent."""
        return self.model_dump(exclude_unset=True, exclude={"row_version"})


class RoomIn(Body):
    """A room that can be booked, in a venue or by itself; without hours it is always open."""

    name: Title = Field(examples=["Ruang Kenanga"])
    venue_id: UUID | None = None
    capacity: Seats | None = Field(default=None, examples=[150])
    equipment: Things = Field(default_factory=list, examples=[["projector", "wheelchair_access"]])
    equipment_note: Line = Field(default="", examples=["Dua layar"])
    hours: Week = Field(default_factory=list)

    def columns(self) -> dict[str, Any]:
        """What was sent, under the table's names."""
        return room_columns(self, set(type(self).model_fields))


class RoomPatch(Body):
    """What changes of a room; what is not sent stays."""

    name: Title = Field(default="", examples=["Ruang Kenanga"])
    venue_id: UUID | None = None
    capacity: Seats | None = None
    equipment: Things = Field(default_factory=list)
    equipment_note: Line = ""
    hours: Week = Field(default_factory=list)
    row_version: Version | None = None

    def changes(self) -> dict[str, Any]:
        """The columns that were sent."""
        return room_columns(self, self.model_fields_set - {"row_version"})


class VenueForm(VenueIn):
    """The page's form of a place."""

    row_version: Version | None = None

    def patch(self) -> VenuePatch:
        """A change of every field."""
        return VenuePatch(**self.model_dump())


class RoomForm(RoomIn):
    """The page's form of a room."""

    row_version: Version | None = None

    def patch(self) -> RoomPatch:
        """A change of every field."""
        return RoomPatch(**self.model_dump())


def room_columns(form: RoomIn | RoomPatch, names: set[str]) -> dict[str, Any]:
    """These fields under the table's names, as the table keeps them."""
    sent = {name: getattr(form, name) for name in names}
    if "venue_id" in sent:
        sent["venue"] = sent.pop("venue_id")
    if "equipment" in sent:
        sent["equipment"] = [one.value for one in Equipment if one in form.equipment]
    if "hours" in sent:
        sent["hours"] = week(form.hours)
    return sent
