"""The noun of counts that are kept."""

from piccolo.columns import UUID, Boolean, Integer, Text
from piccolo.table import Table

from events_app.accounts.tables import Row


class PromiseCount(Row, Table):
    """The counts of one institution, or of all together (`institution` is none), as JSON; what is confidential stands apart."""

    institution = UUID(null=True, default=None)
    confidential = Boolean(default=False)
    counts = Text()
    furthest = Text()
    facts = Text()


class PromisePart(Row, Table):
    """The same of what one institution promised at some of its events: `promise_part` of the event says which part."""

    institution = UUID(default=None)
    part = Integer(default=0)
    confidential = Boolean(default=False)
    counts = Text()
    furthest = Text()
    facts = Text()
