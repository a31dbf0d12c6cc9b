"""What an event was to be: its fields, sessions, running order and people, with times counted from its start.

Nothing of the record is in it: no invitations, answers, guests, scans, promises, states or reasons. Times are
seconds of the wall's clock, so that nine o'clock stays nine o'clock in every season.
"""

from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from events_app.database import fetch
from events_app.events.forms import EventPlan, SessionPlan
from events_app.events.series.recurrence import local
from events_app.events.tables import AgendaItem, Event, Session

MOMENTS = {"starts_at", "ends_at", "register_by"}
NO_FIELDS = MOMENTS | {"room_id", "speaker_ids", "moderator_id", "person_override_reason"}
NO_FIELDS |= {"join_url", "join_note"}  # the way into one meeting is nobody else's


class OnStagePlan(BaseModel):
    """A person's part in a session."""

    person: UUID
    role: str


class PartPlan(BaseModel):
    """A session: when it starts and ends, in seconds after the event's start; where; who is on stage.

    Every session that is made from it carries its `origin`, so that they know each other under any title.
    """

    starts: int
    ends: int
    origin: UUID | None = None
    room: UUID | None = None
    own: dict[str, Any]
    stage: list[OnStagePlan] = Field(default_factory=list)


class LinePlan(BaseModel):
    """A line of the running order; `part` is the number of its session."""

    title: str
    minutes: int | None = None
    presenter: UUID | None = None
    part: int | None = None


class Plan(BaseModel):
    """An event that can be made again at another start."""

    version: Literal[1] = 1
    length: int
    register_by: int | None = None
    room: UUID | None = None
    own: dict[str, Any]
    parts: list[PartPlan] = Field(default_factory=list)
    agenda: list[LinePlan] = Field(default_factory=list)

    @property
    def title(self) -> str:
        return str(self.own["title"])

    @property
    def theme(self) -> str:
        return str(self.own["theme"])

    @property
    def timezone(self) -> str:
        return str(self.own["timezone"])

    @property
    def confidential(self) -> bool:
        return bool(self.own["confidential"])

    def people(self) -> set[UUID]:
        """Everybody it names."""
        named = {seat.person for part in self.parts for seat in part.stage}
        return named | {line.presenter for line in self.agenda if line.presenter}

    def rooms(self) -> set[UUID]:
        """Every room it names."""
        return {room for room in (self.room, *(part.room for part in self.parts)) if room}

    def hours(self, start: datetime) -> set[datetime]:
        """All local times that making it at a local start would need."""
        offsets = {0, self.length} | {offset for part in self.parts for offset in (part.starts, part.ends)}
        offsets |= set() if self.register_by is None else {self.register_by}
        return {start + timedelta(seconds=offset) for offset in offsets}


async def plan_of(event: Event) -> Plan:
    """The plan of an event as it stands; sessions that were taken off are no part of it."""
    wanted = (Session.event == event.id) & Session.cancelled_at.is_null()
    sessions = await Session.objects().where(wanted).order_by(Session.starts_at, Session.id)
    stage = await _stage([session.id for session in sessions])
    numbers = {session.id: number for number, session in enumerate(sessions)}
    lines = (
        await AgendaItem.objects()
        .where(AgendaItem.event == event.id)
        .order_by(AgendaItem.place, AgendaItem.id)
    )
    return Plan(
        length=_since(event, event.ends_at),
        register_by=_since(event, event.register_by) if event.register_by else None,
        room=event.room,
        own=_kept(EventPlan, event),
        parts=[_part(event, session, stage.get(session.id, [])) for session in sessions],
        agenda=[
            LinePlan(
                title=line.title,
                minutes=line.minutes,
                presenter=line.presenter,
                part=numbers.get(line.session) if line.session else None,
            )
            for line in lines
        ],
    )


def _kept(form: type[BaseModel], row: Any) -> dict[str, Any]:
    """The fields that a person fills in, as JSON has them: what forms learn to ask, plans learn to keep."""
    names = form.model_fields.keys() - NO_FIELDS
    return {name: getattr(row, name) for name in sorted(names)}


def _part(event: Event, session: Session, stage: list[OnStagePlan]) -> PartPlan:
    return PartPlan(
        starts=_since(event, session.starts_at),
        ends=_since(event, session.ends_at),
        origin=known_as(session),
        room=session.room,
        own=_kept(SessionPlan, session),
        stage=stage,
    )


def known_as(session: Session) -> UUID:
    """What it shares with its counterparts in the other occurrences of a series, whatever they are called."""
    known: UUID = session.origin or session.id
    return known


def _since(event: Event, moment: datetime) -> int:
    gone = local(moment, event.timezone) - local(event.starts_at, event.timezone)
    return int(gone.total_seconds())


async def _stage(sessions: list[UUID]) -> dict[UUID, list[OnStagePlan]]:
    sql = "SELECT session, person, role FROM session_role WHERE session = ANY($1) ORDER BY id"
    found: dict[UUID, list[OnStagePlan]] = {}
    for row in await fetch(sql, sessions):
        found.setdefault(row["session"], []).append(OnStagePlan(person=row["person"], role=row["role"]))
    return found
