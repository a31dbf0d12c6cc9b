"""The nouns of keeping count."""

from piccolo.columns import UUID, Boolean, Integer, Varchar
from piccolo.table import Table

from events_app.accounts.tables import Row


class PromiseTally(Row, Table):
    """A difference or a sum of facts of one kind; only the sum over all rows of a key means something.

    `value` is what the kind says: days of length, a day counted from 2000-01-01, or a month counted from the year 0.
    What is a day is one in the zone of the event, `timezone`.
    """

    confidential = Boolean(default=False)
    public = Boolean(default=False)
    timezone = Varchar(length=60)
    kind = Varchar(length=20)
    value = Integer(default=0)
    n = Integer(default=0)


class PromiseTouch(Row, Table):
    """Something of what an institution promised has changed since its figures were last worked out; see `reports.summaries`.

    `part` is by the event at which it was promised, see `reports.counts`.
    """

    institution = UUID(default=None)
    part = Integer(default=0)
