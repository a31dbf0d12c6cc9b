"""What comes in about events and places; pages and api share these."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from events_app.events.moments import in_reach, known_zone, local_moment
from events_app.events.tables import EventKind, Visibility
from events_app.i18n import N_
from events_app.shapes import Body, Moment


def _legible(text: str) -> str:
    """The database holds no NUL, and half a character cannot be written at all."""
    if "\x00" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise PydanticCustomError("illegible", N_("This text has characters that cannot be kept."))
    return text


def _blank(given: Any) -> Any:
    """Null says the same as nothing typed."""
    return "" if given is None else given


Line = Annotated[str, Field(max_length=200), BeforeValidator(_blank), AfterValidator(_legible)]
Title = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_legible)]
Prose = Annotated[str, Field(max_length=20_000), BeforeValidator(_blank), AfterValidator(_legible)]
Reason = Annotated[str, Field(min_length=1, max_length=1_000), AfterValidator(_legible)]
When = Annotated[Moment, AfterValidator(in_reach)]
Zone = Annotated[str, Field(max_length=60), AfterValidator(known_zone)]
Seats = Annotated[int, Field(ge=1, le=1_000_000)]
Minutes = Annotated[int, Field(ge=0, le=10_080)]


def after_start(ends_at: datetime | None, info: ValidationInfo) -> datetime | None:
    """An end is later than its start; said beside the end."""
    starts_at = info.data.get("starts_at")
    if ends_at is not None and starts_at is not None and ends_at <= starts_at:
        raise PydanticCustomError("before_start", N_("The end must be later than the start."))
    return ends_at


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
    row_version: int | None = Field(default=None, ge=1, le=2**31 - 1)

    _after_start = field_validator("ends_at")(after_start)

    def changes(self) -> dict[str, Any]:
        """The fields that were sent, without the version; a time cannot be taken away."""
        sent = self.model_dump(exclude_unset=True, exclude={"row_version"})
        return {name: value for name, value in sent.items() if not (name.endswith("_at") and value is None)}


class Cancellation(Body):
    """Why an event does not take place."""

    reason: Reason = Field(examples=["Narasumber berhalangan"])


class Postponement(Body):
    """When an event takes place instead, and why."""

    starts_at: When = Field(examples=["2026-12-19T09:00:00+07:00"])
    ends_at: When = Field(examples=["2026-12-19T12:00:00+07:00"])
    reason: Reason = Field(examples=["Gedung dipakai kegiatan provinsi"])

    _after_start = field_validator("ends_at")(after_start)


class SessionPlan(Body):
    """A new part of an event; without a room of its own it is in the event's."""

    title: Title = Field(examples=["Sesi 1: Pencegahan di tingkat kelurahan"])
    starts_at: When = Field(examples=["2026-12-12T09:00:00+07:00"])
    ends_at: When = Field(examples=["2026-12-12T10:30:00+07:00"])
    room_id: UUID | None = None
    speaker_ids: list[UUID] = Field(default_factory=list, max_length=50)
    moderator_id: UUID | None = None
    capacity: Seats | None = None
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
    person_override_reason: Reason | None = None
    row_version: int | None = Field(default=None, ge=1, le=2**31 - 1)

    _after_start = field_validator("ends_at")(after_start)

    def changes(self) -> dict[str, Any]:
        """The fields of the session itself that were sent."""
        kept = {"row_version", "speaker_ids", "moderator_id", "person_override_reason"}
        sent = self.model_dump(exclude_unset=True, exclude=kept)
        return {name: value for name, value in sent.items() if not (name.endswith("_at") and value is None)}


class VenueIn(Body):
    """A place with an address."""

    name: Title = Field(examples=["Balai Kota"])
    address: Line = Field(default="", examples=["Jl. Mawar No. 1"])


class RoomIn(Body):
    """A room that can be booked, in a venue or by itself."""

    name: Title = Field(examples=["Ruang Kenanga"])
    venue_id: UUID | None = None
    capacity: Seats | None = Field(default=None, examples=[150])


def in_zone(typed: Any, info: ValidationInfo) -> Any:
    """A time from a datetime-local input is meant in the zone that was chosen above it."""
    if not isinstance(typed, str) or "timezone" not in info.data:
        return typed
    try:
        naive = datetime.fromisoformat(typed.strip())
    except ValueError:
        return typed
    return local_moment(naive.replace(tzinfo=None), info.data["timezone"])


class EventForm(EventPlan):
    """The page's form of an event: the same fields, with local times."""

    row_version: int | None = None

    _in_zone = field_validator("starts_at", "ends_at", mode="before")(in_zone)

    def plan(self) -> EventPlan:
        """A new event as typed."""
        return EventPlan(**self.model_dump(exclude={"row_version"}))

    def patch(self) -> EventPatch:
        """A change of every field: what was left empty is emptied."""
        return EventPatch(**self.model_dump())


class Zoned(Body):
    """Carries the zone in front of the times that are typed in it."""

    timezone: Zone


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


class SessionForm(SessionPlan, Zoned):
    """The page's form of a session."""

    row_version: int | None = None

    _in_zone = field_validator("starts_at", "ends_at", mode="before")(in_zone)

    def plan(self) -> SessionPlan:
        """A new session as typed."""
        return SessionPlan(**self.model_dump(exclude={"row_version", "timezone"}))

    def patch(self) -> SessionPatch:
        """A change of every field."""
        return SessionPatch(**self.model_dump(exclude={"timezone"}))


class AgendaForm(Body):
    """One line of the running order."""

    item: Annotated[str, Field(min_length=1, max_length=300), AfterValidator(_legible)]
    minutes: Annotated[int, Field(ge=1, le=1_440)] | None = None
    presenter_id: UUID | None = None


class DoorForm(Body):
    """Who works the door."""

    user_id: UUID


class MaterialForm(Body):
    """A handout; the page has made sure that `file` was sent."""

    title: Title
    visibility: Literal["invited", "public"] = "invited"
    file: Any
