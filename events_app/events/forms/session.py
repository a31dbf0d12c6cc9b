"""What comes in about a session: its time, its room, who is on stage, how to join from afar."""

from typing import Any
from uuid import UUID

from pydantic import Field, field_validator

from events_app.events.forms.fields import (
    Note,
    Reason,
    Seats,
    Seen,
    Title,
    WebAddress,
    When,
    Zoned,
    after_start,
    in_zone,
)
from events_app.events.programme.kinds import SessionKind, SessionMode
from events_app.shapes import Body


class SessionPlan(Body):
    """A new part of an event; without a room of its own it is in the event's."""

    title: Title = Field(examples=["Sesi 1: Pencegahan di tingkat kelurahan"])
    starts_at: When = Field(examples=["2026-12-12T09:00:00+07:00"])
    ends_at: When = Field(examples=["2026-12-12T10:30:00+07:00"])
    room_id: UUID | None = None
    speaker_ids: list[UUID] = Field(default_factory=list, max_length=50)
    moderator_id: UUID | None = None
    capacity: Seats | None = None
    kind: SessionKind = SessionKind.plenary
    mode: SessionMode = SessionMode.onsite
    join_url: WebAddress = Field(default="", description="Shown only to those who may join.")
    join_note: Note = Field(default="", description="How to get in; shown beside the address.")
    person_override_reason: Reason | None = None

    _after_start = field_validator("ends_at")(after_start)


class SessionPatch(Body):
    """What changes of a session; what is not sent stays."""

    title: Title = Field(default="", examples=["Sesi 1: Pencegahan di tingkat kelurahan"])
    starts_at: When | None = None
    ends_at: When | None = None
    room_id: UUID | None = None
    speaker_ids: list[UUID] = Field(default_factory=list, max_length=50)
    moderator_id: UUID | None = None
    capacity: Seats | None = None
    kind: SessionKind = SessionKind.plenary
    mode: SessionMode = SessionMode.onsite
    join_url: WebAddress = Field(default="", description="Shown only to those who may join.")
    join_note: Note = Field(default="", description="How to get in; shown beside the address.")
    person_override_reason: Reason | None = None
    row_version: int | None = Field(default=None, ge=1, le=2**31 - 1)

    _after_start = field_validator("ends_at")(after_start)

    def changes(self) -> dict[str, Any]:
        """The fields of the session itself that were sent."""
        kept = {"row_version", "speaker_ids", "moderator_id", "person_override_reason"}
        sent = self.model_dump(exclude_unset=True, exclude=kept)
        return {name: value for name, value in sent.items() if not (name.endswith("_at") and value is None)}


class SessionForm(SessionPlan, Zoned):
    """The page's form of a session."""

    row_version: int | None = None
    seen: Seen = ""

    _in_zone = field_validator("starts_at", "ends_at", mode="before")(in_zone)

    def plan(self) -> SessionPlan:
        """A new session as typed."""
        return SessionPlan(**self.model_dump(exclude={"row_version", "timezone", "seen"}))

    def patch(self) -> SessionPatch:
        """A change of every field."""
        return SessionPatch(**self.model_dump(exclude={"timezone", "seen"}))
