"""Nouns of doing things again: plans kept under a name, and series."""

from piccolo.columns import JSONB, Array, Boolean, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from events_app.accounts.tables import Row


class EventTemplate(Row, Table):
    """A plan kept under a name, for the whole organisation; a confidential event's is as confidential."""

    name = Varchar(length=200)
    confidential = Boolean(default=False)
    plan = JSONB(default="{}")


class Series(Row, Table):
    """Events that follow a rule. `starts_at` is the first start the rule counts from, in `timezone`.

    `shift_seconds` is how far later edits moved its occurrences from where the rule puts them, in local time.
    """

    title = Varchar(length=200)
    theme = Varchar(length=200)
    confidential = Boolean(default=False)
    rule = Text()
    timezone = Varchar(length=60)
    starts_at = Timestamptz(default=None, null=True)
    exdates = Array(base_column=Timestamptz(), default=list)
    rdates = Array(base_column=Timestamptz(), default=list)
    shift_seconds = Integer(default=0)
    plan = JSONB(default="{}")
