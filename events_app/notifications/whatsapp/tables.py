"""Nouns of the WhatsApp service: what a message says to it, and what it told of the message's way."""

from piccolo.columns import JSONB, Timestamptz, Varchar
from piccolo.table import Table

from events_app import clock
from events_app.accounts.tables import Row, reference
from events_app.notifications.tables import Message


class WhatsappMessage(Row, Table):
    """The approved template of a message and what stands in its gaps; personal links are placeholders here, too."""

    message = reference(Message)
    template = Varchar(length=512)
    parameters = JSONB(default="[]")
    provider_id = Varchar(length=200, null=True, default=None)


class WhatsappStatus(Row, Table):
    """One thing that the service told of a message: sent, delivered, read or failed. Append-only, each once."""

    message = reference(Message)
    status = Varchar(length=20)
    told_at = Timestamptz(default=clock.now)
    said = Varchar(length=300)
