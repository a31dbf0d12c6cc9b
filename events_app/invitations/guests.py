"""Guests of an invitation: a list replaced by a list, in which the same name keeps its pass."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from events_app import tokens
from events_app.accounts.actor import Actor
from events_app.database import execute, fetch, fetch_one, fetch_value
from events_app.events.tables import Event
from events_app.ids import new_id
from events_app.invitations import links
from events_app.invitations.forms import Representative
from events_app.invitations.people import fill_in, person_called
from events_app.invitations.queries import HOLDER, holder_of
from events_app.invitations.refusals import AlreadyComing, NobodyHolds
from events_app.invitations.tables import Guest, GuestState, Invitation
from events_app.stakeholders.tables import Person

THEIRS = """
SELECT g.id, g.state, g.person, p.name_key FROM guest g JOIN person p ON p.id = g.person
WHERE g.invitation = $1 ORDER BY (g.state = 'cancelled') DESC, g.id
"""
FIRST = "SELECT id FROM guest WHERE invitation = $1 AND person = $2 ORDER BY id LIMIT 1"
HERE = "SELECT id, state, invitation FROM guest WHERE event = $1 AND person = $2 AND state <> 'cancelled'"
KEEP = """
UPDATE guest SET state = $2, position_title = coalesce(nullif($3, ''), position_title), needs = coalesce($4, needs)
WHERE id = $1
"""
CANCEL_OTHERS = """
UPDATE guest SET state = 'cancelled' WHERE invitation = $1 AND state <> 'cancelled' AND id <> ALL($2)
"""
HOLDS = HOLDER.format(position="i.position", day="(now() AT TIME ZONE e.timezone)::date")
OTHERWISE = f"""
UPDATE guest g SET invitation = other.id, state = CASE other.state WHEN 'accepted' THEN 'expected' ELSE 'waitlisted' END,
  represents = NULL, position_title = coalesce(other.title, g.position_title),
  institution = coalesce(other.institution, g.institution)
