"""Verb of owning: send whoever answers for an action now a new link, and end the older ones."""

from datetime import datetime
from typing import Any

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments import mails, queries
from events_app.commitments.actions import links, moves
from events_app.commitments.contacts import Contact, owners_of
from events_app.commitments.tables import LATE_STATES, ActionState, FollowUpAction
from events_app.database import atomically
from events_app.errors import NotFound
from events_app.notifications.actions import enqueue
from events_app.notifications.mail import is_address

OWED = LATE_STATES | {ActionState.submitted}


@atomically
async def send_link(actor: Actor, action: FollowUpAction, now: datetime) -> Contact | None:
    """Whom the new link was sent to; None where nobody has an address, and staff hand it over."""
    actor.must(Right.keep_commitments)
    if actor.organisation != action.organisation:
        raise NotFound()
    action = await moves.locked(action)
    moves.must_stand_in(action, OWED)
    owner = (await owners_of([action.organisation], [action.id]))[action.id]
    url = await links.renew(actor, action, owner, now)
    if owner is None or not is_address(owner.address):
        return None
    facts: Any = await queries.action(action.organisation, action.id, now)
    await enqueue(actor, mails.own_link(owner, facts, url))
    return owner
