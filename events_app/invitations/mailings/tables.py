"""Nouns of mailings: a letter to guests, its way to being sent, and each one it goes to."""

from enum import StrEnum

from piccolo.columns import JSONB, UUID, Boolean, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from events_app.accounts.tables import Row, reference
from events_app.events.tables import Event


class MailingState(StrEnum):
    draft = "draft"
    review = "review"
    approved = "approved"
    sending = "sending"
    stopped = "stopped"
    done = "done"
    discarded = "discarded"


class MailingAudience(StrEnum):
    """To whom; `chosen` names invitations one by one."""

    everyone = "everyone"
    coming = "coming"
    silent = "silent"
    declined = "declined"
    chosen = "chosen"


class Mailing(Row, Table):
    """One letter of an event in one or two languages. Its words change only while it is a draft."""

    event = reference(Event)
    created_by = UUID(null=True, default=None)
    audience = Varchar(length=12, choices=MailingAudience, default=MailingAudience.everyone)
    chosen = JSONB(default="[]")
    subject_id = Varchar(length=300)
    body_id = Text()
    subject_en = Varchar(length=300)
    body_en = Text()
    state = Varchar(length=10, choices=MailingState, default=MailingState.draft)
    submitted_by = UUID(null=True, default=None)
    submitted_at = Timestamptz(null=True, default=None)
    approved_by = UUID(null=True, default=None)
    approved_at = Timestamptz(null=True, default=None)
    own_approval = Boolean(default=False)
    stopped_by = UUID(null=True, default=None)
    stopped_at = Timestamptz(null=True, default=None)
    finished_at = Timestamptz(null=True, default=None)
    row_version = Integer(default=1)


class MailingRecipient(Row, Table):
    """Somebody a mailing goes to, as they were when it was handed in. `message` once it was written."""

    mailing = reference(Mailing)
    subject = UUID()
    recipient = JSONB(default="{}")
    problem = Varchar(length=20, null=True, default=None)
    message = UUID(null=True, default=None)