FROM (
  SELECT DISTINCT ON (mine.id) mine.id AS guest, i.id, i.state, post.title, post.institution
  FROM guest mine JOIN event e ON e.id = mine.event JOIN invitation i ON i.event = mine.event
  LEFT JOIN position post ON post.id = i.position
  WHERE mine.invitation = $1 AND mine.state <> 'cancelled' AND mine.id <> ALL($2) AND i.id <> $1
    AND i.state IN ('accepted', 'waitlisted') AND (i.person = mine.person OR i.position IS NOT NULL AND ({HOLDS}) = mine.person
      AND NOT EXISTS (SELECT FROM guest o WHERE o.invitation = i.id AND o.state <> 'cancelled'))
  ORDER BY mine.id, i.state, i.person IS NULL, i.id
) other WHERE g.id = other.guest
"""
"""Who comes on another invitation as well, in person or as a holder, comes on that one: one pass for all of them."""
POST = "SELECT title, institution FROM position WHERE id = $1"


async def seat_representatives(
    actor: Actor, event: Event, invitation: Invitation, people: Sequence[Representative], state: GuestState
) -> list[UUID]:
    """Make the named the guests of an institution; returns those who get a pass: the new, and who now has an address."""
    known = {row["name_key"]: row for row in await fetch(THEIRS, invitation.id)}
    await _cancel_all_but(invitation, [known[one.key]["id"] for one in people if one.key in known])
    office = await _office(invitation)
    return [
        guest
        for place, one in enumerate(people)
        if (guest := await _seat(actor, event, invitation, one, known.get(one.key), state, office, place))
    ]


async def seat_person(event: Event, invitation: Invitation, state: GuestState) -> list[UUID]:
    """Make an invited person a guest; one who comes already, in whatever name, keeps that pass."""
    person = await Person.objects().get(Person.id == invitation.person)
    assert person is not None, "the invitation's foreign key holds the person"
    return await _seat_one(event, invitation, person, state)


async def seat_holder(event: Event, invitation: Invitation, state: GuestState, now: datetime) -> list[UUID]:
    """Make whoever holds an invited position today its guest; a representative of before is cancelled."""
    holder = await holder_of(invitation.position, now.astimezone(ZoneInfo(event.timezone)).date())
    person = await Person.objects().get(Person.id == holder) if holder else None
    if person is None:
        raise NobodyHolds()
    known = await fetch(THEIRS, invitation.id)
    await _cancel_all_but(invitation, [row["id"] for row in known if row["person"] == person.id])
    post = await fetch_one(POST, invitation.position)
    facts = {"position_title": post["title"], "institution": post["institution"]} if post else {}
    return await _seat_one(event, invitation, person, state, **facts)


async def _seat_one(
    event: Event, invitation: Invitation, person: Person, state: GuestState, **facts: Any
) -> list[UUID]:
    here = await fetch_one(HERE, event.id, person.id)
    if here is not None:
        return await _move(here, invitation, state)
    mine = await fetch_value(FIRST, invitation.id, person.id)
    if mine is not None:
        await _come_again(mine, state)
        return [mine]
    guest = await new_guest(event, person, invitation=invitation.id, state=state, **facts)
    return [guest.id]


async def new_guest(event: Event, person: Person, **columns: Any) -> Guest:
    """A guest with a pass and a short code that nobody else has at this event."""
    identity = new_id()
    facts = {"institution": person.institution} | columns
    guest = Guest(
        id=identity,
        organisation=event.organisation,
        event=event.id,
        person=person.id,
        pass_hash=links.pass_hash(identity, 1),
        short_code=await _free_code(event),
        **facts,
    )
    await guest.save()
    return guest


async def cancel_guests(invitation: Invitation) -> None:
    """Nobody comes on this invitation any more; the passes say so at the door, but of who was asked otherwise, too."""
    await _cancel_all_but(invitation, [])


async def active_guest(event: Event, person: UUID) -> UUID | None:
    """The guest who this person is at the event, unless cancelled."""
    found: UUID | None = await fetch_value(HERE, event.id, person)
    return found


async def _seat(
    actor: Actor,
    event: Event,
    invitation: Invitation,
    said: Representative,
    known: Any | None,
    state: GuestState,
    office: UUID | None,
    place: int,
) -> UUID | None:
    if known is not None and known["state"] != GuestState.cancelled:
        reachable = await _keep(known, state, said)
        return known["id"] if reachable or known["state"] != state else None
    person = await person_called(actor, office, said)
    if await active_guest(event, person.id) is not None:
        raise AlreadyComing(field=f"representatives.{place}.full_name", name=person.display_name)
    if known is not None:
        await _keep(known, state, said)
        return UUID(str(known["id"]))
    facts = {"institution": office, "position_title": said.position}
    more = facts | {"needs": said.needs or ""}
    guest = await new_guest(event, person, invitation=invitation.id, state=state, **more)
    return guest.id


async def _office(invitation: Invitation) -> UUID | None:
    """In whose name representatives come: the invited institution, or that of the invited post."""
    office: UUID | None = invitation.institution
    if invitation.position:
        office = await fetch_value("SELECT institution FROM position WHERE id = $1", invitation.position)
    return office


async def _move(here: Any, invitation: Invitation, state: GuestState) -> list[UUID]:
    """One who is here on this invitation moves between list and waiting line; others stay as they are."""
    if here["invitation"] != invitation.id or here["state"] == state:
        return []
    await _come_again(here["id"], state)
    return [here["id"]]


async def _keep(known: Any, state: GuestState, said: Representative) -> bool:
    """Stays on the list with what is newly told; whether they can be written to only now."""
    await execute(KEEP, known["id"], state.value, said.position, said.needs)
    person = await Person.objects().get(Person.id == known["person"])
    assert person is not None, "the guest's foreign key holds the person"
    return "email" in await fill_in(person, said)


async def _come_again(guest: UUID, state: GuestState) -> None:
    await execute("UPDATE guest SET state = $2 WHERE id = $1", guest, state.value)


async def _cancel_all_but(invitation: Invitation, kept: list[UUID]) -> None:
    await execute(OTHERWISE, invitation.id, kept)
    await execute(CANCEL_OTHERS, invitation.id, kept)


async def _free_code(event: Event) -> str:
    taken = "SELECT 1 FROM guest WHERE event = $1 AND short_code = $2"
    while await fetch_value(taken, event.id, code := tokens.short_code()):
        pass
    return code
