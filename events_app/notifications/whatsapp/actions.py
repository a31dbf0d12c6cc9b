"""Verbs of the WhatsApp service: write a message down, send it, and take what the service tells of it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from events_app import jobs, settings
from events_app.accounts.actor import Actor
from events_app.accounts.tables import Organisation
from events_app.database import atomically, execute, fetch_one, transaction
from events_app.errors import NotFound, Refusal
from events_app.i18n import N_
from events_app.ids import new_id
from events_app.notifications.links import Link, fill, marking
from events_app.notifications.tables import Delivery, HeldBecause, Message, MessageState
from events_app.notifications.whatsapp import client
from events_app.notifications.whatsapp.client import Answer, Template
from events_app.notifications.whatsapp.tables import WhatsappMessage
from events_app.notifications.wishes.consents import LACKS, needing

CHANNEL = "whatsapp"
PAUSES = jobs.PAUSES

CLAIM = f"""
SELECT m.id, m.organisation, m.to_address, m.language, m.attempts, o.demo, w.template, w.parameters,
  {LACKS.format(kinds="$2")} AS unconsented
FROM message m JOIN organisation o ON o.id = m.organisation JOIN whatsapp_message w ON w.message = m.id
WHERE m.id = $1 AND m.channel = 'whatsapp' AND m.state = 'queued' FOR UPDATE OF m SKIP LOCKED
"""
HOLD = "UPDATE message SET state = 'held', held_because = $2 WHERE id = $1 AND channel = 'whatsapp' AND state = 'queued'"
SETTLE = """
UPDATE message SET state = $2, attempts = attempts + 1, last_error = $3, next_try_at = $4, sent_at = $5 WHERE id = $1
"""
NAME = "UPDATE whatsapp_message SET provider_id = $2 WHERE message = $1"


class WhatsappNotConfigured(Refusal):
    message = N_("The WhatsApp service is not set up here. Send from your own telephone instead.")


@dataclass(frozen=True, kw_only=True)
class Text:
    """One message to one telephone: what fills the template's gaps, and what a person reads of it in the outbox."""

    kind: str
    phone: str
    to_name: str
    language: str
    subject: str
    text: str
    parameters: Sequence[str | Link] = field(default=())
    event: UUID | None = None
    subject_row: UUID | None = None
    dedup_key: str | None = None


@atomically
async def enqueue_all(actor: Actor, texts: Sequence[Text]) -> int:
    """Write them down and leave the jobs, in the transaction of their cause; a known key writes nothing new.

    Raises WhatsappNotConfigured. A demo organisation's are held. Returns how many are new.
    """
    service = settings.current().whatsapp
    organisation = await Organisation.objects().get(Organisation.id == actor.organisation)
    if service is None:
        raise WhatsappNotConfigured()
    if organisation is None:
        raise NotFound()
    written = [_written(organisation, service.templates, one) for one in texts]
    if not written:
        return 0
    rows = {row.id: row for row, _ in written}  # the ORM gives the first rows the ids of those it inserted
    made = await Message.insert(*rows.values()).on_conflict(action="DO NOTHING").returning(Message.id)
    new = {row["id"] for row in made}
    if new:
        await WhatsappMessage.insert(*(said for _, said in written if said.message in new))
    queued = [one for one in rows if one in new and not organisation.demo]
    await jobs.enqueue_all("deliver", [{"message": one} for one in queued])
    return len(new)


async def deliver(message: UUID, now: datetime) -> None:
    """Send a queued message once. Does nothing when it was sent, or when somebody else is sending it."""
    service = settings.current().whatsapp
    if service is None:
        await execute(HOLD, message, None)
        return
    async with transaction():
        row = await fetch_one(CLAIM, message, needing())
        if row is None:
            return
        if row["demo"] or row["unconsented"]:
            await execute(HOLD, message, None if row["demo"] else HeldBecause.no_consent)
            return
        await _record(row, await client.send(service, _template(row)), now)


async def channel_of(message: UUID) -> str:
    """By which way a message travels."""
    row = await fetch_one("SELECT channel FROM message WHERE id = $1", message)
    return str(row["channel"]) if row else ""


def _written(organisation: Organisation, templates: Any, one: Text) -> tuple[Message, WhatsappMessage]:
    language = one.language if one.language in templates else next(iter(templates))
    identity = new_id()
    with marking(identity):
        gaps = [str(gap) for gap in one.parameters]
    state = MessageState.held if organisation.demo else MessageState.queued
    row = Message(
        id=identity,
        organisation=organisation.id,
        channel=CHANNEL,
        to_address=one.phone,
        to_name=one.to_name[:300],
        subject=one.subject[:300],
        text="\n".join([one.text, *gaps]),
        html="",
        language=language,
        kind=one.kind,
        dedup_key=one.dedup_key,
        event=one.event,
        subject_row=one.subject_row,
        attachments="[]",
        state=state,
    )
    said = WhatsappMessage(
        organisation=organisation.id,
        message=identity,
        template=templates[language],
        parameters=json.dumps(gaps),
    )
    return row, said


def _template(row: Any) -> Template:
    gaps = [fill(gap, row["id"], lambda link: link.address) for gap in json.loads(row["parameters"])]
    return Template(row["id"], row["to_address"], row["template"], row["language"], gaps)


async def _record(row: Any, answer: Answer, now: datetime) -> None:
    state, pause = _fate(answer, row["attempts"])
    sent = state == MessageState.sent
    next_try = now + pause if pause else None
    await execute(
        SETTLE, row["id"], state.value, None if sent else answer.said, next_try, now if sent else None
    )
    if sent:
        await execute(NAME, row["id"], answer.provider_id)
    if pause:
        await jobs.enqueue("deliver", {"message": row["id"]}, after=pause)
    await Delivery(
        organisation=row["organisation"],
        message=row["id"],
        started_at=now,
        outcome=answer.result,
        reply=answer.said,
    ).save()


def _fate(answer: Answer, tries_before: int) -> tuple[MessageState, timedelta | None]:
    if answer.result == "sent":
        return MessageState.sent, None
    if answer.result == "later" and tries_before < len(PAUSES):
        return MessageState.queued, PAUSES[tries_before]
    return MessageState.failed, None
