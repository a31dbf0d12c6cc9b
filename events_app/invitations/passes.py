"""Bringing passes to people: to their own address, else to the one that was invited."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from events_app.accounts.actor import Actor
from events_app.events.tables import Event
from events_app.invitations import mails, queries
from events_app.invitations.queries import Recipient
from events_app.notifications import actions as outbox
from events_app.notifications.mail import is_address


async def send_passes(actor: Actor, event: Event, guests: Sequence[UUID], now: datetime) -> None:
    """Enqueue the pass of each guest who can be written to; the others show theirs on the screen."""
    if not guests:
        return
    holders = await _addressed(event, await queries.pass_holders(guests), now)
    about = await mails.occasion(event)
    await outbox.enqueue_all(actor, [mails.guest_pass(about, one) for one in holders])


async def _addressed(event: Event, holders: list[Recipient], now: datetime) -> list[Recipient]:
    lost = {one.invitation for one in holders if not is_address(one.address) and one.invitation}
    today = now.astimezone(ZoneInfo(event.timezone)).date()
    asked = {one.id: one for one in await queries.recipients(list(lost), today)} if lost else {}
    found = [one if is_address(one.address) else _through(one, asked) for one in holders]
    return [one for one in found if is_address(one.address)]


def _through(holder: Recipient, asked: dict[UUID, Recipient]) -> Recipient:
    """The holder at the address of the invitation."""
    office = asked.get(holder.invitation) if holder.invitation else None
    return replace(holder, address=office.address) if office else holder
