"""An owner's links: derived from their ids, looked up by their digests, ended when the duty goes to somebody else."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from events_app import tokens
from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.bulk import insert_new
from events_app.commitments.contacts import Contact, Owners, owners_of
from events_app.commitments.kinds import LinkScope
from events_app.commitments.mails import PURPOSE, owner_link
from events_app.commitments.owning.queries import Owner, owns
from events_app.commitments.tables import AccessToken, ActionState, FollowUpAction
from events_app.database import execute, fetch, fetch_one
from events_app.ids import new_id
from events_app.notifications.links import Link

LASTS = timedelta(days=365)
"""How long a link works after it was given; work takes long, and the page must be there to be reported on."""

AT_ONCE = 10_000
"""How many actions one statement names; PostgreSQL takes no more than 32,767 parameters."""

STILL_HOLDS = """
(t.position IS NULL OR t.person IS NULL OR EXISTS (
  SELECT FROM organisation o, holders_on(t.position, (now() AT TIME ZONE o.timezone)::date) h
  WHERE o.id = t.organisation AND h.person = t.person))
"""
"""Whether the bearer of a link `t` still holds the post by which they were given it."""

STANDING = f"""
SELECT t.action, t.id, t.version, t.person FROM access_token t
WHERE t.action = ANY($1) AND t.scope = 'action' AND t.revoked_at IS NULL AND {STILL_HOLDS}
  AND (t.expires_at IS NULL OR t.expires_at > $2) ORDER BY t.id
"""
REVOKE = """
UPDATE access_token SET revoked_at = $2 WHERE action = ANY($1) AND scope = 'action' AND revoked_at IS NULL
RETURNING organisation, person, institution
"""
OF_CREDENTIAL = f"""
SELECT t.scope, t.action, t.person, t.institution FROM access_token t
WHERE t.id = $1 AND t.organisation = $2 AND t.revoked_at IS NULL AND {STILL_HOLDS}
  AND (t.expires_at IS NULL OR t.expires_at > $3)
"""
DIGESTS = """
SELECT id, version, person, institution FROM access_token
WHERE organisation = $1 AND scope = 'digest' AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $4)
  AND (person = ANY($2) OR (person IS NULL AND institution = ANY($3)))
"""

END_DIGESTS = """
UPDATE access_token SET revoked_at = $4 WHERE organisation = $1 AND scope = 'digest' AND revoked_at IS NULL
  AND (person = ANY($2) OR (person IS NULL AND institution = ANY($3)))
"""


async def give(action: FollowUpAction, owner: Contact | None, now: datetime) -> AccessToken:
    """A new link for an action's owner, who may have no address: the secretariat hands it over then."""
    token = _of_action(action, owner, now)
    await token.save()
    return token


async def standing(actions: list[UUID], now: datetime) -> dict[UUID, Link]:
    """The link of each action whose bearer is still its owner; reads only."""
    rows = await _rows(actions)
    owners = await owners_of(sorted({row.organisation for row in rows}), actions)
    fresh = await _fresh(rows, owners, now)
    return {action: owner_link(*known) for action, known in fresh.items()}


async def of_actions(actions: list[UUID], now: datetime, owners: Owners | None = None) -> dict[UUID, Link]:
    """The link of each action's present owner. Where the duty changed hands, the old link ends and one is given.

    `owners` is what `owners_of` said a moment ago, where that was asked already.
    """
    rows = await _rows(actions)
    if owners is None:
        owners = await owners_of(sorted({row.organisation for row in rows}), actions)
    fresh = await _fresh(rows, owners, now)
    stale = [row for row in rows if row.id not in fresh and row.state != ActionState.draft]
    if stale:
        await execute(REVOKE, [row.id for row in stale], now)
        given = [_of_action(row, owners.get(row.id), now) for row in stale]
        await insert_new(given)
        fresh |= {token.action: (token.id, token.version) for token in given}
    return {action: owner_link(*known) for action, known in fresh.items()}


async def end(actions: list[UUID], now: datetime) -> None:
    """No link to one of these actions works any more; a page of all that somebody owes opens only what is theirs."""
    await execute(REVOKE, actions, now)


