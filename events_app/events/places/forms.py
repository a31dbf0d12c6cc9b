"""What comes in when somebody looks for a room, or blocks one."""

from pydantic import Field, field_validator

from events_app.events.forms.fields import Seats, Title, When, Zoned, after_start, in_zone
from events_app.events.forms.places import Things
from events_app.shapes import Body


class Wish(Zoned):
    """A time in a zone, how many people, and what must be there."""

    starts_at: When = Field(examples=["2026-12-12T09:00:00+07:00"])
    ends_at: When = Field(examples=["2026-12-12T12:00:00+07:00"])
    seats: Seats | None = None
    equipment: Things = Field(default_factory=list)

    _in_zone = field_validator("starts_at", "ends_at", mode="before")(in_zone)
    _after_start = field_validator("ends_at")(after_start)


class BlockIn(Body):
    """A time at which a room cannot be had, and why."""

    starts_at: When = Field(examples=["2027-01-11T08:00:00+07:00"])
    ends_at: When = Field(examples=["2027-01-11T12:00:00+07:00"])
    reason: Title = Field(examples=["Pembersihan karpet"])

    _after_start = field_validator("ends_at")(after_start)


class BlockForm(BlockIn, Zoned):
    """The page's form of a block."""

    _in_zone = field_validator("starts_at", "ends_at", mode="before")(in_zone)

    def block(self) -> BlockIn:
        """The block as typed."""
        return BlockIn(**self.model_dump(exclude={"timezone"}))
