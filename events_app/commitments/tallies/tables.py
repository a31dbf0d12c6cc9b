"""The noun of keeping count."""

from piccolo.columns import UUID, Boolean, Integer, Varchar
from piccolo.table import Table

from events_app.accounts.tables import Row


class PromiseTally(Row, Table):
    """A difference or a sum of facts of one kind; only the sum over all rows of a key means something.

    `value` is the days, or the month counted from the year 0, of the kinds that have one. Months are kept without
    their institution.
    """

    institution = UUID(null=True, default=None)
    confidential = Boolean(default=False)
    public = Boolean(default=False)
    kind = Varchar(length=20)
    value = Integer(default=0)
    n = Integer(default=0)
