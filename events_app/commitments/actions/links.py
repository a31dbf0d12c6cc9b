"""An owner's link to one action: derived from its id, looked up by its digest, revoked by its version."""

from datetime import datetime, timedelta
from uuid import UUID

from events_app import tokens
from events_app.accounts.actor import Actor
from events_app.commitments.contacts import Contact
from events_app.commitments.mails import PURPOSE, owner_link
from events_app.commitments.tables import AccessToken, FollowUpAction
from events_app.database import fetch, fetch_value
from events_app.ids import new_id
from events_app.notifications.links import Link

LASTS = timedelta(days=365)
"""How long a link works after it was given; work takes long, and the page must be there to be reported on."""


async def give(action: FollowUpAction, owner: Contact | None, now: datetime) -> AccessToken:
    """A new link for an action's owner, who may have no address: the secretariat hands it over then."""
    known = new_id()
    token = AccessToken(
        id=known,
        organisation=action.organisation,
        created_at=now,
        action=action.id,
        person=action.responsible_person or (owner.person if owner else None),
        institution=action.responsible_institution,
        token_hash=tokens.digest(tokens.derive(PURPOSE, known, 1)),
        version=1,
        expires_at=now + LASTS,
    )
    await token.save()
    return token


async def of_actions(actions: list[UUID], now: datetime) -> dict[UUID, Link]:
    """The working link of each action that has one."""
    sql = """SELECT action, id, version FROM access_token
    WHERE action = ANY($1) AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2) ORDER BY id"""
    return {row["action"]: owner_link(row["id"], row["version"]) for row in await fetch(sql, actions, now)}


async def is_for(actor: Actor, action: UUID, now: datetime) -> bool:
    """Whether the actor came by a link to this very action that still works."""
    if actor.via != "link" or actor.credential is None:
        return False
    sql = """SELECT EXISTS (SELECT 1 FROM access_token WHERE id = $1 AND action = $2 AND organisation = $3
    AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $4))"""
    return bool(await fetch_value(sql, actor.credential, action, actor.organisation, now))
