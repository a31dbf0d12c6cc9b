"""JSON doors of the stage. `speaker_id` is the id of the person, as everywhere in the programme."""

from datetime import date
from uuid import UUID

from litestar import delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from pydantic import Field

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.events.access import Asker
from events_app.events.speakers import answering, asking, desks, queries, stating
from events_app.events.speakers.forms import AskIn, AvailabilityAskIn, OnBehalfIn, TimeOnBehalfIn
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
    said_by: str = Field(description="Who told the staff; empty where the person stated it.")


class SpeakerOut(Out):
    """Somebody on stage, or asked when they can."""

    person_id: UUID = Field(validation_alias="person")
    name: str
    asked_at: Moment | None
    reminded_at: Moment | None
    biography: str
    needs: str | None = Field(description="What they need; null for readers who do not plan events.")
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
async def list_speakers(request: Asker, event: NamedDependency[Event]) -> Page[SpeakerOut]:
    """Everybody on stage, by name, with where they stand; all at once."""
    stage = await queries.stage_of(event)
    return Page[SpeakerOut](items=[_speaker(request, one) for one in stage])


@get("/events/{event_id:uuid}/speakers/{speaker_id:uuid}", guards=READ)
async def read_speaker(request: Asker, on_stage: NamedDependency[OnStage]) -> SpeakerOut:
    """One person on stage."""
    return _speaker(request, on_stage)


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
    return _speaker(request, await desks.on_stage(event, on_stage.person))


@post("/events/{event_id:uuid}/speakers/{speaker_id:uuid}/availability", guards=PLAN)
async def state_for_speaker(
    request: Asker, on_stage: NamedDependency[OnStage], data: JSONBody[TimeOnBehalfIn]
) -> TimeOut:
    """Note a time that reached the staff by another way. The same one twice is kept once."""
    spans = [(data.starts_at, data.ends_at)]
    kept = await stating.state_for(request.user, on_stage.person, data.free, spans, data.said_by)
    return TimeOut.model_validate(kept)


@delete("/events/{event_id:uuid}/speakers/{speaker_id:uuid}/availability/{time_id:uuid}", guards=PLAN)
async def forget_time_of_speaker(
    request: Asker, on_stage: NamedDependency[OnStage], time_id: FromPath[UUID]
) -> None:
    """Forget a time. Twice is once."""
    await stating.take_back(request.user, on_stage.person, time_id)


def _speaker(request: Asker, one: OnStage) -> SpeakerOut:
    """Needs may tell of somebody's health: they are for those who see to them."""
    out = SpeakerOut.model_validate(one)
    return out if request.user.may(Right.plan_events) else out.model_copy(update={"needs": None})


doors = [
    list_speakers,
    read_speaker,
    read_speaker_availability,
    ask_speakers,
    remind_speakers,
    ask_for_availability,
    answer_for_speaker,
    state_for_speaker,
    forget_time_of_speaker,
]
