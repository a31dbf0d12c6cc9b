"""Telling the owners of many actions: each with their own link, by a few statements."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.commitments import contacts, mails
from events_app.commitments.actions import links
from events_app.commitments.contacts import Contact, Owners
from events_app.commitments.queries import ACTIONS
from events_app.database import fetch
from events_app.notifications.actions import enqueue_all
from events_app.notifications.links import Link
from events_app.notifications.mail import Mail, is_address

SOME = f"{ACTIONS} WHERE a.organisation = $2 AND a.id = ANY($3) ORDER BY coalesce(a.due, 'infinity'), a.id"

Told = tuple[Contact, Any, Link | None]


async def tell_owners(
    actor: Actor, actions: list[UUID], now: datetime, write: Callable[[Contact, Any, Link | None], Mail]
) -> None:
    """Queue what `write` makes of each owner, action and link; nothing where nobody has an address."""
    told = await _told(actor, actions, now)
    await enqueue_all(actor, [write(*one) for one in told])


async def ask_for_progress(actor: Actor, actions: list[UUID], now: datetime) -> None:
    """One message to each owner, with all that is asked of them and a link to each, the most urgent first."""
    by_owner: dict[Contact, list[dict[str, Any]]] = defaultdict(list)
    for owner, facts, url in await _told(actor, actions, now):
        by_owner[owner].append({**facts, "url": url})
    await enqueue_all(actor, [mails.progress_wanted(owner, items) for owner, items in by_owner.items()])


async def _told(actor: Actor, actions: list[UUID], now: datetime) -> list[Told]:
    if not actions:
        return []
    owners: Owners = await contacts.owners_of([actor.organisation], actions)
    urls = await links.of_actions(actions, now, owners)
    rows = await fetch(SOME, now, actor.organisation, actions)
    reached = [(owners.get(row["id"]), row) for row in rows]
    return [
        (owner, row, urls.get(row["id"]))
        for owner, row in reached
        if owner is not None and is_address(owner.address)
    ]
