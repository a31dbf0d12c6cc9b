"""The row of an event's minutes: made when it is first needed, shared by those who write, held alone to finalise."""

from datetime import datetime
from typing import Any
from uuid import UUID

from events_app import clock
from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments.minutes.forms import MinutesHeadIn
from events_app.commitments.minutes.refusals import MinutesFinalised
from events_app.commitments.minutes.tables import Minutes
from events_app.database import atomically, execute, fetch_one, fetch_value
from events_app.errors import NotAllowed
from events_app.events.bookings import PersonUnknown, must_know_people
from events_app.events.states import ChangedMeanwhile
from events_app.events.tables import Event
from events_app.ids import new_id

MAKE = """
INSERT INTO minutes (id, organisation, created_at, event, correcting, row_version) VALUES ($1, $2, $3, $4, '', 1)
ON CONFLICT DO NOTHING
"""
FINAL = "SELECT EXISTS (SELECT 1 FROM minutes_version WHERE event = $1)"
NAME = "UPDATE minutes SET chair = $2, minute_taker = $3, row_version = row_version + 1 WHERE id = $1"
HELD = "SELECT * FROM minutes WHERE event = $1 FOR {how}"


async def must_be_written(event: Event) -> None:
    """Nobody finalises while this transaction writes. Raises MinutesFinalised when somebody has."""
    if await is_final(event, await held(event, "SHARE")):
        raise MinutesFinalised()


async def is_final(event: Event, row: Any) -> bool:
    """Whether the newest word is a version: nobody is correcting it."""
    return not row["correcting"] and bool(await fetch_value(FINAL, event.id))


async def held(event: Event, how: str) -> Any:
    """The row of the event's minutes, locked: `SHARE` to write, `UPDATE` to change the row itself."""
    sql = HELD.format(how=how)
    row = await fetch_one(sql, event.id)
    if row is None:
        await execute(MAKE, new_id(), event.organisation, clock.now(), event.id)
        row = await fetch_one(sql, event.id)
    return row


@atomically
async def name_people(actor: Actor, event: Event, data: MinutesHeadIn, now: datetime) -> Minutes:
    """Who chaired and who wrote. Raises PersonUnknown, ChangedMeanwhile, MinutesFinalised."""
    if not (actor.may(Right.keep_commitments) or actor.may(Right.decide)):
        raise NotAllowed()
    row = await held(event, "UPDATE")
    if await is_final(event, row):
        raise MinutesFinalised()
    if row["row_version"] != data.row_version:
        raise ChangedMeanwhile()
    await _must_know(actor.organisation, "chair_id", data.chair_id)
    await _must_know(actor.organisation, "minute_taker_id", data.minute_taker_id)
    await execute(NAME, row["id"], data.chair_id, data.minute_taker_id)
    after = {"chair": data.chair_id, "minute_taker": data.minute_taker_id}
    await audit.record(actor, "minutes.named", event.id, after=after)
    return await minutes_of(event)


async def minutes_of(event: Event) -> Minutes:
    """The row as it stands; one that is not saved where nobody wrote anything yet."""
    row = await Minutes.objects().get(Minutes.event == event.id)
    return row or Minutes(organisation=event.organisation, event=event.id, correcting="")


async def _must_know(organisation: UUID, field: str, person: UUID | None) -> None:
    try:
        await must_know_people(organisation, [person])
    except PersonUnknown as refusal:
        refusal.field = field
        raise
