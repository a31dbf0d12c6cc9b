"""What comes in about an event: planned, changed, called off, moved."""

from typing import Any, Literal
from uuid import UUID

from pydantic import Field, field_validator

from events_app.events.forms.fields import (
    Line,
    Minutes,
    Prose,
    Reason,
    Seats,
    Seen,
    Title,
    When,
    Zone,
    Zoned,
    after_start,
    in_zone,
)
from events_app.events.tables import EventKind, Visibility
from events_app.shapes import Body

TIMES = {"starts_at", "ends_at"}


class EventPlan(Body):
    """A new event."""

    title: Title = Field(examples=["Diskusi Tematik Pencegahan TPPO"])
    kind: EventKind = Field(examples=["thematic_discussion"])
    theme: Line = Field(default="", examples=["Pelindungan perempuan dan anak"])
    description: Prose = ""
    language: Literal["id", "en"] = "id"
    timezone: Zone = Field(examples=["Asia/Jakarta"])
    starts_at: When = Field(examples=["2026-12-12T09:00:00+07:00"])
    ends_at: When = Field(examples=["2026-12-12T12:00:00+07:00"])
    room_id: UUID | None = None
    capacity: Seats | None = Field(default=None, examples=[120])
    waiting_list: bool = False
    visibility: Visibility = Visibility.invited
    confidential: bool = False
    door_opens_minutes: Minutes = 120
    door_closes_minutes: Minutes = 60
    registration: bool = False
    register_by: When | None = None

    _after_start = field_validator("ends_at")(after_start)


class EventPatch(Body):
    """What changes of an event; what is not sent stays. `row_version` refuses to overwrite a later change."""

    title: Title = Field(default="", examples=["Diskusi Tematik Pencegahan TPPO"])
    kind: EventKind = EventKind.other
    theme: Line = ""
    description: Prose = ""
    language: Literal["id", "en"] = "id"
    timezone: Zone = "Asia/Jakarta"
    starts_at: When | None = None
    ends_at: When | None = None
    room_id: UUID | None = None
    capacity: Seats | None = None
    waiting_list: bool = False
    visibility: Visibility = Visibility.invited
    confidential: bool = False
    door_opens_minutes: Minutes = 120
    door_closes_minutes: Minutes = 60
    registration: bool = False
    register_by: When | None = None
    row_version: int | None = Field(default=None, ge=1, le=2**31 - 1)

    _after_start = field_validator("ends_at")(after_start)

    def changes(self) -> dict[str, Any]:
        """The fields that were sent, without the version; a time cannot be taken away."""
        sent = self.model_dump(exclude_unset=True, exclude={"row_version"})
        return {name: value for name, value in sent.items() if not (name in TIMES and value is None)}


class Cancellation(Body):
    """Why an event does not take place."""

    reason: Reason = Field(examples=["Narasumber berhalangan"])


class Postponement(Body):
    """When an event takes place instead, and why."""

    starts_at: When = Field(examples=["2026-12-19T09:00:00+07:00"])
    ends_at: When = Field(examples=["2026-12-19T12:00:00+07:00"])
    reason: Reason = Field(examples=["Gedung dipakai kegiatan provinsi"])

    _after_start = field_validator("ends_at")(after_start)


class EventForm(EventPlan):
    """The page's form of an event: the same fields, with local times."""

    row_version: int | None = None
    seen: Seen = ""

    _in_zone = field_validator("starts_at", "ends_at", "register_by", mode="before")(in_zone)

    def plan(self) -> EventPlan:
        """A new event as typed."""
        return EventPlan(**self.model_dump(exclude={"row_version", "seen"}))

    def patch(self) -> EventPatch:
        """A change of every field: what was left empty is emptied."""
        return EventPatch(**self.model_dump(exclude={"seen"}))


class PostponementForm(Zoned):
    """The page's form of a postponement; on its page `reason` is the cancellation's."""

    starts_at: When
    ends_at: When
    cause: Reason

    _in_zone = field_validator("starts_at", "ends_at", mode="before")(in_zone)
    _after_start = field_validator("ends_at")(after_start)

    def plan(self) -> Postponement:
        """The new time and why."""
        return Postponement(starts_at=self.starts_at, ends_at=self.ends_at, reason=self.cause)
