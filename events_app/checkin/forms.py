"""What comes in at the door: scans of a device, and a code typed into the page."""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, ValidationInfo, field_validator

from events_app.checkin.tables import Direction, Method
from events_app.shapes import UNWRITABLE, Body, Moment
from events_app.stakeholders.tables import Sex

MOST_SCANS = 500
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = datetime(3900, 1, 1, tzinfo=UTC)
"""So near that a time which is set right by a wrong clock is a date still."""


Device = Annotated[str, Field(max_length=80, examples=["Pintu utara"])]
Code = Annotated[
    str,
    Field(
        max_length=20_000,
        description="The bare token, the whole URL of a pass, or the guest's short code, in any case.",
        examples=["7H2K9QXM"],
    ),
]


class Scanned(Body):
    """Whatever a camera read gets an answer: what cannot be kept as text is left out, never refused."""

    @field_validator("*", mode="before")
    @classmethod
    def _can_be_kept(cls, value: Any, info: ValidationInfo) -> Any:
        return UNWRITABLE.sub("", value) if isinstance(value, str) else value


class ScanIn(Scanned):
    """One scan, under the id that the device gave it."""

    id: UUID = Field(examples=["0b2f7c1e-9f57-4a54-8a52-6b8ad9a3c0f1"])
    code: Code
    session_id: UUID | None = None
    direction: Direction = Direction.into
    method: Method = Method.camera
    scanned_at: Moment = Field(ge=EARLIEST, le=LATEST, examples=["2026-08-12T09:03:11+07:00"])
    offline: bool = Field(
        default=False,
        description="The device let the guest in without our answer; what that contradicts is shown to people.",
    )


class ScansIn(Body):
    """Up to 500 scans of one device. With `sent_at` a wrong clock is measured and the scans' times corrected."""

    device: Device | None = None
    sent_at: Moment | None = Field(
        default=None,
        ge=EARLIEST,
        le=LATEST,
        description="What the device's clock says while it sends; more than five minutes off is corrected.",
        examples=["2026-08-12T09:03:15+07:00"],
    )
    scans: list[ScanIn] = Field(min_length=1, max_length=MOST_SCANS)


class TypedScan(Scanned):
    """The door page's own form, for devices without scripts: the server makes the id and the time."""

    code: Code
    session_id: UUID | None = None
    direction: Direction = Direction.into
    device: Device = ""


class WalkInForm(Body):
    """The door page's three fields for somebody without an invitation."""

    full_name: str = Field(min_length=1, max_length=300)
    institution_name: str = Field(default="", max_length=200)
    sex: Sex | None = None
    device: Device = ""
    session_id: UUID | None = None
    somebody_else: bool = False
