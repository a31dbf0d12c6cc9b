"""Verbs of what comes back: take a mail once, and what a person decides."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.database import DatabaseFault, atomically, execute, fetch_one, fetch_value, transaction
from events_app.errors import NotFound, Refusal
from events_app.ids import new_id
from events_app.notifications.mailbox import bounces, readers
from events_app.notifications.mailbox.dsn import Notice
from events_app.notifications.mailbox.reading import Arrived, read
from events_app.notifications.mailbox.refusals import MailSettled, NotAboutAMessage
from events_app.notifications.mailbox.tables import BadAddress, InboundMail, MailKind, MailState, Source

LOG = logging.getLogger("events_app.mailbox")

INSERT = """
INSERT INTO inbound_mail (id, created_at, organisation, source, scope, identity, uid_validity, uid, sender, subject,
  excerpt, kind, state, reason) VALUES ($1, $2, $3, $4, $3, $5, $6, $7, $8, $9, $10, $11, 'waiting', '')
ON CONFLICT (scope, identity) DO NOTHING RETURNING id
"""
SETTLE = """
UPDATE inbound_mail SET organisation = $2, state = $3, reason = $4, message = $5, event = $6 WHERE id = $1
"""
CLEAR = """
UPDATE bad_address SET cleared_at = $2, cleared_by = $3 WHERE id = $1 AND cleared_at IS NULL RETURNING id
"""
ONLY_ONE = """
SELECT CASE WHEN count(*) = 1 THEN (array_agg(id))[1] END FROM organisation WHERE NOT demo
"""

OUT_OF_REACH = (OSError, asyncpg.PostgresConnectionError, asyncpg.InterfaceError, DatabaseFault)
"""The database's own troubles: whoever brought the mail tries again later."""

First = Callable[[], Awaitable[bool]]


@dataclass(frozen=True)
class Origin:
    """Where a mail came from: a hook of one organisation, or the mailbox, where it has a number.

    `old`: it lay there before we first looked, and may be none of our business.
    """

    source: Source
    only: UUID | None = None
    uid_validity: int | None = None
    uid: int | None = None
    old: bool = False


@dataclass(frozen=True)
class Fate:
    """What becomes of a mail."""

    state: MailState
    reason: str = ""
    organisation: UUID | None = None
    message: UUID | None = None
    event: UUID | None = None


async def arrive(raw: bytes, origin: Origin, now: datetime, first: First | None = None) -> UUID | None:
    """Take a mail: written down with all that follows from it in one transaction, or not at all.

    The id, or None where it was taken before. `first` may say inside the transaction that it was. A mail that
    makes us stumble is kept for a person, so that it does not stand in the way of the next.
    """
    arrived = await asyncio.to_thread(read, raw)
    try:
        return await _arrive(arrived, raw, origin, now, first)
    except OUT_OF_REACH:
        raise
    except Exception as fault:
        LOG.warning("a mail made us stumble", extra={"facts": {"fault": type(fault).__name__}})
        nobody = Arrived(arrived.identity, MailKind.unreadable)
        return await _arrive(nobody, raw, origin, now, first)


@atomically
async def _arrive(
    arrived: Arrived, raw: bytes, origin: Origin, now: datetime, first: First | None
) -> UUID | None:
    if first is not None and not await first():
        return None
    mail = await _write(arrived, origin, now)
    if mail is None:
        return None
    fate = await _fate(mail, arrived, raw, origin.only, now)
    if origin.old and fate.message is None and fate.event is None:
        await execute("DELETE FROM inbound_mail WHERE id = $1", mail)
        return None
    await _settle(mail, fate)
    return mail


@atomically
async def dismiss(actor: Actor, mail: UUID, now: datetime) -> InboundMail:
    """A person says that nothing follows from it. Raises MailSettled."""
    actor.must(Right.invite)
    row = await _waiting(actor, mail)
    return await _decided(actor, row, MailState.dismissed, now)


