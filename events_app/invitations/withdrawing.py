"""Taking an invitation back, and out of the calendar of whoever was written to."""

from datetime import datetime
from zoneinfo import ZoneInfo

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.database import atomically
from events_app.errors import NotFound
from events_app.events.states import locked_event
from events_app.events.tables import Event
from events_app.invitations import mails, queries
from events_app.invitations.guests import cancel_guests
from events_app.invitations.seats import has_ended
from events_app.invitations.tables import Invitation, InvitationState
from events_app.invitations.waiting import move_up
from events_app.notifications import actions as outbox
from events_app.notifications.mail import is_address


@atomically
async def withdraw(actor: Actor, invitation: Invitation, now: datetime) -> None:
    """Take an invitation back: its guests are cancelled, its seats free, its link says so. Twice is once."""
    event = await Event.objects().get(Event.id == invitation.event)
    if event is None:
        raise NotFound()
    event = await locked_event(event)
    await invitation.refresh()
    before, invitation.state = invitation.state, InvitationState.withdrawn
    if before == InvitationState.withdrawn:
        return
    invitation.waiting_since = invitation.offered_until = None
    await invitation.save()
    await cancel_guests(invitation)
    await audit.record(actor, "invitation.withdrawn", invitation.id, before={"state": before})
    await _tell_withdrawn(actor, event, invitation, now)
    await move_up(event, now)


async def _tell_withdrawn(actor: Actor, event: Event, invitation: Invitation, now: datetime) -> None:
    """Whoever was written to hears of it, as long as it matters."""
    if invitation.sent_at is None or has_ended(event, now):
        return
    today = now.astimezone(ZoneInfo(event.timezone)).date()
    people = [one for one in await queries.recipients([invitation.id], today) if is_address(one.address)]
    about = await mails.occasion(event)
    await outbox.enqueue_all(actor, [await mails.withdrawn(about, one) for one in people])
