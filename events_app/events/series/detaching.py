"""An occurrence that is changed by itself goes its own way; one whose change is taken back follows its series again."""

import hashlib
import json

from events_app.database import fetch
from events_app.events.series.plans import plan_of
from events_app.events.tables import Event

LINKS = "SELECT join_url, join_note FROM event_session WHERE event = $1 AND cancelled_at IS NULL ORDER BY starts_at, id"
PLAN = "SELECT plan::text AS plan, shift_seconds FROM series WHERE id = $1"


async def mark_of(event: Event) -> str:
    """What an occurrence and its series are at this moment, as a digest; nothing for an event without a series."""
    if event.series is None:
        return ""
    plan = (await plan_of(event)).model_dump_json()
    links = [list(row) for row in await fetch(LINKS, event.id)]
    series = [list(row) for row in await fetch(PLAN, event.series)]
    whole = [plan, event.starts_at.isoformat(), str(event.state), links, series]
    return hashlib.sha256(json.dumps(whole).encode()).hexdigest()


async def settle(event: Event, before: str) -> None:
    """Compares a locked occurrence with the mark taken before it was changed by itself.

    Changed: it is detached. Back to what it was when it still followed, and the series unchanged since: it follows.
    """
    if event.series is None:
        return
    after = await mark_of(event)
    if event.detached and event.attached_mark and after == event.attached_mark:
        event.detached, event.attached_mark = False, ""
    elif not event.detached and after != before:
        event.detached, event.attached_mark = True, before
    else:
        return
    await event.save([Event.detached, Event.attached_mark])
