"""The noun of admitting anyway."""

from piccolo.columns import UUID, Varchar
from piccolo.table import Table

from events_app.accounts.tables import Row, reference
from events_app.events.tables import Event


class ScanOverride(Row, Table):
    """A refused scan, the scan that let its guest in all the same, and why. Append-only, once a refusal."""

    created_by = UUID(null=True, default=None)
    event = reference(Event)
    scan = UUID()
    admitted = UUID()
    reason = Varchar(length=300)
