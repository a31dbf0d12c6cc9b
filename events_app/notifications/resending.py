"""Sending once more what was sent: a new message, since receivers drop a second one of the same Message-ID.

A try again after a failure is the same message with the same Message-ID (RFC 5322, 3.6.4: one identifier for one
instance); a person who asks for it again has lost it, or never saw it, and gets another instance.
"""

from uuid import UUID

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.database import atomically, execute, fetch_one
from events_app.errors import NotFound, Refusal
from events_app.i18n import N_
from events_app.ids import new_id
from events_app.notifications.actions import requeue
from events_app.notifications.links import moved
from events_app.notifications.mail import ACCOUNT_KINDS
from events_app.notifications.permits import may_send, must_be_wanted

COPY = """
INSERT INTO message (id, organisation, created_at, channel, to_address, to_name, subject, text, html, language, kind,
  dedup_key, event, subject_row, attachments, calendar, calendar_method, state, attempts, last_error, next_try_at,
  sent_at, held_because, unsubscribe, resent_of, bulk)
SELECT $2, organisation, now(), channel, to_address, to_name, subject, $3, $4, language, kind,
  NULL, event, subject_row, attachments, $5, calendar_method, 'queued', 0, NULL, NULL,
  NULL, NULL, unsubscribe, id, NULL
FROM message WHERE id = $1
"""


class NotSentYet(Refusal):
    message = N_("Only a message that was sent can be sent once more. Try this one again instead.")


class MailOnly(Refusal):
    message = N_(
        "A WhatsApp message is not sent twice. Write to its receiver from the event's WhatsApp page."
    )


class LinkOfItsMoment(Refusal):
    message = N_("A message with a link to sign in is not sent twice. Ask for a new link instead.")


@atomically
async def resend(actor: Actor, message: UUID) -> UUID:
    """A copy of a sent message to the same address, with a Message-ID of its own; returns its id."""
    actor.must(Right.invite)
    row = await fetch_one(
        "SELECT * FROM message WHERE id = $1 AND organisation = $2 FOR UPDATE", message, actor.organisation
    )
    if row is None:
        raise NotFound()
    if row["state"] != "sent":
        raise NotSentYet()
    if row["kind"].startswith(ACCOUNT_KINDS):
        raise LinkOfItsMoment()
    if row["channel"] != "email":
        raise MailOnly()
    await must_be_wanted(message)
    await may_send(actor.organisation)
    copy = new_id()
    calendar = moved(row["calendar"], message, copy) if row["calendar"] else None
    text, html = (moved(row[part], message, copy) for part in ("text", "html"))
    await execute(COPY, message, copy, text, html, calendar)
    await requeue([copy])
    await audit.record(actor, "message.resent", message, after={"copy": str(copy)})
    return copy
