"""Replies that come by themselves: what the mailbox or the hook received, taken as a file would be."""

import asyncio
from datetime import datetime
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.invitations.replies import actions, queries, stage
from events_app.invitations.replies.reading import read_reply
from events_app.invitations.replies.tables import ReplyState
from events_app.notifications.mailbox import readers
from events_app.notifications.mailbox.readers import Outcome

FATES = {
    ReplyState.taken: ("done", ""),
    ReplyState.dismissed: ("done", ""),
    ReplyState.ignored: ("ignored", ""),
    ReplyState.waiting: ("done", "waits_at_event"),
}


@readers.reads_calendars
async def read(raw: bytes, only: UUID | None, now: datetime) -> Outcome | None:
    """Take the reply for its event; None where it names no event of those it may concern."""
    said = await asyncio.to_thread(read_reply, raw)
    entry = await stage.entry_of(said)
    if entry is not None:
        return await stage.take(entry, said, now) if only in (None, entry.organisation) else None
    event = await queries.event_of(said)
    if event is None or only not in (None, event.organisation):
        return None
    reply = await actions.take_reply(Actor.system(event.organisation), event, said, now)
    state, reason = FATES[ReplyState(reply.state)]
    return Outcome(event.organisation, state, reason, event.id)
