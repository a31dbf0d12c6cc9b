"""What a door's page writes into its file (static/js/door/tools.js)."""

from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from events_app.checkin.forms import Device, ScanIn
from events_app.checkin.walking_in.forms import WalkInIn
from events_app.shapes import Body, Moment

KIND = "door-queue"
MOST_SCANS = 20_000
MOST_WALK_INS = 2_000


class QueuedScan(ScanIn):
    """A scan that waited, and the door that it was made at."""

    device: Device = ""


class QueueFile(Body):
    """The scans of one event, and those who were let in by name."""

    kind: Literal["door-queue"]
    version: Literal[1]
    event: UUID
    exported_at: Moment | None = None
    scans: list[QueuedScan] = Field(max_length=MOST_SCANS)
    walk_ins: list[WalkInIn] = Field(default_factory=list, max_length=MOST_WALK_INS)


class QueueFileForm(Body):
    """The page's one field."""

    file: Any = None
