"""Verbs of the guest list: add somebody without an invitation, cancel one, give a new pass."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.database import atomically
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
from events_app.invitations.refusals import AlreadyComing, EventFull, GuestCancelled
from events_app.invitations.seats import has_room, must_take_place
from events_app.invitations.tables import Answer, AnsweredBy, Guest, GuestState, Invitation
from events_app.invitations.waiting import move_up
from events_app.stakeholders.tables import Institution, Person


@dataclass(frozen=True)
class Added:
    """A guest, and whether more people are now expected than there are seats."""

    guest: Guest
    over_capacity: bool


@atomically
async def add_guest(actor: Actor, event: Event, said: GuestIn, now: datetime) -> Added:
    """Put somebody on the guest list who was not invited.

    A walk-in stands at the door and is taken over capacity; one who is on the list already is that guest.
    Any other participant needs a free seat: EventFull, or the waiting line where there is one.
    """
    event = await locked_event(event)
    if said.walk_in:
        must_stand(event)  # the door judges its own hours
    else:
        must_take_place(event, now)
    person = await person_called(actor, await _institution(actor, said), said)
    room = await has_room(event, 1)
    known = await active_guest(event, person.id)
    if known is not None:
        return Added(await _known(known, person, said), over_capacity=False)
    guest = await new_guest(
        event, person, state=_state(event, said, room), walk_in=said.walk_in, position_title=said.position
    )
    await audit.record(actor, "guest.added", guest.id, after={"event": event.id, "walk_in": said.walk_in})
    if guest.state == GuestState.expected and not said.walk_in:
        await send_passes(actor, event, [guest.id], now)
    return Added(guest, over_capacity=not room)


@atomically
async def cancel_guest(actor: Actor, guest: Guest, now: datetime) -> None:
    """Somebody does not come: the pass is refused at the door. An invited person's yes becomes a no."""
    event = await _locked(guest)
    invitation = (
        await Invitation.objects().get(Invitation.id == guest.invitation) if guest.invitation else None
    )
    if invitation is not None and invitation.person and invitation.answered_at:
        await answer(actor, invitation.id, AnswerIn(answer=Answer.declined), AnsweredBy.staff, now)
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
        return said.institution_id
    return await institution_called(actor, said.institution_name) if said.institution_name else None


async def _known(guest: UUID, person: Person, said: GuestIn) -> Guest:
    """Whoever stands at the door is let in as the guest they are, from the waiting line too."""
    if not said.walk_in:
        raise AlreadyComing(field="full_name", name=person.display_name, extra={"guest_id": str(guest)})
    await Guest.update({Guest.state: GuestState.expected}).where(Guest.id == guest)
    row = await Guest.objects().get(Guest.id == guest)
    assert row is not None, "the event is locked, so its guests stay"
    return row


def _state(event: Event, said: GuestIn, room: bool) -> GuestState:
    if room or said.walk_in:
        return GuestState.expected
    if not event.waiting_list:
        raise EventFull()
    return GuestState.waitlisted


async def _locked(guest: Guest) -> Event:
    event = await Event.objects().get(Event.id == guest.event)
    if event is None:
        raise NotFound()
    return await locked_event(event)
