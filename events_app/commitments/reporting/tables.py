"""The nouns of papers: the office's own words in an activity report, and the columns that somebody wants."""

from piccolo.columns import UUID, Integer, Text, Varchar
from piccolo.table import Table

from events_app.accounts.tables import Row, User, reference
from events_app.events.tables import Event
from events_app.invitations.letters.tables import Signatory


class ActivityReport(Row, Table):
    """The texts of an event's activity report; an event has one."""

    created_by = UUID(null=True, default=None)
    event = reference(Event)
    number = Varchar(length=100)
    basis = Text()
    background = Text()
    purpose = Text()
    course = Text()
    evaluation = Text()
    suggestions = Text()
    signatory = reference(Signatory, null=True, cascade=False)
    row_version = Integer(default=1)


class PaperColumns(Row, Table):
    """Which columns a user wants in the matrix or the overdue list: `arranged` names all in order, `-` before those left out."""

    user = reference(User)
    paper = Varchar(length=10)
    arranged = Varchar(length=400)