@atomically
async def count_as_bounce(actor: Actor, mail: UUID, now: datetime) -> InboundMail:
    """A person says that the message did not arrive and never will. Raises MailSettled, NotAboutAMessage."""
    actor.must(Right.invite)
    row = await _waiting(actor, mail)
    told = await bounces.find([row.message] if row.message else [], actor.organisation)
    if told is None:
        raise NotAboutAMessage()
    await bounces.record(told, row.id, Notice("permanent", said=row.subject), now)
    return await _decided(actor, row, MailState.done, now)


@atomically
async def clear(actor: Actor, address: UUID, now: datetime) -> None:
    """A person says that an address is good again; twice is once."""
    actor.must(Right.invite)
    known = (BadAddress.id == address) & (BadAddress.organisation == actor.organisation)
    if not await BadAddress.exists().where(known):
        raise NotFound()
    if await fetch_one(CLEAR, address, now, actor.user):
        await audit.record(actor, "address.cleared", address)


async def _write(arrived: Arrived, origin: Origin, now: datetime) -> UUID | None:
    row = await fetch_one(
        INSERT,
        new_id(),
        now,
        origin.only,
        origin.source.value,
        arrived.identity,
        origin.uid_validity,
        origin.uid,
        arrived.sender,
        arrived.subject,
        arrived.excerpt,
        arrived.kind.value,
    )
    return row["id"] if row else None


async def _fate(mail: UUID, arrived: Arrived, raw: bytes, only: UUID | None, now: datetime) -> Fate:
    told = await bounces.find(arrived.messages, only)
    home = told.organisation if told else only or await fetch_value(ONLY_ONE)
    here = Fate(MailState.waiting, "", home, told.id if told else None, told.event if told else None)
    if arrived.kind in (MailKind.auto_reply, MailKind.notice):
        return _so(here, MailState.ignored)
    if arrived.kind in (MailKind.bounce, MailKind.delay):
        return await _bounced(mail, arrived, told, here, now)
    if arrived.kind == MailKind.calendar_reply:
        return await _replied(raw, only, here, now)
    return here


async def _bounced(
    mail: UUID, arrived: Arrived, told: bounces.Told | None, here: Fate, now: datetime
) -> Fate:
    if told is None:
        return _so(here, MailState.waiting, "no_message")
    notice = bounces.about(told, arrived.notices)
    if notice.fate == "fine":
        return _so(here, MailState.ignored)
    if notice.fate == "unclear":
        return _so(here, MailState.waiting, "no_status")
    await bounces.record(told, mail, notice, now)
    return _so(here, MailState.done)


async def _replied(raw: bytes, only: UUID | None, here: Fate, now: datetime) -> Fate:
    """A savepoint of its own: what a reader refuses, or stumbles over, leaves nothing but a mail that waits."""
    try:
        async with transaction():
            outcome = await readers.read_calendar(raw, only, now)
    except Refusal as no:
        return _so(here, MailState.waiting, no.code[:40])
    if outcome is None:
        return _so(here, MailState.waiting, "no_event")
    home = outcome.organisation or here.organisation
    return Fate(MailState(outcome.state), outcome.reason, home, here.message, outcome.event or here.event)


def _so(here: Fate, state: MailState, reason: str = "") -> Fate:
    return Fate(state, reason, here.organisation, here.message, here.event)


async def _settle(mail: UUID, fate: Fate) -> None:
    await execute(SETTLE, mail, fate.organisation, fate.state.value, fate.reason, fate.message, fate.event)
    LOG.debug("mail", extra={"facts": {"mail": str(mail), "state": fate.state.value}})


async def _waiting(actor: Actor, mail: UUID) -> InboundMail:
    mine = (InboundMail.id == mail) & (InboundMail.organisation == actor.organisation)
    row: InboundMail | None = await InboundMail.objects().get(mine).lock_rows()
    if row is None:
        raise NotFound()
    if row.state != MailState.waiting:
        raise MailSettled()
    return row


async def _decided(actor: Actor, row: InboundMail, state: MailState, now: datetime) -> InboundMail:
    row.state, row.decided_by, row.decided_at = state, actor.user, now
    await row.save()
    await audit.record(actor, f"inbound_mail.{state.value}", row.id)
    return row
