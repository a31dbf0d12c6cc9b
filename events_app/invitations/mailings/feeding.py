"""Putting a letter into the outbox, some receivers at a time: memory stays flat, and stopping takes effect at once."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from events_app import jobs
from events_app.database import atomically, execute, fetch, fetch_one, fetch_value
from events_app.events.tables import Event
from events_app.invitations import mails
from events_app.invitations.queries import Recipient
from events_app.notifications import actions as outbox
from events_app.notifications import pace
from events_app.notifications.mail import Mail, is_address
from events_app.notifications.wording.kinds import Wording

AT_ONCE = 200
AHEAD = timedelta(seconds=30)
"""So much earlier than the mail server is free, the next ones are written."""

MOST_QUEUED = 400
"""What waits for the mail server is kept small, so that stopping means something."""

SOON, LATER = timedelta(seconds=0.3), timedelta(seconds=3)
"""When to look again: before what waits is gone, since a queue that ran dry rests for seconds; or at the end."""

QUEUED = "SELECT count(*)::int FROM message WHERE bulk = $1 AND state = 'queued'"
LOCK = "SELECT * FROM mailing WHERE id = $1 AND state = 'sending' FOR UPDATE"
NEXT = """
SELECT id, subject, recipient FROM mailing_recipient
WHERE mailing = $1 AND message IS NULL AND problem IS NULL ORDER BY id LIMIT $2
"""
WRITTEN = """
UPDATE mailing_recipient r SET message = w.message FROM unnest($1::uuid[], $2::uuid[]) AS w (id, message)
WHERE r.id = w.id
"""
BAD = "UPDATE mailing_recipient SET problem = 'bad_address' WHERE id = ANY($1::uuid[])"
DONE = "UPDATE mailing SET state = 'done', finished_at = $2, row_version = row_version + 1 WHERE id = $1"


@atomically
async def feed(mailing: UUID, now: datetime) -> int:
    """Write the next ones and leave a job for those after them; how many. Nothing when it was stopped."""
    row = await fetch_one(LOCK, mailing)
    if row is None:
        return 0
    queued = await fetch_value(QUEUED, mailing)
    full = queued >= MOST_QUEUED
    waiting = [] if full else await fetch(NEXT, mailing, AT_ONCE)
    if not waiting and not queued:
        await execute(DONE, mailing, now)
        return 0
    await _write(row, waiting)
    more = full or len(waiting) == AT_ONCE
    after = await _pause(now, SOON if full else timedelta(0)) if more else LATER
    await jobs.enqueue("feed_mailing", {"mailing": mailing}, after=after)
    return len(waiting)


async def _pause(now: datetime, least: timedelta) -> timedelta:
    free = await pace.free_at() - now - AHEAD if pace.interval() else least
    return max(free, least)


async def _write(mailing: Mapping[str, Any], waiting: Sequence[Mapping[str, Any]]) -> None:
    if not waiting:
        return
    event = await Event.objects().get(Event.id == mailing["event"])
    assert event is not None, "a foreign key holds the event"
    about, words = await mails.occasion(event), wordings(mailing)
    good = [one for one in waiting if is_address(json.loads(one["recipient"])["address"])]
    letters = [_letter(about, mailing["id"], one, words) for one in good]
    messages = await outbox.enqueue_all(mailing["organisation"], letters)
    await execute(WRITTEN, [one["id"] for one in good], [one.id for one in messages])
    await execute(BAD, [one["id"] for one in waiting if one not in good])


def wordings(mailing: Mapping[str, Any]) -> dict[str, Wording]:
    """What it says, by language."""
    both = {one: Wording(mailing[f"subject_{one}"], mailing[f"body_{one}"]) for one in ("id", "en")}
    return {one: words for one, words in both.items() if words.body}


def _letter(
    about: mails.Occasion, mailing: UUID, one: Mapping[str, Any], words: Mapping[str, Wording]
) -> Mail:
    to = Recipient(id=one["subject"], version=1, **json.loads(one["recipient"]))
    return mails.letter(about, to, words, key=f"mailing:{one['id']}", bulk=mailing)
