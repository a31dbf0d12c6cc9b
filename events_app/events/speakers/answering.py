"""Verbs of answers: a person's own by the link, and those that reached the staff by another way."""

from datetime import datetime
from uuid import UUID

from events_app import i18n
from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.database import atomically
from events_app.errors import NotFound, Refusal
from events_app.events.speakers.desks import desk_of, on_stage, speaking_of
from events_app.events.speakers.forms import OnBehalfIn, ProfileForm, TurnIn
from events_app.events.speakers.queries import Turn
from events_app.events.speakers.tables import Speaker, Speaking, Standing
from events_app.events.speakers.words import CONSENT_VERSION
from events_app.events.stage_calendars.actions import bring_up_to_date
from events_app.events.states import locked_event, must_stand
from events_app.events.tables import Event
from events_app.i18n import N_
from events_app.stakeholders.tables import ConsentRecord


class AnswersClosed(Refusal):
    message = N_("The event has begun, so answers are closed. Please speak to the organiser.")


class TurnMoved(Refusal):
    message = N_(
        "Time or room changed while this page was open. Please look at the new ones and answer again."
    )


@atomically
async def answer(actor: Actor, event: Event, desk: Speaker, turns: list[TurnIn], now: datetime) -> None:
    """Keep what the person says of their sessions, all or nothing. AnswersClosed, TurnMoved; NotFound for others'."""
    event = await locked_event(event)
    must_be_open(event, now)
    theirs = {turn.session: turn for turn in (await on_stage(event, desk.person)).turns}
    for said in turns:
        turn = theirs.get(said.session_id)
        if turn is None:
            raise NotFound()
        if said.answer and said.seen and said.seen != turn.seen:
            raise TurnMoved()
        await _keep(actor, desk, turn, said, now)
    await bring_up_to_date(actor, event, now, only={desk.person})


@atomically
async def answer_for(actor: Actor, event: Event, person: UUID, said: OnBehalfIn, now: datetime) -> None:
    """Note an answer that the staff heard, and from whom; `asked` takes one back."""
    actor.must(Right.plan_events)
    event = await locked_event(event)
    must_stand(event)
    turn = await turn_of(event, person, said.session_id)
    row = await speaking_of(await desk_of(event, person), turn.session)
    before = {"state": turn.standing.value}
    _set(row, turn, said.answer, said.reason, now)
    row.note, row.by_staff = said.said_by, True
    await row.save()
    after = {"session": turn.session, "state": said.answer, "reason": row.reason, "said_by": said.said_by}
    await audit.record(actor, "speaker.answered", person, before=before, after=after)
    await bring_up_to_date(actor, event, now, only={person})


def must_be_open(event: Event, now: datetime) -> None:
    """AnswersClosed once the event has begun; refused, too, of one that was cancelled."""
    must_stand(event)
    if event.starts_at <= now:
        raise AnswersClosed()


async def turn_of(event: Event, person: UUID, session: UUID) -> Turn:
    """The person in that session; anybody else's session is not found."""
    for turn in (await on_stage(event, person)).turns:
        if turn.session == session:
            return turn
    raise NotFound()


@atomically
async def describe(actor: Actor, event: Event, desk: Speaker, said: ProfileForm, now: datetime) -> None:
    """Keep biography, needs and consent. Agreeing is recorded for good; taking it back hides everything at once."""
    desk = await _locked(event, desk)
    desk.biography, desk.needs = said.biography, said.needs
    if said.consent and not desk.consented_at:
        desk.consented_at, desk.consent_version, desk.withdrawn_at = now, CONSENT_VERSION, None
        await _agreed(actor, event, desk, now)
    elif not said.consent and desk.consented_at:
        desk.consented_at, desk.withdrawn_at = None, now
        await audit.record(actor, "speaker.consent_withdrawn", desk.person, after={"event": event.id})
    await desk.save()
    await audit.record(actor, "speaker.described", desk.person, after={"event": event.id})


async def _locked(event: Event, desk: Speaker) -> Speaker:
    await locked_event(event)
    fresh = await Speaker.objects().get(Speaker.id == desk.id)
    if fresh is None:
        raise NotFound()
    return fresh


async def _agreed(actor: Actor, event: Event, desk: Speaker, now: datetime) -> None:
    record = ConsentRecord(
        organisation=event.organisation,
        person=desk.person,
        purpose="speaker",
        text_version=CONSENT_VERSION,
        language=i18n.locale(),
        given_at=now,
        via="mail link",
    )
    await record.save()
    facts = {"event": event.id, "text_version": CONSENT_VERSION}
    await audit.record(actor, "speaker.consented", desk.person, after=facts)


async def _keep(actor: Actor, desk: Speaker, turn: Turn, said: TurnIn, now: datetime) -> None:
    row = await speaking_of(desk, turn.session)
    fresh = said.answer and (said.answer != turn.standing or said.reason != turn.reason)
    if not fresh and said.topic == turn.topic:
        return
    row.topic = said.topic
    if fresh:
        _set(row, turn, said.answer or "", said.reason, now)
        row.note, row.by_staff = "", False
    await row.save()
    after = {"session": turn.session, "state": row.state, "reason": row.reason, "topic": row.topic}
    await audit.record(
        actor, "speaker.answered", desk.person, before={"state": turn.standing.value}, after=after
    )


def _set(row: Speaking, turn: Turn, state: str, reason: str, now: datetime) -> None:
    """The new standing; confirming is confirming this time and this room."""
    row.perhaps_to = None
    row.state, row.reason = state, reason if state == Standing.declined else ""
    row.answered_at = None if state == Standing.asked else now
    if state == Standing.confirmed:
        row.agreed_starts_at, row.agreed_ends_at = turn.starts_at, turn.ends_at
        row.agreed_room = turn.room_id
