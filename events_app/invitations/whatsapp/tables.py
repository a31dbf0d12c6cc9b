"""The noun of a message that somebody sent from their own telephone."""

from enum import StrEnum

from piccolo.columns import UUID, Boolean, Timestamptz, Varchar
from piccolo.table import Table

from events_app.accounts.tables import Row, reference
from events_app.events.tables import Event
from events_app.invitations.tables import Invitation


class Words(StrEnum):
    """What was sent: the invitation, or a reminder of it."""

    invitation = "invitation"
    reminder = "reminder"


class WhatsappSend(Row, Table):
    """Marked by the one who sent it, and until when; `was_draft` says that the invitation was sent by this."""

    event = reference(Event)
    invitation = reference(Invitation)
    words = Varchar(length=12, choices=Words)
    sent_by = UUID()
    was_draft = Boolean(default=False)
    undone_at = Timestamptz(null=True, default=None)
    undone_by = UUID(null=True, default=None)
