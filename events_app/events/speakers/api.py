"""JSON doors of the stage. `speaker_id` is the id of the person, as everywhere in the programme."""

from datetime import date
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from pydantic import Field

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.events.access import Asker
from events_app.events.speakers import answering, asking, desks, queries
from events_app.events.speakers.forms import AskIn, AvailabilityAskIn, OnBehalfIn
from events_app.events.speakers.queries import OnStage
from events_app.events.speakers.tables import Standing
from events_app.events.tables import Event, StageRole
from events_app.shapes import Moment, Out, Page

PLAN = [requires(Right.plan_events)]
READ = [requires(Right.read)]


class TurnOut(Out):
    """A person in a session. `moved`: they confirmed a time or room that is no longer the one."""

    session_id: UUID = Field(validation_alias="session")
    title: str
    starts_at: Moment
    ends_at: Moment
    roles: list[StageRole]
    state: Standing = Field(validation_alias="standing")
    topic: str
    reason: str
    said_by: str = Field(
        validation_alias="note", description="Who told the staff, where they answered on behalf."
    )
    asked_at: Moment | None
    answered_at: Moment | None
    agreed_starts_at: Moment | None
    agreed_ends_at: Moment | None


class TimeOut(Out):
    """A time at which a person can (`free`) or cannot."""

    id: UUID
    free: bool
    starts_at: Moment
    ends_at: Moment


class SpeakerOut(Out):
    """Somebody on stage, or asked when they can."""

    person_id: UUID = Field(validation_alias="person")
    name: str
    asked_at: Moment | None
    reminded_at: Moment | None
    biography: str
    needs: str
    consented_at: Moment | None = Field(description="Since when topic and biography may be published.")
    consent_version: int | None
    free_from: date | None
    free_until: date | None
    sessions: list[TurnOut] = Field(validation_alias="turns")


class SentOut(Out):
    """How many messages went out, and the names of those who got none."""

    sent: int
    no_address: list[str]
    too_soon: list[str]


@get("/events/{event_id:uuid}/speakers", guards=READ)
async def list_speakers(event: NamedDependency[Event]) -> Page[SpeakerOut]:
    """Everybody on stage, by name, with where they stand; all at once."""
    stage = await queries.stage_of(event)
    return Page[SpeakerOut](items=[SpeakerOut.model_validate(one) for one in stage])


@get("/events/{event_id:uuid}/speakers/{speaker_id:uuid}", guards=READ)
async def read_speaker(on_stage: NamedDependency[OnStage]) -> SpeakerOut:
    """One person on stage."""
    return SpeakerOut.model_validate(on_stage)


@get("/events/{event_id:uuid}/speakers/{speaker_id:uuid}/availability", guards=READ)
async def read_speaker_availability(on_stage: NamedDependency[OnStage]) -> Page[TimeOut]:
    """When they said that they can or cannot."""
    return Page[TimeOut](items=[TimeOut.model_validate(one) for one in on_stage.times])


@post("/events/{event_id:uuid}/speakers/requests", guards=PLAN, status_code=200)
async def ask_speakers(request: Asker, event: NamedDependency[Event], data: JSONBody[AskIn]) -> SentOut:
    """Ask people on stage about all that was not asked or has moved. Twice is once."""
    return SentOut.model_validate(await asking.ask(request.user, event, data, clock.now()))


@post("/events/{event_id:uuid}/speakers/reminders", guards=PLAN, status_code=200)
async def remind_speakers(request: Asker, event: NamedDependency[Event], data: JSONBody[AskIn]) -> SentOut:
    """Ask again those who have not answered; nobody who was written to within a day."""
    return SentOut.model_validate(await asking.remind(request.user, event, data, clock.now()))


@post("/events/{event_id:uuid}/speakers/availability-requests", guards=PLAN, status_code=200)
async def ask_for_availability(
    request: Asker, event: NamedDependency[Event], data: JSONBody[AvailabilityAskIn]
) -> SentOut:
    """Ask people of the directory when they can, before or after they are on stage."""
    return SentOut.model_validate(await asking.ask_for_times(request.user, event, data, clock.now()))


@post("/events/{event_id:uuid}/speakers/{speaker_id:uuid}/answers", guards=PLAN, status_code=200)
async def answer_for_speaker(
    request: Asker,
    event: NamedDependency[Event],
    on_stage: NamedDependency[OnStage],
    data: JSONBody[OnBehalfIn],
) -> SpeakerOut:
    """Note an answer that reached the staff by another way; `asked` takes one back."""
    await answering.answer_for(request.user, event, on_stage.person, data, clock.now())
    return SpeakerOut.model_validate(await desks.on_stage(event, on_stage.person))


doors = [
    list_speakers,
    read_speaker,
    read_speaker_availability,
    ask_speakers,
    remind_speakers,
    ask_for_availability,
    answer_for_speaker,
]
