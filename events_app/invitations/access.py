"""The only ways to an invitation or a guest: through an event you may see, or with its own link."""

from dataclasses import dataclass
from datetime import datetime, timedelta
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
from events_app.events.queries import AT_PLACE, PLACE_JOIN, Place, place_found
from events_app.events.tables import Event
from events_app.invitations.answering import sight
from events_app.invitations.letters import checking
from events_app.invitations.letters.checking import Checked
from events_app.invitations.registration.tables import Registration
from events_app.invitations.tables import Guest, Invitation
from events_app.joined import columns, row
from events_app.stakeholders.own_consents import holders

Ask = Request[Any, Any, Any]
TRIES = 20
WINDOW = timedelta(minutes=10)
EVENT = f"""
{columns(Event, "e")}, o.id AS office, o.name AS host, o.slug AS office_slug, o.timezone AS zone, o.demo,
{AT_PLACE}
"""
JOIN = f"JOIN event e ON e.id = x.event JOIN organisation o ON o.id = e.organisation {PLACE_JOIN}"
ASKED = f"""SELECT {columns(Invitation, "x")}, {EVENT}, {sight.COLUMNS}
FROM invitation x {JOIN} {sight.JOIN} WHERE x.link_hash = $1"""
HELD = f"SELECT {columns(Guest, 'x')}, {EVENT} FROM guest x {JOIN} WHERE x.pass_hash = $1"
REGISTERED = f"SELECT {columns(Registration, 'x')}, {EVENT} FROM registration x {JOIN} WHERE x.link_hash = $1"
SPOKEN = (
    f"SELECT {EVENT} FROM event e JOIN organisation o ON o.id = e.organisation {PLACE_JOIN} WHERE e.id = $1"
)
"""One statement each: link, event, office and place."""

# A pass says nothing of its holder: offices hold those of their staff, and strangers read it off a badge.
holders.known_by("SELECT organisation, person FROM invitation WHERE link_hash = $1")
holders.known_by(
    "SELECT r.organisation, g.person FROM registration r LEFT JOIN guest g ON g.id = r.guest WHERE r.link_hash = $1"
)


@dataclass(frozen=True)
class Asked:
    """What the holder of an answer link reaches: that one invitation and its event; `found` is what its page shows."""

    actor: Actor
    invitation: Invitation
    event: Event
    host: str
    place: Place
    found: Any


@dataclass(frozen=True)
class Held:
    """What the holder of a pass link reaches: that one guest and the event."""

    guest: Guest
    event: Event
    host: str
    place: Place


@dataclass(frozen=True)
class Registered:
    """What the holder of a registration link reaches: that one registration and its event."""

    actor: Actor
    registration: Registration
    event: Event
    host: str
    place: Place


@dataclass(frozen=True)
class Verified:
    """What the code of a letter reaches: what may be said of that letter to anybody."""

    letter: Checked
    zone: str


async def invitation_here(event: NamedDependency[Event], invitation_id: FromPath[UUID]) -> Invitation:
    """An invitation of the event that was loaded."""
    mine = (Invitation.id == invitation_id) & (Invitation.event == event.id)
    found = await Invitation.objects().get(mine)
    if found is None:
        raise NotFound()
    return found


async def guest_here(event: NamedDependency[Event], guest_id: FromPath[UUID]) -> Guest:
    """A guest of the event that was loaded."""
    found = await Guest.objects().get((Guest.id == guest_id) & (Guest.event == event.id))
    if found is None:
        raise NotFound()
    return found


async def invitation_by_link(request: Ask, token: FromPath[str]) -> Asked:
    """The invitation of an answer link. Unknown links are counted by network, known ones never."""
    found = await _by_link(request, ASKED, token)
    asked = row(Invitation, "x", found)
    actor = visitor(request, asked.organisation, person=asked.person)
    return Asked(actor, asked, *_spoken(request, found), place_found(found), found)


async def guest_by_link(request: Ask, token: FromPath[str]) -> Held:
    """The guest of a pass link. Unknown links are counted by network, known ones never."""
    found = await _by_link(request, HELD, token)
    return Held(row(Guest, "x", found), *_spoken(request, found), place_found(found))


async def registration_by_link(request: Ask, link: FromPath[str]) -> Registered:
    """The registration of its own link. Unknown links are counted by network, known ones never."""
    found = await _by_link(request, REGISTERED, link)
    mine = row(Registration, "x", found)
    actor = visitor(request, mine.organisation, name=mine.full_name)
    return Registered(actor, mine, *_spoken(request, found), place_found(found))


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


async def mark_opened(invitation: Invitation) -> datetime:
    """Note that the link was looked at, and say when first; nothing else changes, since mail scanners look, too."""
    if invitation.opened_at:
        return invitation.opened_at
    now = clock.now()
    sql = "UPDATE invitation SET opened_at = $2 WHERE id = $1 AND opened_at IS NULL"
    await execute(sql, invitation.id, now)
    return now


async def event_spoken(request: Ask, identity: UUID) -> tuple[Event, str]:
    """The event, in whose language pages speak to somebody who has chosen none, and the host's name."""
    found = await fetch_one(SPOKEN, identity)
    assert found is not None, "foreign keys hold the event and its organisation"
    return _spoken(request, found)


def _spoken(request: Ask, found: Any) -> tuple[Event, str]:
    event, state = row(Event, "e", found), request.scope["state"]
    state["organisation"] = Here(
        found["office"], found["host"], found["office_slug"], found["zone"], found["demo"]
    )
    if state["cookies"].get("lang") not in i18n.LOCALES:
        i18n.speak(event.language)
    return event, found["host"]


async def _by_link(request: Ask, sql: str, token: str) -> Any:
    found = await fetch_one(sql, tokens.digest(token))
    if found is None:
        raise await unknown_link(request)
    return found


async def unknown_link(request: Ask) -> NotFound:
    """Counts a link that nobody was given, and says that there is nothing."""
    key, now = f"link:{throttle.network_of(address_of(request))}", clock.now()
    await throttle.check(key, TRIES, now)
    await throttle.count(key, WINDOW, now)
    return NotFound()
