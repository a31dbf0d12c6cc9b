"""The noun of a release."""

from piccolo.columns import JSONB, UUID, Integer, Text
from piccolo.table import Table

from events_app.accounts.tables import Row, reference
from events_app.events.tables import Event


class ScheduleRelease(Row, Table):
    """What was told, in order of `number`: the snapshot, and how it differs from the one before. Append-only."""

    created_by = UUID(null=True, default=None)
    event = reference(Event)
    number = Integer(default=1)
    note = Text()
    snapshot = JSONB()
    changes = JSONB()