async def renew(actor: Actor, action: FollowUpAction, owner: Contact | None, now: datetime) -> Link:
    """A new link for the present owner; every older one that opens this action ends, those to all of it included."""
    ended = {Owner(*row.values()) for row in await fetch(REVOKE, [action.id], now)}
    if owner is not None:
        ended.add(Owner(action.organisation, owner.person, owner.institution))
    await execute(END_DIGESTS, action.organisation, *_whose(list(ended)), now)
    token = await give(action, owner, now)
    after = {"position": token.position, "person": token.person}
    await audit.record(actor, "action.link_renewed", action.id, after=after)
    return owner_link(token.id, token.version)


async def of_digests(owners: Iterable[Owner], now: datetime) -> dict[Owner, Link]:
    """The link of each owner, all of one organisation, to the page of all they owe; given where there is none."""
    wanted = list(dict.fromkeys(owners))
    if not wanted:
        return {}
    known = await _digests(wanted, now)
    missing = [one for one in wanted if one not in known]
    if missing:
        # An expired one of the same owner makes room; of two workers at once the first gives it.
        await execute(END_DIGESTS, wanted[0].organisation, *_whose(missing), now)
        await insert_new([_of_all(one, now) for one in missing])
        known |= await _digests(missing, now)
    return known


async def is_for(actor: Actor, action: UUID, now: datetime) -> bool:
    """Whether the actor came by a link that opens this very action and still works."""
    if actor.via != "link" or actor.credential is None:
        return False
    row = await fetch_one(OF_CREDENTIAL, actor.credential, actor.organisation, now)
    if row is None or row["scope"] == LinkScope.ratification:
        return False
    if row["scope"] == LinkScope.action:
        return bool(row["action"] == action)
    return await owns(Owner(actor.organisation, row["person"], row["institution"]), action)


async def _digests(owners: list[Owner], now: datetime) -> dict[Owner, Link]:
    rows = await fetch(DIGESTS, owners[0].organisation, *_whose(owners), now)
    found = {(row["person"] or row["institution"]): owner_link(row["id"], row["version"]) for row in rows}
    return {one: found[whose] for one in owners if (whose := one.person or one.institution) in found}


def _whose(owners: list[Owner]) -> tuple[list[UUID | None], list[UUID | None]]:
    """The people among them, and the institutions whose own mailbox it is."""
    return [one.person for one in owners if one.person], [one.institution for one in owners if not one.person]


def _of_action(action: FollowUpAction, owner: Contact | None, now: datetime) -> AccessToken:
    return _new(
        action.organisation,
        now,
        action=action.id,
        person=_bearer(action, owner),
        position=owner.position if owner else None,
        institution=action.responsible_institution,
    )


def _of_all(owner: Owner, now: datetime) -> AccessToken:
    office = None if owner.person else owner.institution
    return _new(
        owner.organisation, now, scope=LinkScope.digest.value, person=owner.person, institution=office
    )


def _new(organisation: UUID, now: datetime, **of: Any) -> AccessToken:
    known = new_id()
    return AccessToken(
        id=known,
        organisation=organisation,
        created_at=now,
        token_hash=tokens.digest(tokens.derive(PURPOSE, known, 1)),
        version=1,
        expires_at=now + LASTS,
        **of,
    )


async def _rows(actions: list[UUID]) -> list[FollowUpAction]:
    rows: list[FollowUpAction] = []
    for start in range(0, len(actions), AT_ONCE):
        some = actions[start : start + AT_ONCE]
        rows += await FollowUpAction.objects().where(FollowUpAction.id.is_in(some))
    return rows


async def _fresh(rows: list[FollowUpAction], owners: Owners, now: datetime) -> dict[UUID, tuple[UUID, int]]:
    """Id and version of each action's link, where its bearer is who answers for it today."""
    bearers = {row.id: _bearer(row, owners.get(row.id)) for row in rows}
    found = await fetch(STANDING, list(bearers), now)
    return {
        row["action"]: (row["id"], row["version"]) for row in found if row["person"] == bearers[row["action"]]
    }


def _bearer(action: FollowUpAction, owner: Contact | None) -> UUID | None:
    """Whose hand reports by it: the owner's, or the named person's where only an office has an address."""
    if owner is not None and owner.person is not None:
        return owner.person
    return action.responsible_person  # type: ignore[no-any-return]
