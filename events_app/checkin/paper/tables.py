"""Nouns of paper lists: what was marked together can be taken back together."""

from piccolo.columns import UUID, Integer, Timestamptz, Varchar
from piccolo.table import Table

from events_app.accounts.tables import Row, reference
from events_app.events.tables import Event, Session
from events_app.invitations.tables import Guest


class PaperBatch(Row, Table):
    """Guests who were marked present together, from paper or from a list of that name."""

    created_by = UUID(null=True, default=None)
    event = reference(Event)
    session = reference(Session, null=True)
    source = Varchar(length=200)
    marked = Integer(default=0)
    undone_at = Timestamptz(null=True, default=None)


class PaperMark(Row, Table):
    """One guest of a batch, by the scan that stands for the mark."""

    batch = reference(PaperBatch)
    guest = reference(Guest)
    scan = UUID()
