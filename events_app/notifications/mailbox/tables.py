"""Nouns of what comes back: the mailbox, each mail that arrived, bounces, and addresses that cannot be used."""

from enum import StrEnum

from piccolo.columns import (
    UUID,
    BigInt,
    Boolean,
    Bytea,
    ForeignKey,
    Integer,
    OnDelete,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

from events_app import clock
from events_app.accounts.tables import Organisation, Row, reference
from events_app.ids import new_id
from events_app.notifications.tables import Message


class Source(StrEnum):
    mailbox = "mailbox"
    hook = "hook"


class MailKind(StrEnum):
    """What a mail is; `notice` says that all is well, such as a delivery report."""

    bounce = "bounce"
    delay = "delay"
    calendar_reply = "calendar_reply"
    auto_reply = "auto_reply"
    notice = "notice"
    letter = "letter"
    unreadable = "unreadable"


class MailState(StrEnum):
    """`waiting` is for a person; `ignored` is counted and needs nobody."""

    done = "done"
    ignored = "ignored"
    waiting = "waiting"
    dismissed = "dismissed"


class Mailbox(Table):
    """How far a mailbox has been read, and how the last look went. One of the installation, not of a tenant.

    What lay there before the first look (`uid_before`) is kept only where it names something of ours.
    """

    id = UUID(primary_key=True, default=new_id)
    created_at = Timestamptz(default=clock.now)
    key = Bytea(unique=True)
    uid_validity = BigInt(default=0)
    uid_before = BigInt(default=0)
    uid_done = BigInt(default=0)
    polled_at = Timestamptz(null=True, default=None)
    reached_at = Timestamptz(null=True, default=None)
    fault = Varchar(length=200)


class InboundMail(Table):
    """One mail that arrived, kept once by its `identity`; its tags and links are not kept.

    Of a shared mailbox's mail that names nothing of ours nobody knows whose it is: then it has no organisation.
    """

    id = UUID(primary_key=True, default=new_id)
    created_at = Timestamptz(default=clock.now)
    organisation = ForeignKey(Organisation, null=True, default=None, index=True, on_delete=OnDelete.cascade)
    source = Varchar(length=10, choices=Source)
    scope = UUID(null=True, default=None)
    identity = Bytea()
    uid_validity = BigInt(null=True, default=None)
    uid = BigInt(null=True, default=None)
    sender = Varchar(length=254)
    subject = Varchar(length=300)
    excerpt = Text()
    kind = Varchar(length=20, choices=MailKind)
    state = Varchar(length=10, choices=MailState)
    reason = Varchar(length=40)
    message = reference(Message, null=True, cascade=False)
    event = UUID(null=True, default=None)
    decided_by = UUID(null=True, default=None)
    decided_at = Timestamptz(null=True, default=None)


class Bounce(Row, Table):
    """A message of ours came back, for good or for a while; without a mail, its receiver was refused at sending.

    Append-only.
    """

    message = reference(Message)
    mail = reference(InboundMail, null=True)
    address = Varchar(length=254)
    permanent = Boolean()
    status = Varchar(length=12)
    said = Varchar(length=300)


class BadAddress(Row, Table):
    """An address that mail came back from for good; `cleared_at` is when somebody said that it is good again."""

    address = Varchar(length=254)
    bounce = reference(Bounce)
    since = Timestamptz(default=clock.now)
    cleared_at = Timestamptz(null=True, default=None)
    cleared_by = UUID(null=True, default=None)


class InboundHook(Row, Table):
    """Whether mail may be handed in over HTTP. The secret follows from the row and its version; it is not kept."""

    version = Integer(default=1)
    active = Boolean(default=True)
    changed_at = Timestamptz(default=clock.now)
    used_at = Timestamptz(null=True, default=None)
