"""Nouns of ending: the organisation's rule, and who is kept longer than it says."""

from piccolo.columns import UUID, Boolean, Date, Integer, Varchar
from piccolo.table import Table

from events_app.accounts.tables import Row, reference
from events_app.stakeholders.tables import Person


class RetentionRule(Row, Table):
    """How many months personal data is kept after somebody's last part; one an organisation, none means for good.

    `automatic`: the clock anonymises who is due, each night some.
    """

    months = Integer(null=True, default=None)
    automatic = Boolean(default=False)


class Postponement(Row, Table, tablename="retention_postponement"):
    """Somebody is kept until a day, for a reason; the newest counts."""

    person = reference(Person)
    until = Date(null=True, default=None)
    reason = Varchar(length=500)
    created_by = UUID(null=True, default=None)
