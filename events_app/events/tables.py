"""Nouns of scheduling: venues and rooms, events and their sessions, who speaks, and what is booked."""

from datetime import datetime
from enum import StrEnum

from piccolo.columns import UUID, Array, Boolean, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from events_app.accounts.tables import Row, User, reference
from events_app.documents.tables import Document
from events_app.events.programme.kinds import SessionKind, SessionMode
from events_app.events.series.tables import Series
from events_app.stakeholders.tables import Person


class EventKind(StrEnum):
    thematic_discussion = "thematic_discussion"
    training = "training"
    workshop = "workshop"
    coordination_meeting = "coordination_meeting"
    outreach = "outreach"
    hearing = "hearing"
    other = "other"


class Visibility(StrEnum):
    public = "public"
    unlisted = "unlisted"
    invited = "invited"


class EventState(StrEnum):
    """`in_progress` and `closed` are never stored: they follow the clock."""

    draft = "draft"
    published = "published"
    in_progress = "in_progress"
    closed = "closed"
    cancelled = "cancelled"
    postponed = "postponed"


class StageRole(StrEnum):
    speaker = "speaker"
    moderator = "moderator"
    facilitator = "facilitator"
    minute_taker = "minute_taker"
    opening = "opening"
    chair = "chair"


class BookingSubject(StrEnum):
    room = "room"
    person = "person"


class Venue(Row, Table):
    """A place with an address; its rooms are what can be booked."""

    name = Varchar(length=200)
    address = Text()
    row_version = Integer(default=1)
    retired_at = Timestamptz(null=True, default=None)


class Room(Row, Table):
    """A room holds one thing at a time, across all events of the organisation.

    `hours` are those of the seven days from Monday, `08:00-16:00` or empty for a closed day; no days at all: always open.
    A retired room is offered no more; what took place there keeps its name.
    """

    venue = reference(Venue, null=True, cascade=False)
    name = Varchar(length=200)
    capacity = Integer(null=True, default=None)
    equipment = Array(base_column=Varchar(length=30), default=list)
    equipment_note = Text()
    hours = Array(base_column=Varchar(length=11), default=list)
    row_version = Integer(default=1)
    retired_at = Timestamptz(null=True, default=None)


class RoomBlock(Row, Table):
    """A time at which a room cannot be had, and why; a booking of its own keeps the time."""

    room = reference(Room)
    starts_at = Timestamptz(default=None, null=True)
    ends_at = Timestamptz(default=None, null=True)
    reason = Varchar(length=200)


def standing(state: str, starts_at: datetime | None, ends_at: datetime, now: datetime) -> EventState:
    """A kept state as it is at a moment: what is published begins and ends by the clock."""
    if state != EventState.published or starts_at is None or now < starts_at:
        return EventState(state)
    return EventState.closed if now >= ends_at else EventState.in_progress


class Event(Row, Table):
    """One discussion, training or meeting. Times are UTC, beside the zone people read them in."""

    created_by = UUID(null=True, default=None)
    ref = Varchar(length=24)  # type: ignore[assignment]
    slug = Varchar(length=80, unique=True)
    title = Varchar(length=200)
    kind = Varchar(length=30, choices=EventKind, default=EventKind.other)
    theme = Varchar(length=200)
    description = Text()
    language = Varchar(length=2, default="id")
    timezone = Varchar(length=60, default="Asia/Jakarta")
    starts_at = Timestamptz(default=None, null=True)
    ends_at = Timestamptz(default=None, null=True)
    room = reference(Room, null=True, cascade=False)
    capacity = Integer(null=True, default=None)
    waiting_list = Boolean(default=False)
    visibility = Varchar(length=10, choices=Visibility, default=Visibility.invited)
    confidential = Boolean(default=False)
    door_opens_minutes = Integer(default=120)
    door_closes_minutes = Integer(default=60)
    answer_by = Timestamptz(null=True, default=None)
    state = Varchar(length=12, choices=EventState, default=EventState.draft)
    state_reason = Text()
    published_at = Timestamptz(null=True, default=None)
    calendar_sequence = Integer(default=0)
    row_version = Integer(default=1)
    search_text = Text()
    registration = Boolean(default=False)
    register_by = Timestamptz(null=True, default=None)
    changed_at = Timestamptz(null=True, default=None)
    postponed_at = Timestamptz(null=True, default=None)
    series = reference(Series, null=True, cascade=False)
    occurrence_at = Timestamptz(null=True, default=None)
    detached = Boolean(default=False)
    attached_mark = Varchar(length=64)

    def state_at(self, now: datetime) -> EventState:
        """The state people see: a published event is in progress and then closed by the clock."""
        return standing(self.state, self.starts_at, self.ends_at, now)

    def is_over(self, now: datetime) -> bool:
        """Whether it took place and has ended; a cancelled or postponed one did not take place."""
        return self.state_at(now) == EventState.closed

    def takes_registrations(self, now: datetime) -> bool:
        """Whether strangers may register at this moment: until `register_by`, or else until it begins."""
        stands = self.state == EventState.published and self.has_public_page()
        return bool(self.registration and stands and now < (self.register_by or self.starts_at))

    def has_public_page(self) -> bool:
        """Whether strangers who know the address may read of it; once told, they also learn of its end."""
        return (
            self.published_at is not None
            and self.visibility != Visibility.invited
            and not self.confidential
            and self.state != EventState.draft
        )


