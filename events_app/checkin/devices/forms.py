"""What comes in about paired phones: how one is made and named, and what it says of itself."""

from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from events_app.checkin.devices.tables import Level
from events_app.i18n import N_
from events_app.ruled import Ruled, rule
from events_app.shapes import Body

MOST_EVENTS = 20
Name = Annotated[str, Field(min_length=1, max_length=60, examples=["HP panitia 1"])]
Gate = Annotated[str, Field(max_length=80, examples=["Pintu utara"])]
EXAMPLE: JsonDict = {"name": "HP panitia 1", "gate": "Pintu utara", "level": "walk_ins"}


class DeviceIn(Ruled):
    """A phone that is to be paired: what it is called, where it stands, what it may do, and for which events."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    name: Name
    gate: Gate = ""
    level: Level = Level.scan
    session_id: UUID | None = Field(default=None, description="Scans of this device are of this session.")
    event_ids: list[UUID] = Field(default_factory=list, max_length=MOST_EVENTS, description="Further events.")

    @rule("session_id", "event_ids", beside="session_id")
    def _one_or_many(self) -> None:
        if self.session_id is not None and self.event_ids:
            raise PydanticCustomError(
                "session_of_one",
                N_("A session belongs to this event alone: choose it or further events, not both."),
            )


class DeviceNameIn(Body):
    """What a device is called and where it stands."""

    name: Name
    gate: Gate = ""


class PulseIn(Body):
    """What a phone says of itself now and then."""

    unsent: int = Field(ge=0, le=1_000_000, examples=[0])
    battery: int | None = Field(default=None, ge=0, le=100, examples=[82])
