"""The noun of counts that are kept."""

from piccolo.columns import UUID, Boolean, Text
from piccolo.table import Table

from events_app.accounts.tables import Row


class PromiseCount(Row, Table):
    """The counts of one institution, or of all together (`institution` is none), as JSON; what is confidential stands apart."""

    institution = UUID(null=True, default=None)
    confidential = Boolean(default=False)
    counts = Text()
    furthest = Text()
