"""Guests of an invitation: a list replaced by a list, in which the same name keeps its pass."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from events_app import tokens
from events_app.accounts.actor import Actor
from events_app.database import execute, fetch, fetch_one, fetch_value
from events_app.events.tables import Event
from events_app.ids import new_id
from events_app.invitations import links
from events_app.invitations.forms import Representative
from events_app.invitations.people import person_called
from events_app.invitations.refusals import AlreadyComing
from events_app.invitations.tables import Guest, GuestState, Invitation
from events_app.stakeholders.tables import Person

THEIRS = """
SELECT g.id, g.state, g.person, p.name_key FROM guest g JOIN person p ON p.id = g.person
WHERE g.invitation = $1 ORDER BY (g.state = 'cancelled') DESC, g.id
"""
FIRST = "SELECT id FROM guest WHERE invitation = $1 ORDER BY id LIMIT 1"
HERE = "SELECT id, state, invitation FROM guest WHERE event = $1 AND person = $2 AND state <> 'cancelled'"
KEEP = "UPDATE guest SET state = $2, position_title = coalesce(nullif($3, ''), position_title) WHERE id = $1"
CANCEL_OTHERS = """
UPDATE guest SET state = 'cancelled' WHERE invitation = $1 AND state <> 'cancelled' AND id <> ALL($2)
"""
HEAD = "SELECT id FROM position WHERE institution = $1 AND is_head ORDER BY id LIMIT 1"


async def seat_representatives(
    actor: Actor, event: Event, invitation: Invitation, people: Sequence[Representative], state: GuestState
) -> list[UUID]:
    """Make the named the guests of an institution; returns those who were not coming before."""
    known = {row["name_key"]: row for row in await fetch(THEIRS, invitation.id)}
    await _cancel_all_but(invitation, [known[one.key]["id"] for one in people if one.key in known])
    head = await fetch_value(HEAD, invitation.institution)
    return [
        guest
        for place, one in enumerate(people)
        if (guest := await _seat(actor, event, invitation, one, known.get(one.key), state, head, place))
    ]


async def seat_person(event: Event, invitation: Invitation, state: GuestState) -> list[UUID]:
    """Make an invited person a guest; one who comes already, in whatever name, keeps that pass."""
    person = await Person.objects().get(Person.id == invitation.person)
    assert person is not None, "the invitation's foreign key holds the person"
    here = await fetch_one(HERE, event.id, person.id)
    if here is not None:
        return await _move(here, invitation, state)
    mine = await fetch_value(FIRST, invitation.id)
    if mine is not None:
        await _come_again(mine, state)
        return [mine]
    guest = await new_guest(event, person, invitation=invitation.id, state=state)
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
    """Nobody comes on this invitation any more; the passes say so at the door."""
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
    head: UUID | None,
    place: int,
) -> UUID | None:
    if known is not None and known["state"] != GuestState.cancelled:
        await _keep(known["id"], state, said)
        return None if known["state"] == state else known["id"]
    person = await person_called(actor, invitation.institution, said)
    if await active_guest(event, person.id) is not None:
        raise AlreadyComing(field=f"representatives.{place}.full_name", name=person.display_name)
    if known is not None:
        await _keep(known["id"], state, said)
        return UUID(str(known["id"]))
    represents = None if person.position == head else head
    facts = {"institution": invitation.institution, "position_title": said.position}
    guest = await new_guest(
        event, person, invitation=invitation.id, state=state, represents=represents, **facts
    )
    return guest.id


async def _move(here: Any, invitation: Invitation, state: GuestState) -> list[UUID]:
    """One who is here on this invitation moves between list and waiting line; others stay as they are."""
    if here["invitation"] != invitation.id or here["state"] == state:
        return []
    await _come_again(here["id"], state)
    return [here["id"]]


async def _keep(guest: UUID, state: GuestState, said: Representative) -> None:
    await execute(KEEP, guest, state.value, said.position)


async def _come_again(guest: UUID, state: GuestState) -> None:
    await execute("UPDATE guest SET state = $2 WHERE id = $1", guest, state.value)


async def _cancel_all_but(invitation: Invitation, kept: list[UUID]) -> None:
    await execute(CANCEL_OTHERS, invitation.id, kept)


async def _free_code(event: Event) -> str:
    taken = "SELECT 1 FROM guest WHERE event = $1 AND short_code = $2"
    while await fetch_value(taken, event.id, code := tokens.short_code()):
        pass
    return code
