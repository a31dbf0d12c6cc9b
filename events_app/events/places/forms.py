"""What comes in when somebody looks for a room."""

from pydantic import Field, field_validator

from events_app.events.forms.fields import Seats, When, Zoned, after_start, in_zone


class Wish(Zoned):
    """A time in a zone, and how many people."""

    starts_at: When = Field(examples=["2026-12-12T09:00:00+07:00"])
    ends_at: When = Field(examples=["2026-12-12T12:00:00+07:00"])
    seats: Seats | None = None

    _in_zone = field_validator("starts_at", "ends_at", mode="before")(in_zone)
    _after_start = field_validator("ends_at")(after_start)
