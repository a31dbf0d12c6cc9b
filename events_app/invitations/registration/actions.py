"""Verbs of open registration: ask, confirm, take back. Seats are decided while the event's row is held."""

import hashlib
from datetime import datetime, timedelta
from uuid import UUID

from events_app import tokens
from events_app.accounts import audit, throttle
from events_app.accounts.actor import Actor
from events_app.database import atomically, execute, fetch_one
from events_app.events.states import locked_event
from events_app.events.tables import Event
from events_app.invitations import guest_actions
from events_app.invitations.guests import new_guest
from events_app.invitations.passes import send_passes
from events_app.invitations.people import institution_called
from events_app.invitations.registration import mails
from events_app.invitations.registration.forms import CONSENT_VERSION, RegistrationIn
from events_app.invitations.registration.refusals import RegistrationClosed, RegistrationExpired
from events_app.invitations.registration.tables import Registration
from events_app.invitations.seats import take_or_wait
from events_app.invitations.tables import Guest, GuestState
from events_app.notifications import actions as outbox
from events_app.stakeholders.actions import create_person
from events_app.stakeholders.forms import PersonIn
from events_app.stakeholders.names import name_key, split
from events_app.stakeholders.tables import ConsentRecord, Person, Sex

PURPOSE, PATH = "registration", "/registrations/"
LASTS = timedelta(hours=48)
MAILS, MAILS_WINDOW = 3, timedelta(hours=6)
"""How often one mailbox is written to for one event, whoever types its address."""

KEPT = ("full_name", "institution_name", "position", "sex", "email", "phone", "language")


@atomically
async def register(event: Event, said: RegistrationIn, now: datetime) -> None:
    """Note the wish and write to the mailbox named; nothing else happens until its owner confirms.

    The same person at the same mailbox is one wish, however often it is typed; one that is confirmed gets its
    pass again. Raises RegistrationClosed and EventFull, which say nothing about who asked.
    """
    event = await locked_event(event)
    must_take(event, now)
    await take_or_wait(event, 1, None)
    row = await _wish(event, said, now)
    if await _may_write(event, said.email, now):
        await _write(event, row, now)


@atomically
async def confirm(actor: Actor, registration: UUID, now: datetime) -> Registration:
    """Take a seat or a place in line, and bring the pass. Twice is once.

    Raises RegistrationClosed, RegistrationExpired, EventFull and QuotaFull.
    """
    event, row = await _locked(registration)
    if row.guest:
        return row
    must_take(event, now)
    if now > row.ends_at:
        raise RegistrationExpired()
    person = await _person(actor, row)
    seated = await take_or_wait(event, 1, person.institution)
    state = GuestState.expected if seated else GuestState.waitlisted
    guest = await new_guest(event, person, state=state, position_title=row.position)
    await _agreed(row, person, now)
    row.guest, row.confirmed_at = guest.id, now
    row.full_name = row.institution_name = row.position = row.phone = ""  # the guest has them now
    await row.save()
    await audit.record(actor, "guest.registered", guest.id, after={"event": event.id, "state": state.value})
    if state == GuestState.expected:
        await send_passes(actor, event, [guest.id], now)
    return row


@atomically
async def take_back(actor: Actor, registration: UUID, now: datetime) -> None:
    """Does not come after all: the pass is refused at the door and the seat is free. Twice is once."""
    _event, row = await _locked(registration)
    guest = await Guest.objects().get(Guest.id == row.guest) if row.guest else None
    if guest is not None and guest.state != GuestState.cancelled:
        await guest_actions.cancel_guest(actor, guest, now)
    elif guest is None:
        await Registration.delete().where(Registration.id == row.id)


async def forget(now: datetime) -> None:
    """Delete the wishes that nobody confirmed in time."""
    await execute("DELETE FROM registration WHERE confirmed_at IS NULL AND ends_at < $1", now)


def must_take(event: Event, now: datetime) -> None:
    """Refuses where an event takes no registrations, or none any more."""
    if not event.takes_registrations(now):
        raise RegistrationClosed()


async def _wish(event: Event, said: RegistrationIn, now: datetime) -> Registration:
    key = hashlib.sha256(f"{said.email}|{name_key(split(said.full_name).name)}".encode()).digest()
    known = (Registration.event == event.id) & (Registration.key_hash == key)
    row = await Registration.objects().get(known)
    if row is None:
        row = Registration(organisation=event.organisation, event=event.id, key_hash=key)
        row.link_hash = tokens.digest(tokens.derive(PURPOSE, row.id))
    if row.confirmed_at is None or await _was_cancelled(row):
        row.guest = row.confirmed_at = None
        for name in KEPT:
            setattr(row, name, getattr(said, name))
        row.text_version, row.ends_at = CONSENT_VERSION, now + LASTS
        await row.save()
    return row


async def _was_cancelled(row: Registration) -> bool:
    return await Guest.exists().where((Guest.id == row.guest) & (Guest.state == GuestState.cancelled))


async def _may_write(event: Event, email: str, now: datetime) -> bool:
    """A stranger must not be able to fill somebody's mailbox; the answer on the page does not change."""
    key = f"registration:{event.id}:{hashlib.sha256(email.encode()).hexdigest()[:32]}"
    row = await fetch_one(throttle.CHECK, key)
    if row is not None and row["window_ends"] > now and row["tries"] >= MAILS:
        return False
    await throttle.count(key, MAILS_WINDOW, now)
    return True


async def _write(event: Event, row: Registration, now: datetime) -> None:
    if row.guest:
        await send_passes(Actor.system(event.organisation), event, [row.guest], now)
    else:
        await outbox.enqueue(event.organisation, await mails.confirmation(event, row))


async def _person(actor: Actor, row: Registration) -> Person:
    """Somebody new, always: a stranger's word must not become the address of a person we know."""
    office = await institution_called(actor, row.institution_name) if row.institution_name else None
    plan = PersonIn(
        full_name=row.full_name,
        sex=Sex(row.sex) if row.sex else None,
        email=row.email,
        phone=row.phone,
        institution_id=office,
        position=row.position,
    )
    return await create_person(actor, plan)


async def _agreed(row: Registration, person: Person, now: datetime) -> None:
    record = ConsentRecord(
        organisation=row.organisation,
        person=person.id,
        purpose="registration",
        text_version=row.text_version,
        language=row.language,
        given_at=now,
        via="mail link",
    )
    await record.save()


async def _locked(registration: UUID) -> tuple[Event, Registration]:
    row = await Registration.objects().get(Registration.id == registration)
    if row is None:
        raise RegistrationExpired()
    event = await Event.objects().get(Event.id == row.event)
    assert event is not None, "a foreign key holds the event"
    event = await locked_event(event)
    await row.refresh()
    return event, row
