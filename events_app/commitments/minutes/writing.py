"""Verbs of writing together: a text is saved from the wording it was made from, and no save loses a word."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments.minutes.forms import Meeting, MinutesTextIn
from events_app.commitments.minutes.keeping import must_be_written
from events_app.commitments.minutes.merging import How, Merged, merge
from events_app.commitments.minutes.refusals import WordingUnknown, WrittenMeanwhile
from events_app.commitments.minutes.tables import MinutesText, MinutesWording
from events_app.database import atomically, execute, fetch_one, fetch_value
from events_app.errors import NotAllowed, NotFound
from events_app.events.tables import Event
from events_app.formats import time_text
from events_app.i18n import gettext as _
from events_app.ids import new_id

MAKE = """
INSERT INTO minutes_text (id, organisation, created_at, event, agenda_item, part, heading, content, version)
VALUES ($1, $2, $3, $4, $5, $6, '', '', 0) ON CONFLICT DO NOTHING
"""
LOCKED = """
SELECT id, version, content, changed_by FROM minutes_text
WHERE event = $1 AND part = $2 AND heading = '' AND agenda_item IS NOT DISTINCT FROM $3::uuid FOR UPDATE
"""
SAVED = "SELECT version, aside FROM minutes_wording WHERE minutes_text = $1 AND save_id = $2"
WORDING = "SELECT content FROM minutes_wording WHERE minutes_text = $1 AND version = $2"
AUTHOR = "SELECT name FROM app_user WHERE id = $1"
STANDS = "UPDATE minutes_text SET content = $2, version = $3, changed_at = $4, changed_by = $5 WHERE id = $1"
ITEM = "SELECT EXISTS (SELECT 1 FROM agenda_item WHERE id = $1 AND event = $2)"


@dataclass(frozen=True)
class Saved:
    """What stands after a save: the text, its version, and `sent_version`, the wording that was sent.

    Who typed on meanwhile goes on from `sent_version`; who did not, from `version`.
    """

    text_id: UUID
    version: int
    sent_version: int
    content: str
    how: How


def may_write(actor: Actor) -> bool:
    """The secretariat and the chair write minutes."""
    return actor.may(Right.keep_commitments) or actor.may(Right.decide)


@atomically
async def write(actor: Actor, event: Event, data: MinutesTextIn, now: datetime) -> Saved:
    """Save a wording; what others wrote since its base is joined with it. A repeated `save_id` changes nothing.

    Raises MinutesFinalised, WordingUnknown, and WrittenMeanwhile where the sender wants no two wordings side by side.
    """
    if not may_write(actor):
        raise NotAllowed()
    await must_be_written(event)
    text = await _locked(event, data, now)
    if data.save_id is not None and (known := await fetch_one(SAVED, text["id"], data.save_id)):
        return Saved(text["id"], text["version"], known["version"], text["content"], How.alone)
    if data.base_version == text["version"] and data.content == text["content"]:
        return Saved(text["id"], text["version"], text["version"], text["content"], How.alone)
    merged = await _merged(event, text, data, now)
    if merged.how == How.both and data.meeting == Meeting.refuse:
        raise WrittenMeanwhile(extra={"version": text["version"], "content": text["content"]})
    return await _keep(actor, text, data, merged, now)


async def _locked(event: Event, data: MinutesTextIn, now: datetime) -> Any:
    item = data.agenda_item_id
    if item is not None and not await fetch_value(ITEM, item, event.id):
        raise NotFound(field="agenda_item_id")
    await execute(MAKE, new_id(), event.organisation, now, event.id, item, data.part)
    row = await fetch_one(LOCKED, event.id, data.part, item)
    if row is None:
        raise NotFound(field="agenda_item_id")
    return row


async def _merged(event: Event, text: Any, data: MinutesTextIn, now: datetime) -> Merged:
    if data.base_version == text["version"]:
        return Merged(data.content, How.alone)
    base = await fetch_value(WORDING, text["id"], data.base_version) if data.base_version else ""
    if base is None:
        raise WordingUnknown()
    at = time_text(now, event.timezone)
    other = await fetch_value(AUTHOR, text["changed_by"]) or ""
    between = _("— Written at the same time as %(name)s, %(time)s: —", name=other, time=at)
    return await asyncio.to_thread(merge, base, data.content, text["content"], between)


async def _keep(actor: Actor, text: Any, data: MinutesTextIn, merged: Merged, now: datetime) -> Saved:
    """What was sent is a wording of its own, and where it differs, what came of it is the next."""
    sent = text["version"] + 1
    aside = merged.text != data.content
    await _wording(actor, text["id"], sent, data.content, data.save_id, aside, now)
    version = sent
    if aside:
        version += 1
        await _wording(actor, text["id"], version, merged.text, None, False, now)
    await execute(STANDS, text["id"], merged.text, version, now, actor.user)
    return Saved(text["id"], version, sent, merged.text, merged.how)


async def _wording(
    actor: Actor, text: UUID, version: int, content: str, save_id: UUID | None, aside: bool, now: datetime
) -> None:
    await MinutesWording(
        organisation=actor.organisation,
        created_at=now,
        minutes_text=text,
        version=version,
        content=content,
        author=actor.user,
        save_id=save_id,
        aside=aside,
    ).save()


async def text_of(event: Event, text_id: UUID) -> MinutesText:
    """A text of the event's minutes."""
    row = await MinutesText.objects().get((MinutesText.id == text_id) & (MinutesText.event == event.id))
    if row is None:
        raise NotFound()
    return row
