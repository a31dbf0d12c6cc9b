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
from events_app.bulk import insert_new
from events_app.database import atomically, execute, fetch
from events_app.errors import NotFound, Refusal
from events_app.i18n import N_
from events_app.ids import new_id
from events_app.notifications import mails, pace
from events_app.notifications.links import Link
from events_app.notifications.mail import Attachment, Mail, is_address, one_line
from events_app.notifications.mailbox import bounces
from events_app.notifications.making import Made
from events_app.notifications.organisers import marked
from events_app.notifications.patterns import Patterns, written
from events_app.notifications.permits import may_send, must_be_wanted
from events_app.notifications.tables import HeldBecause, Message, MessageState
from events_app.notifications.wishes.consents import hold_back, lacking
from events_app.notifications.wishes.links import wish_link
from events_app.notifications.wishes.queries import Wished, spared, wishes
from events_app.notifications.wording.kinds import known
from events_app.notifications.wording.queries import own_words

QUEUED_AGAIN = """
UPDATE message m SET state = CASE WHEN h.because IS NULL THEN 'queued' ELSE 'held' END, held_because = h.because,
  attempts = 0, next_try_at = NULL
FROM unnest($1::uuid[], $2::text[]) AS h(id, because) WHERE m.id = h.id
"""

AT_ONCE = 500
IN_ONE_JOB = 20
ALONE, CROWD = 1, 0
"""Priorities: somebody waits for a login link or a pass; thousands of invitations may take their time."""


class UnusableAddress(Refusal):
    """Nothing is written down for an address that could not be one, or that hides a second header."""

    status_code = 422
    field = "email"
    message = N_("This mail address cannot be used.")


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
    """The same for many, with a few statements for each five hundred; answers in the order given."""
    organisation = await _organisation(sender.organisation if isinstance(sender, Actor) else sender)
    words = Patterns(await own_words(organisation.id, [mail.kind for mail in mails]))
    kept: list[Message] = []
    for some in _portions(mails):
        asked = await wishes(organisation.id, [mail.to_address for mail in some if _offers_wish(mail)])
        rows = [_message(organisation, mail, words, asked.get(mail.to_address.lower())) for mail in some]
        await hold_back(rows)
        if len(mails) > 1 or mails[0].bulk:
            await bounces.set_aside(rows)
        kept += await _write(rows, ALONE if len(mails) == 1 and not mails[0].bulk else CROWD)
    return kept


@atomically
async def try_again(actor: Actor, message: UUID) -> Message:
    """Queue a failed or held message anew, with all its tries; one that waits already is left as it is."""
    actor.must(Right.invite)
    mine = (Message.id == message) & (Message.organisation == actor.organisation)
    row: Message | None = await Message.objects().get(mine).lock_rows()
    if row is None:
        raise NotFound()
    await may_send(actor.organisation, row.channel)
    if row.state == MessageState.sent:
        raise NotFailed()
    await must_be_wanted(message)
    if row.state != MessageState.queued:
        await requeue([message])
        await audit.record(actor, "message.queued", message, before={"state": row.state})
        await row.refresh()
    return row


@atomically
async def release_held(actor: Actor) -> int:
    """Queue every held message of the organisation that may go by now; returns how many those are."""
    actor.must(Right.invite)
    await may_send(actor.organisation)
    rows = await fetch(
        "SELECT id FROM message WHERE organisation = $1 AND state = 'held'"
        " AND held_because IN ('no_server', 'demo') ORDER BY id FOR UPDATE",
        actor.organisation,
    )
    count = await requeue([row["id"] for row in rows])
    await audit.record(actor, "message.released", None, after={"count": count})
    return count


@atomically
async def send_test(actor: Actor) -> Message:
    """A message to the actor's own address."""
    user = await User.objects().get(User.id == actor.user)
    if user is None:
        raise NotFound()
    return await send_now(actor, mails.test_message(user))


