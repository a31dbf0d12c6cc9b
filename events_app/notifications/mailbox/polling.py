"""Reading the mailbox: every mail once, in the order of its numbers, whatever dies in between.

How far we are is a row that is locked and moved on in the transaction that decides a mail. The mailbox is told
afterwards, so a mark that got lost loses nothing, and a mail is never marked that was not decided. A mailbox
that was numbered anew is read from its start; what was taken before is known by its identity.
"""

import hashlib
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from events_app import settings
from events_app.database import execute, fetch_one
from events_app.ids import new_id
from events_app.notifications.mailbox import actions, imap
from events_app.notifications.mailbox.actions import Origin
from events_app.notifications.mailbox.imap import Box, MailboxFault, Place
from events_app.notifications.mailbox.tables import Source

LOG = logging.getLogger("events_app.mailbox")
AT_ONCE = 200

KNOW = """
INSERT INTO mailbox (id, created_at, key, uid_validity, uid_before, uid_done, fault)
VALUES ($1, $2, $3, 0, 0, 0, '')
ON CONFLICT (key) DO NOTHING
"""
OPENED = """
UPDATE mailbox SET polled_at = $3, reached_at = $3, fault = '',
  uid_done = CASE WHEN uid_validity = $2 THEN uid_done ELSE 0 END,
  uid_before = CASE WHEN uid_validity = $2 THEN uid_before ELSE $4 END, uid_validity = $2
WHERE key = $1 RETURNING uid_done, uid_before
"""
FAILED = "UPDATE mailbox SET polled_at = $2, fault = $3 WHERE key = $1"
LOCK = "SELECT uid_done FROM mailbox WHERE key = $1 AND uid_validity = $2 FOR UPDATE"
MOVE_ON = "UPDATE mailbox SET uid_done = $2 WHERE key = $1"


async def poll(now: Callable[[], datetime]) -> int:
    """Take what is new in the configured mailbox; returns how many were looked at. A fault is written down."""
    url = settings.current().imap_url
    if url is None:
        return 0
    place = imap.parse(url)
    await execute(KNOW, new_id(), now(), key_of(place))
    try:
        return await _poll(place, now)
    except MailboxFault as fault:
        await execute(FAILED, key_of(place), now(), str(fault)[:200])
        LOG.warning("the mailbox is out of reach", extra={"facts": {"fault": str(fault)}})
        return 0


def key_of(place: Place) -> bytes:
    """By what a mailbox is known; its password is no part of it."""
    return hashlib.sha256(f"{place.user}@{place.host}:{place.port}/{place.folder}".encode()).digest()


async def _poll(place: Place, now: Callable[[], datetime]) -> int:
    box = await imap.open_box(place)
    try:
        key = key_of(place)
        row: Any = await fetch_one(OPENED, key, box.uid_validity, now(), await box.last())
        numbers = await box.after(row["uid_done"], AT_ONCE)
        for uid in numbers:
            origin = Origin(Source.mailbox, None, box.uid_validity, uid, old=uid <= row["uid_before"])
            await _take(box, key, origin, uid, now())
        return len(numbers)
    finally:
        box.close()


async def _take(box: Box, key: bytes, origin: Origin, uid: int, now: datetime) -> None:
    raw = await box.fetch(uid)
    if raw is None:
        return
    await actions.arrive(raw, origin, now, _unless_done(key, box.uid_validity, uid))
    await box.mark_read(uid)


def _unless_done(key: bytes, uid_validity: int, uid: int) -> Callable[[], Awaitable[bool]]:
    async def first() -> bool:
        row: Any = await fetch_one(LOCK, key, uid_validity)
        if row is None or row["uid_done"] >= uid:
            return False
        await execute(MOVE_ON, key, uid)
        return True

    return first
