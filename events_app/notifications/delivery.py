"""Emptying the outbox: claim a message, send it, write down what came of it.

The row stays locked while the mail server is spoken to: a second worker passes it by, and when a worker
dies, the lock dies with it. Nothing is sent again that the server acknowledged and we recorded, and a worker
has one message at most that was handed over and is not recorded yet.
"""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from events_app import jobs, settings
from events_app.database import execute, fetch, fetch_one, transaction
from events_app.ids import new_id
from events_app.notifications import making, pace, smtp
from events_app.notifications.compose import compose, sender_address
from events_app.notifications.mailbox import bounces, marks
from events_app.notifications.smtp import Answer, Post
from events_app.notifications.tables import HeldBecause
from events_app.notifications.wishes.consents import LACKS, needing
from events_app.notifications.wishes.queries import unwanted

LOG = logging.getLogger("events_app.notifications")

PAUSES = jobs.PAUSES
LONGEST = 40.0
"""Seconds one delivery may take; less than the database lets a transaction idle."""

FORGOTTEN = timedelta(minutes=10)

CLAIM = f"""
SELECT m.*, o.name AS organisation_name, o.demo, p.rest_until, p.strain, w.wish, {LACKS.format(kinds="$2")} AS unconsented
FROM message m JOIN organisation o ON o.id = m.organisation CROSS JOIN mail_pace p
LEFT JOIN mail_wish w ON w.id = m.unsubscribe
WHERE m.id = $1 AND m.channel = 'email' AND m.state = 'queued' FOR UPDATE OF m SKIP LOCKED
"""

RECORD = """
WITH told AS (
  UPDATE message SET state = $2, attempts = attempts + 1, last_error = $3, next_try_at = $4, sent_at = $5
  WHERE id = $1 RETURNING id, organisation
)
INSERT INTO delivery (id, organisation, created_at, message, started_at, outcome, reply)
SELECT $6, organisation, $7, id, $7, $8, $9 FROM told
"""


async def may_go(messages: Sequence[UUID], now: datetime) -> bool:
    """Whether these of a crowd may be sent now; else a job is left that sends them when it is their turn."""
    slot = await pace.turn(len(messages), now)
    if slot is None:
        return True
    async with transaction():
        await execute(
            "UPDATE message SET next_try_at = $2 WHERE id = ANY($1::uuid[]) AND state = 'queued'",
            list(messages),
            slot,
        )
        await jobs.enqueue("deliver", {"messages": list(messages), "in_turn": True}, after=slot - now)
    return False


async def deliver(message: UUID, now: datetime) -> None:
    """Send a queued message once. Does nothing when it was sent, or when somebody else is sending it."""
    url = settings.current().smtp_url
    if url is None:
        await _hold(message, HeldBecause.no_server)
        return
    post = smtp.post(url)
    async with post.turns, AsyncExitStack() as doubt, transaction():
        row = await fetch_one(CLAIM, message, needing())
        if row is None:
            return
        if row["demo"]:
            await _hold(message, HeldBecause.demo)
        elif unwanted(row["kind"], row["wish"]):
            await _hold(message, HeldBecause.no_mail)
        elif row["unconsented"]:
            await _hold(message, HeldBecause.no_consent)
        elif row["rest_until"] and row["rest_until"] > now:
            await _put_off(message, row["rest_until"] - now, now)
        else:
            await _record(row, await _send(post, row, now, doubt), now)


async def sweep(now: datetime) -> int:
    """Leave a job for each queued message that nobody came for, whatever happened to its first one."""
    async with transaction():
        rows = await fetch(
            """SELECT id FROM message WHERE state = 'queued' AND coalesce(next_try_at, created_at) < $1
               ORDER BY id LIMIT 1000 FOR UPDATE SKIP LOCKED""",
            now - FORGOTTEN,
        )
        keys = [f"sweep:{row['id']}" for row in rows]
        await jobs.enqueue_all("deliver", [{"message": row["id"]} for row in rows], dedupe=keys)
    return len(rows)


async def _hold(message: UUID, because: HeldBecause) -> None:
    await execute(
        "UPDATE message SET state = 'held', held_because = $2"
        " WHERE id = $1 AND channel = 'email' AND state = 'queued'",
        message,
        because,
    )


async def _put_off(message: UUID, rest: timedelta, now: datetime) -> None:
    """The server asked to be left in peace: no try, so none is counted."""
    pause = rest + pace.spread()
    await execute("UPDATE message SET next_try_at = $2 WHERE id = $1", message, now + pause)
    await jobs.enqueue("deliver", {"message": message}, after=pause)


async def _send(post: Post, row: Any, now: datetime, doubt: AsyncExitStack) -> Answer:
    try:
        mail = compose(await making.filled(row), now)
    except (ValueError, KeyError) as fault:
        return Answer("refused", f"this message cannot be made into a mail: {type(fault).__name__}")
    try:
        async with asyncio.timeout(LONGEST):
            sender = marks.return_address(row["id"], sender_address())
            return await post.send(mail, sender, row["to_address"], doubt)
    except TimeoutError:
        return Answer("later", "TimeoutError", busy=True)


async def _record(row: Any, answer: Answer, now: datetime) -> None:
    state, pause = _fate(answer, row["attempts"])
    sent = state == "sent"
    await execute(
        RECORD,
        row["id"],
        state,
        None if sent else answer.reply,
        now + pause if pause else None,
        now if sent else None,
        new_id(),
        now,
        answer.result,
        answer.reply,
    )
    if pause:
        await jobs.enqueue("deliver", {"message": row["id"]}, after=pause)
    if answer.nobody:
        await bounces.refused(row, answer.reply, now)
    if answer.busy:
        await pace.rest(now)
    elif sent and row["strain"]:
        await pace.relax()
    _log(row["id"], answer)


def _fate(answer: Answer, tries_before: int) -> tuple[str, timedelta | None]:
    if answer.result == "sent":
        return "sent", None
    if answer.result == "later" and tries_before < len(PAUSES):
        return "queued", PAUSES[tries_before]
    return "failed", None


def _log(message: UUID, answer: Answer) -> None:
    level = logging.INFO if answer.result == "sent" else logging.WARNING
    LOG.log(level, "delivery", extra={"facts": {"message": str(message), "result": answer.result}})
