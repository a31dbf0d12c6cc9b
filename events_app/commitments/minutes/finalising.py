"""Verbs of the chair: finalise the minutes as a numbered version that nobody changes, and begin a correction."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app import i18n
from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments.actions.promises import agree
from events_app.commitments.minutes import codes, content, queries
from events_app.commitments.minutes.forms import FinaliseIn
from events_app.commitments.minutes.keeping import held, is_final
from events_app.commitments.minutes.refusals import MinutesFinalised, NotFinalised, WrittenSince
from events_app.commitments.minutes.tables import MinutesVersion
from events_app.commitments.tables import Commitment
from events_app.database import atomically, execute, fetch_value
from events_app.errors import NotFound
from events_app.events.tables import Event, StageRole
from events_app.ids import new_id

NEXT = "SELECT coalesce(max(number), 0) + 1 FROM minutes_version WHERE event = $1"
CORRECT = """
UPDATE minutes SET correcting = $2, correcting_by = $3, row_version = row_version + 1 WHERE event = $1
"""


@atomically
async def finalise(actor: Actor, event: Event, data: FinaliseIn, now: datetime) -> MinutesVersion:
    """Freeze what stands as the next version, and agree to the drafts that are named. All of it or nothing.

    Raises MinutesFinalised, WrittenSince, and whatever keeps a draft from being agreed.
    """
    actor.must(Right.decide)
    row = await held(event, "UPDATE")
    if await is_final(event, row):
        raise MinutesFinalised()
    if data.seen and data.seen != await queries.mark(event.id):
        raise WrittenSince()
    for commitment in data.agree:
        await agree(actor, await _draft(event, commitment), now)
    version = await _version(actor, event, row["correcting"], now)
    await execute(CORRECT, event.id, "", None)
    after = {"event": event.id, "number": version.number, "agreed": len(data.agree)}
    await audit.record(actor, "minutes.finalised", version.id, after=after)
    return version


@atomically
async def begin_correction(actor: Actor, event: Event, reason: str) -> None:
    """Let the minutes be written again, with a reason that the next version says. Raises NotFinalised."""
    actor.must(Right.decide)
    row = await held(event, "UPDATE")
    if not await is_final(event, row):
        raise NotFinalised()
    await execute(CORRECT, event.id, reason, actor.user)
    await audit.record(actor, "minutes.correction_begun", event.id, after={"reason": reason})


async def _draft(event: Event, commitment: UUID) -> Commitment:
    row = await Commitment.objects().get((Commitment.id == commitment) & (Commitment.event == event.id))
    if row is None:
        raise NotFound(field="agree")
    return row


async def _version(actor: Actor, event: Event, reason: str, now: datetime) -> MinutesVersion:
    facts: dict[str, Any] = {}
    for language in i18n.LOCALES:
        with i18n.using(language):
            facts[language] = await content.of(event, now)
    chair = (await queries.people(event))[StageRole.chair]
    made = new_id()
    version = MinutesVersion(
        id=made,
        organisation=event.organisation,
        created_at=now,
        created_by=actor.user,
        event=event.id,
        number=await fetch_value(NEXT, event.id),
        reason=reason,
        language=event.language,
        chair=chair.name if chair else actor.name,
        facts=json.dumps(facts, ensure_ascii=False),
        verify_hash=codes.MINUTES.digest(made),
    )
    await version.save()
    return version
