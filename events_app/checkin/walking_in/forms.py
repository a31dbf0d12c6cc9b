"""What a phone says of somebody it let in by name."""

from uuid import UUID

from pydantic import Field

from events_app.checkin.forms import EARLIEST, LATEST, Device
from events_app.invitations.forms import FullName, GuestIn
from events_app.shapes import Body, Moment
from events_app.stakeholders.forms import Line
from events_app.stakeholders.tables import Sex


class WalkInIn(Body):
    """Somebody without an invitation, under the id that the device gave them."""

    id: UUID = Field(examples=["5c1d7c1e-9f57-4a54-8a52-6b8ad9a3c0f1"])
    full_name: FullName = Field(examples=["Budi Santoso, S.H."])
    institution_name: Line = Field(default="", examples=["Kelurahan Kenanga"])
    sex: Sex | None = None
    session_id: UUID | None = None
    scanned_at: Moment = Field(ge=EARLIEST, le=LATEST, examples=["2026-08-12T09:03:11+07:00"])
    device: Device = ""
    offline: bool = Field(
        default=False,
        description="They were let in without our answer; what that contradicts is shown to people.",
    )

    def guest(self) -> GuestIn:
        """As somebody who stands at the door."""
        told = self.model_dump(include={"full_name", "institution_name", "sex"})
        return GuestIn(**told, walk_in=True)
