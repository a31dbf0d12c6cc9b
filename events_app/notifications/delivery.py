"""Emptying the outbox: claim a message, send it, write down what came of it.

The row stays locked while the mail server is spoken to: a second worker passes it by, and when a worker
dies, the lock dies with it. Nothing is sent again that the server acknowledged and we recorded.
"""

import asyncio
import logging
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from events_app import jobs, settings
from events_app.database import execute, fetch, fetch_one, transaction
from events_app.notifications import smtp
from events_app.notifications.compose import compose, sender_address
from events_app.notifications.smtp import Answer
from events_app.notifications.tables import Delivery

LOG = logging.getLogger("events_app.notifications")

PAUSES = jobs.PAUSES
LONGEST = 40.0
"""Seconds one delivery may take; less than the database lets a transaction idle."""

FORGOTTEN = timedelta(minutes=10)

CLAIM = """
SELECT m.*, o.name AS organisation_name, o.demo FROM message m JOIN organisation o ON o.id = m.organisation
WHERE m.id = $1 AND m.state = 'queued' FOR UPDATE OF m SKIP LOCKED
"""


async def deliver(message: UUID, now: datetime) -> None:
    """Send a queued message once. Does nothing when it was sent, or when somebody else is sending it."""
    url = settings.current().smtp_url
    if url is None:
        await _hold(message)
        return
    post = smtp.post(url)
    async with post.turns, transaction():
        row = await fetch_one(CLAIM, message)
        if row is None:
            return
        if row["demo"]:
            await _hold(message)
            return
        await _record(row, await _send(post, row, now), now)


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


async def _hold(message: UUID) -> None:
    await execute("UPDATE message SET state = 'held' WHERE id = $1 AND state = 'queued'", message)


async def _send(post: smtp.Post, row: Any, now: datetime) -> Answer:
    try:
        mail = compose(row, now)
    except (ValueError, KeyError) as fault:
        return Answer("refused", f"this message cannot be made into a mail: {type(fault).__name__}")
    try:
        async with asyncio.timeout(LONGEST):
            return await post.send(mail, sender_address(), row["to_address"])
    except TimeoutError:
        return Answer("later", "TimeoutError")


async def _record(row: Any, answer: Answer, now: datetime) -> None:
    state, pause = _fate(answer, row["attempts"])
    await execute(
        """UPDATE message SET state = $2, attempts = attempts + 1, last_error = $3, next_try_at = $4,
           sent_at = $5 WHERE id = $1""",
        row["id"],
        state,
        None if state == "sent" else answer.reply,
        now + pause if pause else None,
        now if state == "sent" else None,
    )
    if pause:
        await jobs.enqueue("deliver", {"message": row["id"]}, after=pause)
    await Delivery(
        organisation=row["organisation"],
        message=row["id"],
        started_at=now,
        outcome=answer.result,
        reply=answer.reply,
    ).save()
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
