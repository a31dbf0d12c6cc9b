"""What comes in about places."""

from uuid import UUID

from pydantic import Field

from events_app.events.forms.fields import Line, Seats, Title
from events_app.shapes import Body


class VenueIn(Body):
    """A place with an address."""

    name: Title = Field(examples=["Balai Kota"])
    address: Line = Field(default="", examples=["Jl. Mawar No. 1"])


class RoomIn(Body):
    """A room that can be booked, in a venue or by itself."""

    name: Title = Field(examples=["Ruang Kenanga"])
    venue_id: UUID | None = None
    capacity: Seats | None = Field(default=None, examples=[150])
