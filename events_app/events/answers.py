"""What programs get: venues, rooms, events and sessions, filled from rows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from events_app.events.calendars import public_url
from events_app.events.forms.places import DayHours, days_of
from events_app.events.places.equipment import Equipment
from events_app.events.programme.kinds import SessionKind, SessionMode
from events_app.events.queries import OnStage, Part
from events_app.events.readiness import Gap
from events_app.events.tables import Event, EventKind, EventState, StageRole, Visibility
from events_app.shapes import Moment, Out


class VenueOut(Out):
    id: UUID
    name: str
    address: str
    row_version: int
    retired_at: Moment | None


class RoomOut(Out):
    id: UUID
    name: str
    venue_id: UUID | None
    capacity: int | None
    equipment: list[Equipment]
    equipment_note: str
    hours: list[DayHours]
    row_version: int
    retired_at: Moment | None

    @classmethod
    def of(cls, room: Any) -> "RoomOut":
        names = cls.model_fields.keys() - {"venue_id", "hours"}
        facts = {name: getattr(room, name) for name in names}
        return cls(**facts, venue_id=room.venue, hours=days_of(room.hours))


class EventOut(Out):
    """An event; `state` is the one of this moment, `public_url` exists when strangers may read of it."""

    id: UUID
    ref: str
    slug: str
    title: str
    kind: EventKind
    theme: str
    description: str
    language: str
    timezone: str
    starts_at: Moment
    ends_at: Moment
    room_id: UUID | None
    capacity: int | None
    waiting_list: bool
    visibility: Visibility
    confidential: bool
    door_opens_minutes: int
    door_closes_minutes: int
    registration: bool
    register_by: Moment | None
    series_id: UUID | None
    occurrence_at: Moment | None
    detached: bool
    state: EventState
    state_reason: str
    public_url: str | None
    calendar_sequence: int
    row_version: int
    created_at: Moment


class PublishWarningOut(Out):
    """Something worth mending; never a reason to refuse."""

    code: str
    message: str


class PublishedOut(EventOut):
    """An event that was just published, and what could be better about it."""

    warnings: list[PublishWarningOut]


class OnStageOut(Out):
    person_id: UUID
    name: str
    role: StageRole


class SessionOut(Out):
    """A session; `room_id` is where it really is, `room_inherited` says that this is the event's room."""

    id: UUID
    event_id: UUID
    title: str
    starts_at: Moment
    ends_at: Moment
    room_id: UUID | None
    room_inherited: bool
    speaker_ids: list[UUID]
    moderator_id: UUID | None
    people: list[OnStageOut]
    capacity: int | None
    kind: SessionKind
    mode: SessionMode
    join_url: Annotated[str | None, Field(description="Null for readers who neither plan nor invite.")]
    join_note: str | None
    state: str
    row_version: int


def event_facts(event: Event, now: datetime) -> dict[str, Any]:
    """The members of an EventOut."""
    names = EventOut.model_fields.keys() - {"room_id", "series_id", "state", "public_url"}
    facts = {name: getattr(event, name) for name in names}
    url = public_url(event) if event.has_public_page() else None
    return facts | {
        "room_id": event.room,
        "series_id": event.series,
        "state": event.state_at(now),
        "public_url": url,
    }


def event_out(event: Event, now: datetime) -> EventOut:
    return EventOut(**event_facts(event, now))


def published_out(event: Event, gaps: Sequence[Gap], now: datetime) -> PublishedOut:
    warnings = [PublishWarningOut(code=gap.code, message=gap.text) for gap in gaps]
    return PublishedOut(**event_facts(event, now), warnings=warnings)


def session_out(part: Part, may_join: bool) -> SessionOut:
    """What a program reads of a session; the way to join it only if the reader may take others there."""
    session = part.session
    return SessionOut(
        id=session.id,
        event_id=session.event,
        title=session.title,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        room_id=part.room_id,
        room_inherited=not session.room and part.room_id is not None,
        speaker_ids=[person.person_id for person in part.speakers],
        moderator_id=part.moderator.person_id if part.moderator else None,
        people=[_on_stage(person) for person in part.people],
        capacity=session.capacity,
        kind=SessionKind(session.kind),
        mode=SessionMode(session.mode),
        join_url=session.join_url if may_join else None,
        join_note=session.join_note if may_join else None,
        state="cancelled" if session.is_cancelled() else "planned",
        row_version=session.row_version,
    )


def _on_stage(person: OnStage) -> OnStageOut:
    return OnStageOut(person_id=person.person_id, name=person.name, role=person.role)
