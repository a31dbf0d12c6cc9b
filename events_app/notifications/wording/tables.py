"""Nouns of wording: what an organisation says instead of the words that come with the product."""

from piccolo.columns import UUID, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from events_app import clock
from events_app.accounts.tables import Row


class MessageWording(Row, Table):
    """Subject and text of one kind of message in one language; without a row, the words that come with us."""

    kind = Varchar(length=60)
    language = Varchar(length=2)
    subject = Varchar(length=300)
    body = Text()
    changed_by = UUID(null=True, default=None)
    changed_at = Timestamptz(default=clock.now)
    row_version = Integer(default=1)
