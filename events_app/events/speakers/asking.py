"""Verbs of the staff: ask people on stage, remind them, ask when they can."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.database import atomically, fetch
from events_app.events.bookings import must_know_people
from events_app.events.calendars import Organiser
from events_app.events.queries import Place
from events_app.events.speakers import mails
from events_app.events.speakers.desks import desk_of, speaking_of
from events_app.events.speakers.forms import About, AskIn, AvailabilityAskIn
from events_app.events.speakers.queries import OnStage, stage_of
from events_app.events.speakers.tables import Speaker, Standing
from events_app.events.stage_calendars.actions import bring_up_to_date
from events_app.events.states import locked_event, must_be_ahead
from events_app.events.tables import Event
from events_app.notifications import actions as outbox
from events_app.notifications.mail import Mail, is_address

PAUSE = timedelta(days=1)
WRITTEN_TO = """
SELECT person FROM event_speaker WHERE organisation = $1 AND person = ANY($2)
  AND greatest(asked_at, reminded_at, free_asked_at) > $3
"""


@dataclass
class Sent:
    """How many messages went out, and who got none: no address, or written to within a day."""

    sent: int = 0
    no_address: list[str] = field(default_factory=list)
    too_soon: list[str] = field(default_factory=list)


@atomically
async def ask(actor: Actor, event: Event, plan: AskIn, now: datetime) -> Sent:
    """Ask about every session of theirs that was not asked about, or has moved since. Twice is once.

    Each session goes to their calendar, too, by a mail of its own.
    """
    event = await _open(actor, event, now)
    sent, letters = Sent(), []
    common = await mails.facts_of(event)
    for one in await _chosen(event, plan.person_ids):
        if not one.askable or not _reachable(one, sent):
            continue
        desk = await desk_of(event, one.person)
        letters.append(mails.message(event, common, desk, one, about=About.asking, note=plan.note))
        await _note_asked(desk, one, now)
        desk.asked_at = now
        await desk.save([Speaker.asked_at])
        facts = {"event": event.id, "sessions": [turn.session for turn in one.turns if turn.open]}
        await audit.record(actor, "speaker.asked", one.person, after=facts)
    done = await _post(actor, letters, sent)
    await bring_up_to_date(actor, event, now, only=set(plan.person_ids))
    return done


@atomically
async def remind(actor: Actor, event: Event, plan: AskIn, now: datetime) -> Sent:
    """Ask again those who have not answered; nobody who was written to within a day."""
    event = await _open(actor, event, now)
    sent, letters = Sent(), []
    common = await mails.facts_of(event)
    waiting = [one for one in await _chosen(event, plan.person_ids) if one.waiting]
    recent = await written_to(event, [one.person for one in waiting], now)
    for one in waiting:
        if one.person in recent:
            sent.too_soon.append(one.name)
        elif _reachable(one, sent):
            desk = await desk_of(event, one.person)
            letters.append(mails.message(event, common, desk, one, about=About.reminder, note=plan.note))
            desk.reminded_at = now
            await desk.save([Speaker.reminded_at])
            await audit.record(actor, "speaker.reminded", one.person, after={"event": event.id})
    return await _post(actor, letters, sent)


@atomically
async def ask_for_times(actor: Actor, event: Event, plan: AvailabilityAskIn, now: datetime) -> Sent:
    """Ask people when they can within a range of days, whether or not they are on stage already."""
    event = await _open(actor, event, now)
    await must_know_people(event.organisation, list(plan.person_ids))
    recent = await written_to(event, plan.person_ids, now)
    for person in dict.fromkeys(plan.person_ids):
        desk = await desk_of(event, person)
        desk.free_from, desk.free_until = plan.free_from, plan.free_until
        await desk.save([Speaker.free_from, Speaker.free_until])
    sent, letters = Sent(), []
    common, days = await mails.facts_of(event), (plan.free_from, plan.free_until)
    for one in await _chosen(event, plan.person_ids):
        if one.person in recent:
            sent.too_soon.append(one.name)
        elif _reachable(one, sent):
            desk = await desk_of(event, one.person)
            letters.append(_about_times(event, common, desk, one, plan.note, days))
            desk.free_asked_at = now
            await desk.save([Speaker.free_asked_at])
            facts = {"event": event.id, "from": plan.free_from, "until": plan.free_until}
            await audit.record(actor, "speaker.asked_for_times", one.person, after=facts)
    return await _post(actor, letters, sent)


async def written_to(event: Event, people: Sequence[UUID], now: datetime) -> set[UUID]:
    """Those whom a message about any event reached within a day."""
    rows = await fetch(WRITTEN_TO, event.organisation, list(people), now - PAUSE)
    return {row["person"] for row in rows}


async def _open(actor: Actor, event: Event, now: datetime) -> Event:
    actor.must(Right.plan_events)
    event = await locked_event(event)
    must_be_ahead(event, now)
    return event


async def _chosen(event: Event, people: Sequence[UUID]) -> list[OnStage]:
    return [one for one in await stage_of(event) if one.person in set(people)]


def _reachable(one: OnStage, sent: Sent) -> bool:
    if is_address(one.email):
        return True
    sent.no_address.append(one.name)
    return False


async def _note_asked(desk: Speaker, one: OnStage, now: datetime) -> None:
    for turn in one.turns:
        if turn.open:
            row = await speaking_of(desk, turn.session)
            row.state, row.asked_at, row.answered_at = Standing.asked.value, now, None
            row.note, row.by_staff = "", False
            await row.save()


def _about_times(
    event: Event,
    common: tuple[Place, Organiser],
    desk: Speaker,
    one: OnStage,
    note: str,
    days: tuple[date, date],
) -> Mail:
    return mails.message(event, common, desk, one, about=About.availability, note=note, days=days)


async def _post(actor: Actor, letters: list[Mail], sent: Sent) -> Sent:
    if letters:
        await outbox.enqueue_all(actor, letters)
    sent.sent = len(letters)
    return sent
