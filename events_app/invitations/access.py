"""The only ways to an invitation or a guest: through an event you may see, or with its own link."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from litestar import Request
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app import clock, i18n, tokens
from events_app.accounts import throttle
from events_app.accounts.access import Here, address_of, visitor
from events_app.accounts.actor import Actor
from events_app.database import execute, fetch_one
from events_app.errors import NotFound
from events_app.events.tables import Event
from events_app.invitations.letters import checking
from events_app.invitations.letters.checking import Checked
from events_app.invitations.registration.tables import Registration
from events_app.invitations.tables import Guest, Invitation

Ask = Request[Any, Any, Any]
TRIES = 20
WINDOW = timedelta(minutes=10)
OFFICE = "SELECT id, name, slug, timezone, demo FROM organisation WHERE id = $1"


@dataclass(frozen=True)
class Asked:
    """What the holder of an answer link reaches: that one invitation and its event."""

    actor: Actor
    invitation: Invitation
    event: Event
    host: str


@dataclass(frozen=True)
class Held:
    """What the holder of a pass link reaches: that one guest and the event."""

    guest: Guest
    event: Event
    host: str


@dataclass(frozen=True)
class Registered:
    """What the holder of a registration link reaches: that one registration and its event."""

    actor: Actor
    registration: Registration
    event: Event
    host: str


@dataclass(frozen=True)
class Verified:
    """What the code of a letter reaches: what may be said of that letter to anybody."""

    letter: Checked
    zone: str


async def invitation_here(event: NamedDependency[Event], invitation_id: FromPath[UUID]) -> Invitation:
    """An invitation of the event that was loaded."""
    mine = (Invitation.id == invitation_id) & (Invitation.event == event.id)
    row = await Invitation.objects().get(mine)
    if row is None:
        raise NotFound()
    return row


async def guest_here(event: NamedDependency[Event], guest_id: FromPath[UUID]) -> Guest:
    """A guest of the event that was loaded."""
    row = await Guest.objects().get((Guest.id == guest_id) & (Guest.event == event.id))
    if row is None:
        raise NotFound()
    return row


async def invitation_by_link(request: Ask, token: FromPath[str]) -> Asked:
    """The invitation of an answer link. Unknown links are counted by network, known ones never."""
    row = await Invitation.objects().get(Invitation.link_hash == tokens.digest(token))
    if row is None:
        raise await unknown_link(request)
    event, host = await event_spoken(request, row.event)
    return Asked(visitor(request, row.organisation, person=row.person), row, event, host)


async def guest_by_link(request: Ask, token: FromPath[str]) -> Held:
    """The guest of a pass link. Unknown links are counted by network, known ones never."""
    row = await Guest.objects().get(Guest.pass_hash == tokens.digest(token))
    if row is None:
        raise await unknown_link(request)
    return Held(row, *await event_spoken(request, row.event))


async def registration_by_link(request: Ask, link: FromPath[str]) -> Registered:
    """The registration of its own link. Unknown links are counted by network, known ones never."""
    row = await Registration.objects().get(Registration.link_hash == tokens.digest(link))
    if row is None:
        raise await unknown_link(request)
    event, host = await event_spoken(request, row.event)
    return Registered(visitor(request, row.organisation, name=row.full_name), row, event, host)


async def letter_by_code(request: Ask, code: FromPath[str]) -> Verified:
    """The letter of a check code. Unknown codes are counted by network, known ones never."""
    letter = await checking.checked(code)
    if letter is None:
        raise await unknown_link(request)
    event, _host = await event_spoken(request, letter.event)
    return Verified(letter, event.timezone)


async def event_by_address(request: Ask, slug: FromPath[str]) -> Event:
    """An event whose public page strangers may read, or nothing."""
    event = await Event.objects().get(Event.slug == slug) if slug.isprintable() else None
    if event is None or not event.has_public_page():
        raise NotFound()
    return (await event_spoken(request, event.id))[0]


async def mark_opened(invitation: Invitation) -> None:
    """Note that the link was looked at; nothing else changes, since mail scanners look, too."""
    if not invitation.opened_at:
        sql = "UPDATE invitation SET opened_at = $2 WHERE id = $1 AND opened_at IS NULL"
        await execute(sql, invitation.id, clock.now())


async def event_spoken(request: Ask, identity: UUID) -> tuple[Event, str]:
    """The event, in whose language pages speak to somebody who has chosen none, and the host's name."""
    event = await Event.objects().get(Event.id == identity)
    assert event is not None, "a foreign key holds the event"
    office = await fetch_one(OFFICE, event.organisation)
    assert office is not None, "a foreign key holds the organisation"
    state = request.scope["state"]
    state["organisation"] = Here(*office)
    if state["cookies"].get("lang") not in i18n.LOCALES:
        i18n.speak(event.language)
    return event, office["name"]


async def unknown_link(request: Ask) -> NotFound:
    """Counts a link that nobody was given, and says that there is nothing."""
    key, now = f"link:{throttle.network_of(address_of(request))}", clock.now()
    await throttle.check(key, TRIES, now)
    await throttle.count(key, WINDOW, now)
    return NotFound()
