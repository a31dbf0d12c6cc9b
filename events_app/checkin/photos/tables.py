"""The noun of photos."""

from piccolo.columns import UUID, Boolean, Bytea, Integer, Timestamptz, Varchar
from piccolo.table import Table

from events_app.accounts.tables import Row, reference
from events_app.documents.tables import Document
from events_app.events.tables import Event


class EventPhoto(Row, Table):
    """A photo of an event. `small`: the same for pages; `removed_at`: taken away, and still to be had back for a week."""

    created_by = UUID(null=True, default=None)
    event = reference(Event)
    document = reference(Document)
    caption = Varchar(length=300)
    place = Integer(default=1)
    in_report = Boolean(default=True)
    width = Integer()
    height = Integer()
    small = Bytea(null=True, default=None)
    removed_at = Timestamptz(null=True, default=None)
