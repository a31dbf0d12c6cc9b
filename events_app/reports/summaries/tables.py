"""The noun of figures that are kept."""

from piccolo.columns import UUID, Text, Timestamptz, Varchar
from piccolo.table import Table

from events_app.accounts.tables import Row


class PromiseSummary(Row, Table):
    """The figures of one institution for one audience, as JSON: true between two moments unless it was touched since."""

    institution = UUID(default=None)
    audience = Varchar(length=8)
    facts = Text()
    valid_from = Timestamptz(default=None)
    valid_until = Timestamptz(default=None)
