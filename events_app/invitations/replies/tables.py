"""The noun of a reply from a calendar."""

from enum import StrEnum

from piccolo.columns import UUID, Bytea, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from events_app.accounts.tables import Row, reference
from events_app.events.tables import Event
from events_app.invitations.tables import Invitation


class ReplyState(StrEnum):
    """`waiting` is for a person to decide; `ignored` is older than what is known already."""

    taken = "taken"
    ignored = "ignored"
    waiting = "waiting"
    dismissed = "dismissed"


class CalendarReply(Row, Table):
    """One reply as it arrived, each once: `digest` is over all that it says. Its tag is never kept."""

    event = reference(Event)
    invitation = reference(Invitation, null=True)
    digest = Bytea()
    attendee = Varchar(length=254)
    said = Varchar(length=20)
    comment = Text()
    sequence = Integer(default=0)
    stamped_at = Timestamptz()
    state = Varchar(length=10, choices=ReplyState, default=ReplyState.waiting)
    reason = Varchar(length=40)
    decided_by = UUID(null=True, default=None)
    decided_at = Timestamptz(null=True, default=None)
