"""Asking whoever holds the represented post: a personal link, once for each holder, ended when the post changes hands."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from events_app import jobs, tokens
from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments.ratifying import mails, queries
from events_app.commitments.ratifying.refusals import NobodyToAsk, NothingToRatify
from events_app.commitments.ratifying.tables import NoticeKind, RatificationNotice
from events_app.commitments.tables import AccessToken, Commitment
from events_app.database import atomically, fetch, fetch_one
from events_app.errors import NotFound
from events_app.ids import new_id
from events_app.notifications.actions import enqueue

LASTS = timedelta(days=365)
"""As long as the link of an owner: until then the page also says what was answered."""

LOCK = "SELECT id FROM commitment WHERE id = $1 AND organisation = $2 FOR NO KEY UPDATE"
END = """
UPDATE access_token SET revoked_at = $2 WHERE commitment = $1 AND scope = 'ratification' AND revoked_at IS NULL
RETURNING id
"""


@atomically
async def ask(actor: Actor, commitment: UUID, now: datetime) -> bool:
    """Ask the holder of the post unless this very holder was asked before; says whether somebody was.

    Nothing happens where no ratification is waited for, or where nobody can be written to.
    """
    row = await _locked(actor, commitment, now)
    if row is None or row["holder"] is None or row["asked"] == row["holder"]:
        return False
    await _give(actor, row, now)
    return True


@atomically
async def ask_again(actor: Actor, commitment: Commitment, now: datetime) -> None:
    """End the link that was given, if any, and send a new one. Raises NothingToRatify or NobodyToAsk."""
    actor.must(Right.keep_commitments)
    row = await _locked(actor, commitment.id, now)
    if row is None:
        raise NothingToRatify()
    if row["holder"] is None:
        raise NobodyToAsk()
    await _give(actor, row, now)


@atomically
async def ask_because(actor: Actor, commitment: UUID, reason: str, now: datetime) -> None:
    """Ask whoever holds the post anew, and say why; nothing happens where nobody can be written to."""
    row = await _locked(actor, commitment, now)
    if row is not None and row["holder"] is not None:
        await _give(actor, row, now, reason)


@atomically
async def end_link(actor: Actor, commitment: Commitment, now: datetime) -> None:
    """The link that was given works no longer, such as one that went astray; twice is once. Its holder is asked anew by hand."""
    actor.must(Right.keep_commitments)
    if await fetch_one(LOCK, commitment.id, actor.organisation) is None:
        raise NotFound()
    for row in await fetch(END, commitment.id, now):
        await audit.record(
            actor, "commitment.ratification_link_ended", commitment.id, before={"link": row["id"]}
        )


async def ask_new_holders(now: datetime) -> int:
    """Ask whoever holds a represented post now and was not asked yet; returns how many. Twice is once."""

    async def one(row: Any) -> int:
        return await ask(Actor.system(row["organisation"]), row["id"], now)

    return await jobs.each("ask_ratifiers", await queries.unasked(now), one)


async def _locked(actor: Actor, commitment: UUID, now: datetime) -> Any | None:
    """What is waited for, with the promise's row locked; None when nothing is."""
    if await fetch_one(LOCK, commitment, actor.organisation) is None:
        raise NotFound()
    return await queries.waiting_for(commitment, now)


async def _give(actor: Actor, row: Any, now: datetime, because: str = "") -> None:
    await fetch(END, row["id"], now)
    token = AccessToken(
        id=(known := new_id()),
        organisation=row["organisation"],
        created_at=now,
        scope="ratification",
        commitment=row["id"],
        person=row["holder"],
        position=row["position"],
        institution=row["institution"],
        token_hash=tokens.digest(tokens.derive(mails.PURPOSE, known)),
        version=1,
        expires_at=now + LASTS,
    )
    await token.save()
    notice = RatificationNotice(
        organisation=row["organisation"], created_at=now, token=known, kind=NoticeKind.asked.value
    )
    await notice.save()
    await audit.record(
        actor, "commitment.ratification_asked", row["id"], after={"person": row["holder"], "link": known}
    )
    facts = dict(row) | {"actions": await queries.actions_of(row["id"]), "because": because}
    await enqueue(row["organisation"], mails.asked(facts, known))
