"""Verbs of the guest list: add somebody without an invitation, cancel one, give a new pass."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.database import atomically, fetch_value
from events_app.errors import FieldError, Invalid, NotFound
from events_app.events.states import locked_event, must_stand
from events_app.events.tables import Event
from events_app.i18n import N_, gettext
from events_app.invitations import links
from events_app.invitations.answers import answer
from events_app.invitations.forms import AnswerIn, GuestIn
from events_app.invitations.guests import active_guest, new_guest
from events_app.invitations.passes import send_passes
from events_app.invitations.people import institution_called, person_called
from events_app.invitations.refusals import AlreadyComing, GuestCancelled
from events_app.invitations.seats import has_room, must_take_place, take_or_wait
from events_app.invitations.tables import Answer, AnsweredBy, Guest, GuestState
from events_app.invitations.waiting import let_in, move_up
from events_app.stakeholders.queries import successors
from events_app.stakeholders.tables import Institution, Person

YES = """
SELECT i.id FROM guest g JOIN invitation i ON i.id = g.invitation
WHERE g.id = $1 AND g.state <> 'cancelled' AND i.institution IS NULL AND i.answered_at IS NOT NULL
  AND i.state IN ('accepted', 'waitlisted')
"""


@dataclass(frozen=True)
class Added:
    """A guest, and whether more people are now expected than there are seats."""

    guest: Guest
    over_capacity: bool


@atomically
async def add_guest(actor: Actor, event: Event, said: GuestIn, now: datetime) -> Added:
    """Put somebody on the guest list who was not invited.

    A walk-in stands at the door and is taken over capacity; one who is on the list already is that guest.
    Any other participant needs a free seat: EventFull or QuotaFull, or the waiting line where there is one.
    """
    event = await locked_event(event)
    if said.walk_in:
        must_stand(event)  # the door judges its own hours
    else:
        must_take_place(event, now)
    person = await person_called(actor, await _institution(actor, said), said)
    known = await active_guest(event, person.id)
    if known is not None:
        return await _known(event, known, person, said, now)
    room = await _room(event, said, person)
    state = GuestState.expected if room or said.walk_in else GuestState.waitlisted
    guest = await new_guest(event, person, state=state, walk_in=said.walk_in, position_title=said.position)
    await audit.record(actor, "guest.added", guest.id, after={"event": event.id, "walk_in": said.walk_in})
    if guest.state == GuestState.expected and not said.walk_in:
        await send_passes(actor, event, [guest.id], now)
    return Added(guest, over_capacity=not room)


@atomically
async def cancel_guest(actor: Actor, guest: Guest, now: datetime) -> None:
    """Somebody does not come: the pass is refused at the door. The yes of a person or a post becomes a no.

    Who comes on several invitations comes on none of them any more.
    """
    event = await _locked(guest)
    while (yes := await fetch_value(YES, guest.id)) is not None:
        await answer(actor, yes, AnswerIn(answer=Answer.declined), AnsweredBy.staff, now)
    await Guest.update({Guest.state: GuestState.cancelled}).where(Guest.id == guest.id)
    await audit.record(actor, "guest.cancelled", guest.id, before={"state": guest.state})
    await move_up(event, now)


@atomically
async def reissue_pass(actor: Actor, guest: Guest, now: datetime) -> Guest:
    """Give a new pass and mail it; the old one is refused from now on, as lost or passed on."""
    event = await _locked(guest)
    await guest.refresh()
    if guest.state == GuestState.cancelled:
        raise GuestCancelled()
    guest.pass_version += 1
    guest.pass_hash = links.pass_hash(guest.id, guest.pass_version)
    await guest.save([Guest.pass_version, Guest.pass_hash])
    await audit.record(actor, "guest.pass_reissued", guest.id, after={"version": guest.pass_version})
    if guest.state == GuestState.expected:
        await send_passes(actor, event, [guest.id], now)
    return guest


async def _institution(actor: Actor, said: GuestIn) -> UUID | None:
    if said.institution_id is not None:
        mine = (Institution.id == said.institution_id) & (Institution.organisation == actor.organisation)
        if not await Institution.exists().where(mine):
            sentence = gettext(N_("This one is not in your directory."))
            raise Invalid([FieldError("institution_id", "unknown", sentence)])
        standing = await successors(actor.organisation, [said.institution_id])
        return standing.get(said.institution_id, said.institution_id)
    return await institution_called(actor, said.institution_name) if said.institution_name else None


async def _known(event: Event, guest: UUID, person: Person, said: GuestIn, now: datetime) -> Added:
    """Whoever stands at the door is let in as the guest they are, from the waiting line too."""
    if not said.walk_in:
        raise AlreadyComing(field="full_name", name=person.display_name, extra={"guest_id": str(guest)})
    row = await Guest.objects().get(Guest.id == guest)
    assert row is not None, "the event is locked, so its guests stay"
    over = row.state == GuestState.waitlisted and await let_in(event, row, now)
    return Added(await row.refresh() or row, over)


async def _room(event: Event, said: GuestIn, person: Person) -> bool:
    """A participant has a seat or a place in line, or is refused; a walk-in is only counted."""
    judge = has_room if said.walk_in else take_or_wait
    return await judge(event, 1, person.institution)


async def _locked(guest: Guest) -> Event:
    event = await Event.objects().get(Event.id == guest.event)
    if event is None:
        raise NotFound()
    return await locked_event(event)
