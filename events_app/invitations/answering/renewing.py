"""A fresh answer link for one that went further than it should; the old one dies with its calendar reply."""

from datetime import datetime
from zoneinfo import ZoneInfo

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.database import atomically
from events_app.errors import NotFound
from events_app.events.states import locked_event
from events_app.events.tables import Event
from events_app.invitations import links, mails, queries
from events_app.invitations.answering.refusals import NoAddress
from events_app.invitations.queries import Recipient
from events_app.invitations.refusals import InvitationWithdrawn
from events_app.invitations.seats import must_be_open, must_take_place
from events_app.invitations.tables import AnsweredBy, Invitation, InvitationState
from events_app.notifications import actions as outbox
from events_app.notifications.mail import is_address


@atomically
async def ask_fresh_link(actor: Actor, known: Invitation, now: datetime) -> None:
    """Whoever holds a link kills it; the new one goes to the invited's own address and is shown to nobody.

    Refuses with NoAddress, since nobody would have a link then, and NotFound when it is dead already.
    """
    event, row = await _locked(known)
    if row.link_version != known.link_version:
        raise NotFound()
    must_be_open(event, AnsweredBy.link, now, row)
    to = await _recipient(event, row, now)
    if not is_address(to.address):
        raise NoAddress()
    await _renew(actor, event, row, to, now)


@atomically
async def renew_link(actor: Actor, known: Invitation, now: datetime) -> bool:
    """The office kills a link; returns whether the new one went out by mail, else it is handed over another way."""
    event, row = await _locked(known)
    must_take_place(event, now)
    to = await _recipient(event, row, now)
    await _renew(actor, event, row, to, now)
    return is_address(to.address)


async def _locked(known: Invitation) -> tuple[Event, Invitation]:
    event = await Event.objects().get(Event.id == known.event)
    assert event is not None, "the invitation's foreign key holds the event"
    event = await locked_event(event)
    row = await Invitation.objects().get(Invitation.id == known.id)
    if row is None:
        raise NotFound()
    if row.state == InvitationState.withdrawn:
        raise InvitationWithdrawn()
    return event, row


async def _recipient(event: Event, row: Invitation, now: datetime) -> Recipient:
    today = now.astimezone(ZoneInfo(event.timezone)).date()
    return (await queries.recipients([row.id], today))[0]


async def _renew(actor: Actor, event: Event, row: Invitation, to: Recipient, now: datetime) -> None:
    row.link_version += 1
    row.link_hash = links.rsvp_hash(row.id, row.link_version)
    row.reply_hash = links.reply_hash(row.id, row.link_version)
    mailed = is_address(to.address)
    if mailed and row.state == InvitationState.draft:
        row.state, row.sent_at = InvitationState.sent, now
    await row.save()
    after = {"version": row.link_version, "mailed": mailed}
    await audit.record(actor, "invitation.link_renewed", row.id, after=after)
    if mailed:
        fresh = await _recipient(event, row, now)
        await outbox.enqueue(actor, await mails.fresh_link(await mails.occasion(event), fresh))