@atomically
async def send_now(actor: Actor, mail: Mail) -> Message:
    """Enqueue, but refuse where it would only be held: nobody tries something out to find it waiting."""
    actor.must(Right.invite)
    await may_send(actor.organisation)
    return await enqueue(actor, mail)


async def _organisation(organisation: UUID) -> Organisation:
    row = await Organisation.objects().get(Organisation.id == organisation)
    if row is None:
        raise NotFound()
    return row


def _stops(mail: Mail) -> str | None:
    kind = known(mail.kind)
    return kind.stops if kind and is_address(mail.to_address) else None


def _offers_wish(mail: Mail) -> bool:
    return bool(_stops(mail)) or (mail.offers_wish and is_address(mail.to_address))


def _message(organisation: Organisation, mail: Mail, known_words: Patterns, wished: Wished | None) -> Message:
    if not is_address(mail.to_address):
        raise UnusableAddress()
    message, stops = new_id(), _stops(mail)
    wished = wished if _offers_wish(mail) else None
    link = wish_link(wished.id) if wished and stops == "letters" else None
    words = written(mail, message, organisation.name, known_words, link)
    spared = stops and wished and wished.spares(stops)
    held = HeldBecause.no_mail if spared else _held(organisation)
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
        held_because=held,
        unsubscribe=wished.id if wished else None,
        bulk=mail.bulk,
    )


def _held(organisation: Organisation) -> HeldBecause | None:
    if organisation.demo:
        return HeldBecause.demo
    return HeldBecause.no_server if settings.current().smtp_url is None else None


def _attached(one: Attachment) -> dict[str, Any]:
    kept: dict[str, Any] = {"name": one_line(one.name, 100), "type": one.content_type}
    if isinstance(one.content, Made):
        return kept | {"made": [one.content.kind, str(one.content.subject)]}
    if isinstance(one.content, Link):
        code = one.content
        return kept | {"qr": [code.purpose, str(code.subject), code.version, code.path]}
    return kept | {"base64": base64.b64encode(one.content).decode()}


async def _write(rows: list[Message], priority: int) -> list[Message]:
    """Insert, leaving out what was told before; jobs only for what is new."""
    new = await insert_new(rows)
    queued = [row.id for row in rows if row.id in new and row.state == MessageState.queued]
    await _leave_jobs(queued, priority)
    return [row if row.id in new else await _told_before(row) for row in rows]


async def _told_before(row: Message) -> Message:
    known = (Message.organisation == row.organisation) & (Message.dedup_key == row.dedup_key)
    first = await Message.objects().get(known)
    assert first is not None, "only a known key keeps a message from being written"
    return first


async def requeue(messages: list[UUID]) -> int:
    """Queue these anew with all their tries, in the transaction of the cause; returns how many.

    Those that their receivers asked to be spared meanwhile, or took back their consent to, are held.
    """
    unwanted = dict.fromkeys(await lacking(messages), HeldBecause.no_consent)
    unwanted |= dict.fromkeys(await spared(messages), HeldBecause.no_mail)
    await execute(QUEUED_AGAIN, messages, [unwanted.get(one) for one in messages])
    queued = [one for one in messages if one not in unwanted]
    await _leave_jobs(queued, ALONE if len(messages) == 1 else CROWD)
    return len(queued)


async def _leave_jobs(messages: list[UUID], priority: int) -> None:
    """Somebody's own message is a job; of a crowd, a job sends some in turn."""
    size = pace.portion(IN_ONE_JOB) if priority == CROWD else 1
    some = [messages[start : start + size] for start in range(0, len(messages), size)]
    payloads = [{"messages": ids} if priority == CROWD else {"message": ids[0]} for ids in some]
    await jobs.enqueue_all("deliver", payloads, priority=priority)


def _portions(mails: Sequence[Mail]) -> Iterator[Sequence[Mail]]:
    return (mails[start : start + AT_ONCE] for start in range(0, len(mails), AT_ONCE))
