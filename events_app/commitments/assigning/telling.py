"""Telling those whom a duty came to and those it left."""

from datetime import datetime
from typing import Any

from events_app.accounts.actor import Actor
from events_app.commitments import contacts, mails, queries
from events_app.commitments.actions import links
from events_app.commitments.assigning.tables import DutyChange
from events_app.commitments.contacts import Contact
from events_app.commitments.tables import FollowUpAction
from events_app.notifications.actions import enqueue
from events_app.notifications.mail import is_address


async def tell_both(
    actor: Actor, action: FollowUpAction, before: Contact | None, change: DutyChange, now: datetime
) -> None:
    """The new owner with their link, and whoever owned it before without one; the same person hears once."""
    owners = await contacts.owners_of([action.organisation], [action.id])
    owner = owners[action.id]
    facts: Any = await queries.action(action.organisation, action.id, now)
    url = (await links.of_actions([action.id], now, owners)).get(action.id)
    reached = owner is not None and is_address(owner.address)
    if owner is not None and reached:
        await enqueue(actor, mails.handed_over(owner, facts, change.reason, url))
    same = owner is not None and before is not None and owner.address.casefold() == before.address.casefold()
    if before is not None and is_address(before.address) and not same:
        await enqueue(actor, mails.released(before, facts, change.reason))
