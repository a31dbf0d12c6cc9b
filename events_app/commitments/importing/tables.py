"""Nouns of importing: a sheet that was brought along, with what its columns mean."""

from piccolo.columns import UUID, Array, Integer, Timestamptz, Varchar
from piccolo.table import Table

from events_app.accounts.tables import Row, reference
from events_app.documents.tables import Document
from events_app.events.tables import Event


class ImportedSheet(Row, Table):
    """A follow-up matrix as it came. `columns` says of each column in its order what it means; empty: as recognised."""

    created_by = UUID(null=True, default=None)
    event = reference(Event)
    document = reference(Document, cascade=False)
    columns = Array(base_column=Varchar(length=20), default=list)
    row_version = Integer(default=1)
    committed_at = Timestamptz(null=True, default=None)
    created_count = Integer(default=0)