class Session(Row, Table, tablename="event_session"):
    """A part of an event at a time, perhaps in a room of its own, with people on stage."""

    event = reference(Event)
    title = Varchar(length=200)
    starts_at = Timestamptz(default=None, null=True)
    ends_at = Timestamptz(default=None, null=True)
    room = reference(Room, null=True, cascade=False)
    capacity = Integer(null=True, default=None)
    kind = Varchar(length=12, choices=SessionKind, default=SessionKind.plenary)
    mode = Varchar(length=8, choices=SessionMode, default=SessionMode.onsite)
    join_url = Varchar(length=1_000)
    join_note = Varchar(length=300)
    cancelled_at = Timestamptz(null=True, default=None)
    calendar_sequence = Integer(default=0)
    row_version = Integer(default=1)
    origin = UUID(null=True, default=None)

    def is_cancelled(self) -> bool:
        """Whether it was taken off the programme."""
        return bool(self.cancelled_at)

    def is_break(self) -> bool:
        """Whether it needs nobody on stage."""
        return SessionKind(self.kind).is_break

    def is_joined_online(self) -> bool:
        """Whether some or all take part from afar."""
        return self.mode != SessionMode.onsite


class SessionRole(Row, Table):
    """A person on stage in a session."""

    session = reference(Session)
    person = reference(Person)
    role = Varchar(length=20, choices=StageRole, default=StageRole.speaker)


class Booking(Row, Table):
    """A room or a person, taken for a time; two that overlap cannot both exist (exclusion constraint).

    Taken by an event, or by a block of the room: by one of the two. Reads that join the event show no blocks.
    The `during` range column is made by the migration, from starts_at and ends_at.
    """

    subject_kind = Varchar(length=10, choices=BookingSubject)
    subject = UUID()
    event = reference(Event, null=True)
    block = reference(RoomBlock, null=True)
    session = reference(Session, null=True)
    starts_at = Timestamptz(default=None, null=True)
    ends_at = Timestamptz(default=None, null=True)
    cancelled = Boolean(default=False)
    overridden = Boolean(default=False)
    override_reason = Text()


class AgendaItem(Row, Table):
    """One line of the running order."""

    event = reference(Event)
    session = reference(Session, null=True)
    place = Integer(default=0)
    title = Varchar(length=300)
    minutes = Integer(null=True, default=None)
    presenter = reference(Person, null=True, cascade=False)


class Material(Row, Table):
    """A handout of an event or one of its sessions; who may have it is one of `materials.tables.MaterialAudience`."""

    event = reference(Event)
    session = reference(Session, null=True, cascade=False)
    document = reference(Document)
    title = Varchar(length=200)
    visibility = Varchar(length=10, default="invited")
    downloads = Integer(default=0)


class DoorAssignment(Row, Table):
    """A user of the door role may scan at this event."""

    event = reference(Event)
    user = reference(User)
