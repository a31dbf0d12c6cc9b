"""Telling whoever answers for an action now, with their own link."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from events_app.accounts.actor import Actor
from events_app.commitments import contacts, queries
from events_app.commitments.actions import links
from events_app.commitments.contacts import Contact
from events_app.commitments.tables import FollowUpAction
from events_app.notifications.actions import enqueue
from events_app.notifications.links import Link
from events_app.notifications.mail import Mail, is_address


async def tell_owner(
    actor: Actor, action: FollowUpAction, now: datetime, write: Callable[[Contact, Any, Link | None], Mail]
) -> None:
    """Queue what `write` makes of the owner, the action's record and the link; nothing where nobody has an address."""
    owners = await contacts.owners_of([action.organisation], [action.id])
    owner = owners[action.id]
    if owner is None or not is_address(owner.address):
        return
    facts: Any = await queries.action(action.organisation, action.id, now)
    url = (await links.of_actions([action.id], now, owners)).get(action.id)
    await enqueue(actor, write(owner, facts, url))
