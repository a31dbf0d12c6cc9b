"""The noun of a feed."""

from enum import StrEnum

from piccolo.columns import UUID, Bytea, Integer, Varchar
from piccolo.table import Table

from events_app.accounts.tables import Row, User, reference


class FeedKind(StrEnum):
    """Events and what is on stage; or due dates of everybody, of one institution, of one person."""

    organisation = "organisation"
    room = "room"
    person = "person"
    due = "due"
    due_office = "due_office"
    due_person = "due_person"


class CalendarFeed(Row, Table):
    """A subscription of a user; a new `version` gives it a new address and ends the old one."""

    user = reference(User)
    kind = Varchar(length=12, choices=FeedKind, default=FeedKind.organisation)
    subject = UUID(null=True, default=None)
    version = Integer(default=1)
    link_hash = Bytea(unique=True)
