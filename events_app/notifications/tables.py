"""Nouns of the outbox: messages, and each try to deliver one."""

from enum import StrEnum

from piccolo.columns import JSONB, UUID, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from events_app import clock
from events_app.accounts.tables import Row, reference


class MessageState(StrEnum):
    held = "held"
    queued = "queued"
    sent = "sent"
    failed = "failed"


class HeldBecause(StrEnum):
    """Why a message waits for a person."""

    no_server = "no_server"
    demo = "demo"
    no_mail = "no_mail"
    no_consent = "no_consent"
    stopped = "stopped"


class Message(Row, Table):
    """One message to one address. Personal links in it are placeholders until it is delivered."""

    channel = Varchar(length=10, default="email")
    to_address = Varchar(length=254)
    to_name = Varchar(length=300)
    subject = Varchar(length=300)
    text = Text()
    html = Text()
    language = Varchar(length=2, default="id")
    kind = Varchar(length=40)
    dedup_key = Varchar(length=200, null=True, default=None)
    event = UUID(null=True, default=None)
    subject_row = UUID(null=True, default=None)
    attachments = JSONB(default="[]")
    calendar = Text(null=True, default=None)
    calendar_method = Varchar(length=20, null=True, default=None)
    state = Varchar(length=10, choices=MessageState, default=MessageState.queued)
    attempts = Integer(default=0)
    last_error = Varchar(length=500, null=True, default=None)
    next_try_at = Timestamptz(null=True, default=None)
    sent_at = Timestamptz(null=True, default=None)
    held_because = Varchar(length=20, choices=HeldBecause, null=True, default=None)
    unsubscribe = UUID(null=True, default=None)
    resent_of = UUID(null=True, default=None)
    bulk = UUID(null=True, default=None)


class Delivery(Row, Table):
    """One try: when, and what the mail server said. Append-only."""

    message = reference(Message)
    started_at = Timestamptz(default=clock.now)
    outcome = Varchar(length=20)
    reply = Varchar(length=500)


class MailPace(Table):
    """One row for the mail server: when its next turn is free, and until when it is left in peace."""

    id = Integer(primary_key=True, default=1)
    next_at = Timestamptz(default=clock.now)
    rest_until = Timestamptz(null=True, default=None)
    strain = Integer(default=0)
