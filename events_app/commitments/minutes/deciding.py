"""Verbs of decisions: write one down, say it otherwise, move it, take it away."""

from uuid import UUID

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments.minutes.forms import DecisionStep, MinutesDecisionIn, MinutesDecisionPatch
from events_app.commitments.minutes.keeping import must_be_written
from events_app.commitments.minutes.tables import MinutesDecision
from events_app.database import atomically, execute, fetch, fetch_value
from events_app.errors import NotAllowed, NotFound
from events_app.events.states import ChangedMeanwhile, locked_event
from events_app.events.tables import Event

ITEM = "SELECT EXISTS (SELECT 1 FROM agenda_item WHERE id = $1 AND event = $2)"
LAST = "SELECT coalesce(max(place), 0) FROM minutes_decision WHERE event = $1"
NEIGHBOURS = """
SELECT id, place FROM minutes_decision
WHERE event = $1 AND agenda_item IS NOT DISTINCT FROM $2::uuid AND heading = $3 ORDER BY place, id
"""
PLACE = "UPDATE minutes_decision SET place = $2, row_version = row_version + 1 WHERE id = $1"


@atomically
async def decide(actor: Actor, event: Event, data: MinutesDecisionIn) -> MinutesDecision:
    """One more decision, the last of its agenda item. Raises MinutesFinalised."""
    await _may(actor, event)
    item = data.agenda_item_id
    if item is not None and not await fetch_value(ITEM, item, event.id):
        raise NotFound(field="agenda_item_id")
    row = MinutesDecision(
        organisation=event.organisation,
        created_by=actor.user,
        event=event.id,
        agenda_item=item,
        place=await fetch_value(LAST, event.id) + 1,
        content=data.content,
    )
    await row.save()
    await audit.record(actor, "minutes.decided", row.id, after={"event": event.id})
    return row


@atomically
async def reword(
    actor: Actor, event: Event, decision: MinutesDecision, data: MinutesDecisionPatch
) -> MinutesDecision:
    """Say it otherwise. Raises ChangedMeanwhile when it is not the one that was read, MinutesFinalised."""
    await _may(actor, event)
    row = await _locked(event, decision.id)
    if row.row_version != data.row_version:
        raise ChangedMeanwhile()
    before, row.content = row.content, data.content
    row.row_version += 1
    await row.save()
    said = {"content": row.content}
    await audit.record(actor, "minutes.decision_reworded", row.id, before={"content": before}, after=said)
    return row


@atomically
async def move(actor: Actor, event: Event, decision: MinutesDecision, step: DecisionStep) -> None:
    """Change places with its neighbour; at the end of the line nothing happens."""
    await _may(actor, event)
    row = await _locked(event, decision.id)
    rows = await fetch(NEIGHBOURS, event.id, row.agenda_item, row.heading)
    at = [one["id"] for one in rows].index(row.id)
    to = at + (1 if step.direction == "down" else -1)
    if 0 <= to < len(rows):
        await execute(PLACE, rows[at]["id"], rows[to]["place"])
        await execute(PLACE, rows[to]["id"], rows[at]["place"])


@atomically
async def take_away(actor: Actor, event: Event, decision: MinutesDecision) -> None:
    """It was none. Twice is once."""
    await _may(actor, event)
    mine = (MinutesDecision.id == decision.id) & (MinutesDecision.event == event.id)
    for gone in await MinutesDecision.delete().where(mine).returning(MinutesDecision.content):
        before = {"event": event.id, "content": gone["content"]}
        await audit.record(actor, "minutes.decision_removed", decision.id, before=before)


async def decision_of(event: Event, decision: UUID) -> MinutesDecision:
    """A decision of the event."""
    mine = (MinutesDecision.id == decision) & (MinutesDecision.event == event.id)
    row = await MinutesDecision.objects().get(mine)
    if row is None:
        raise NotFound()
    return row


async def _may(actor: Actor, event: Event) -> None:
    if not (actor.may(Right.keep_commitments) or actor.may(Right.decide)):
        raise NotAllowed()
    await locked_event(event)
    await must_be_written(event)


async def _locked(event: Event, decision: UUID) -> MinutesDecision:
    mine = (MinutesDecision.id == decision) & (MinutesDecision.event == event.id)
    row: MinutesDecision | None = await MinutesDecision.objects().get(mine).lock_rows()
    if row is None:
        raise NotFound()
    return row
