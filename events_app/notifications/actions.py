"""Writing messages down, and giving them another chance."""

import base64
import json
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from events_app import jobs, settings
from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.accounts.tables import Organisation, User
from events_app.database import atomically, fetch
from events_app.errors import NotFound, Refusal
from events_app.i18n import N_
from events_app.ids import new_id
from events_app.notifications import mails
from events_app.notifications.links import Link
from events_app.notifications.mail import Attachment, Mail, is_address, one_line
from events_app.notifications.organisers import marked
from events_app.notifications.render import render
from events_app.notifications.tables import Message, MessageState

AT_ONCE = 200
ALONE, CROWD = 1, 0
"""Priorities: somebody waits for a login link or a pass; thousands of invitations may take their time."""


class UnusableAddress(Refusal):
    """Nothing is written down for an address that could not be one, or that hides a second header."""

    status_code = 422
    field = "email"
    message = N_("This mail address cannot be used.")


class MailNotConfigured(Refusal):
    message = N_("No mail server is set up yet, so messages stay here. They can be read meanwhile.")


class DemoNeverSends(Refusal):
    message = N_("The demonstration never sends mail.")


class NotFailed(Refusal):
    message = N_("Only a message that failed or is held can be sent again.")


async def enqueue(sender: Actor | UUID, mail: Mail) -> Message:
    """Write a message down and leave the job that delivers it, in the transaction of its cause.

    Held without a mail server, and always for the demonstration. A known `dedup_key` sends nothing new and
    returns the first message.
    """
    return (await enqueue_all(sender, [mail]))[0]


@atomically
async def enqueue_all(sender: Actor | UUID, mails: Sequence[Mail]) -> list[Message]:
    """The same for many, with a few statements for each two hundred; answers in the order given."""
    organisation = await _organisation(sender.organisation if isinstance(sender, Actor) else sender)
    written: list[Message] = []
    for some in _portions(mails):
        rows = [_message(organisation, mail) for mail in some]
        written += await _write(rows, ALONE if len(mails) == 1 else CROWD)
    return written


@atomically
async def try_again(actor: Actor, message: UUID) -> Message:
    """Queue a failed or held message anew, with all its tries; one that waits already is left as it is."""
    actor.must(Right.invite)
    mine = (Message.id == message) & (Message.organisation == actor.organisation)
    row: Message | None = await Message.objects().get(mine).lock_rows()
    if row is None:
        raise NotFound()
    _may_send(await _organisation(actor.organisation))
    if row.state == MessageState.sent:
        raise NotFailed()
    if row.state != MessageState.queued:
        await _queue([message])
        await audit.record(actor, "message.queued", message, before={"state": row.state})
        await row.refresh()
    return row


@atomically
async def release_held(actor: Actor) -> int:
    """Queue every held message of the organisation; returns how many there were."""
    actor.must(Right.invite)
    _may_send(await _organisation(actor.organisation))
    rows = await fetch(
        "SELECT id FROM message WHERE organisation = $1 AND state = 'held' ORDER BY id FOR UPDATE",
        actor.organisation,
    )
    await _queue([row["id"] for row in rows])
    await audit.record(actor, "message.released", None, after={"count": len(rows)})
    return len(rows)


@atomically
async def send_test(actor: Actor) -> Message:
    """A message to the actor's own address."""
    actor.must(Right.invite)
    _may_send(await _organisation(actor.organisation))
    user = await User.objects().get(User.id == actor.user)
    if user is None:
        raise NotFound()
    return await enqueue(actor, mails.test_message(user))


async def _organisation(organisation: UUID) -> Organisation:
    row = await Organisation.objects().get(Organisation.id == organisation)
    if row is None:
        raise NotFound()
    return row


def _may_send(organisation: Organisation) -> None:
    if organisation.demo:
        raise DemoNeverSends()
    if settings.current().smtp_url is None:
        raise MailNotConfigured()


def _message(organisation: Organisation, mail: Mail) -> Message:
    if not is_address(mail.to_address):
        raise UnusableAddress()
    message = new_id()
    words = render(mail, message, organisation.name)
    held = organisation.demo or settings.current().smtp_url is None
    return Message(
        id=message,
        organisation=organisation.id,
        to_address=mail.to_address,
        to_name=one_line(mail.to_name),
        subject=words.subject,
        text=words.text,
        html=words.html,
        language=mail.language,
        kind=mail.kind,
        dedup_key=mail.dedup_key,
        event=mail.event,
        subject_row=mail.subject_row,
        attachments=json.dumps([_attached(one) for one in mail.attachments]),
        calendar=marked(mail.calendar, mail.reply, message)
        if mail.calendar and mail.reply
        else mail.calendar,
        calendar_method=mail.calendar_method,
        state=MessageState.held if held else MessageState.queued,
    )


def _attached(one: Attachment) -> dict[str, Any]:
    kept: dict[str, Any] = {"name": one_line(one.name, 100), "type": one.content_type}
    if isinstance(one.content, Link):
        code = one.content
        return kept | {"qr": [code.purpose, str(code.subject), code.version, code.path]}
    return kept | {"base64": base64.b64encode(one.content).decode()}


async def _write(rows: list[Message], priority: int) -> list[Message]:
    """Insert, leaving out what was told before; jobs only for what is new."""
    made = await Message.insert(*rows).on_conflict(action="DO NOTHING").returning(Message.id)
    new = {row["id"] for row in made}
    queued = [row.id for row in rows if row.id in new and row.state == MessageState.queued]
    await _leave_jobs(queued, priority)
    return [row if row.id in new else await _told_before(row) for row in rows]


async def _told_before(row: Message) -> Message:
    known = (Message.organisation == row.organisation) & (Message.dedup_key == row.dedup_key)
    first = await Message.objects().get(known)
    assert first is not None, "only a known key keeps a message from being written"
    return first


async def _queue(messages: list[UUID]) -> None:
    await fetch(
        "UPDATE message SET state = 'queued', attempts = 0, next_try_at = NULL WHERE id = ANY($1)", messages
    )
    await _leave_jobs(messages, ALONE if len(messages) == 1 else CROWD)


async def _leave_jobs(messages: list[UUID], priority: int) -> None:
    await jobs.enqueue_all("deliver", [{"message": message} for message in messages], priority=priority)


def _portions(mails: Sequence[Mail]) -> Iterator[Sequence[Mail]]:
    return (mails[start : start + AT_ONCE] for start in range(0, len(mails), AT_ONCE))
