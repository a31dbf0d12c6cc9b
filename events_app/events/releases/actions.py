"""The verb of releases: freeze what participants are told from now on."""

import json

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.database import atomically
from events_app.errors import Refusal
from events_app.events.releases.queries import Release, as_it_stands, last_release, releases
from events_app.events.releases.snapshots import differences
from events_app.events.releases.tables import ScheduleRelease
from events_app.events.states import EventNotPublished, locked_event
from events_app.events.tables import Event, EventState
from events_app.i18n import N_


class NothingChanged(Refusal):
    message = N_("Nothing has changed since the last release.")


@atomically
async def release(actor: Actor, event: Event, note: str) -> Release:
    """A new release with its difference to the last one; of two at once the second finds nothing changed.

    Raises EventNotPublished for a draft, and NothingChanged.
    """
    event = await locked_event(event)
    if event.state == EventState.draft:
        raise EventNotPublished()
    made = await record_release(actor, event, note)
    if made is None:
        raise NothingChanged()
    return made


async def record_release(actor: Actor, event: Event, note: str = "") -> Release | None:
    """The same inside an action that holds the event's row; None when there is nothing new to tell."""
    last, now = await last_release(event), await as_it_stands(event)
    changes = differences(last.snapshot, now) if last else []
    if last and not changes:
        return None
    row = ScheduleRelease(
        organisation=event.organisation,
        created_by=actor.user,
        event=event.id,
        number=last.number + 1 if last else 1,
        note=note,
        snapshot=json.dumps(now),
        changes=json.dumps(changes),
    )
    await row.save()
    await audit.record(
        actor, "event.released", event.id, after={"number": row.number, "changes": len(changes)}
    )
    return (await releases(event, only=row.id))[0]
