"""Noun of ratifying: what the head answered."""

from piccolo.columns import UUID, Text, Varchar
from piccolo.table import Table

from events_app.accounts.tables import Row, reference
from events_app.commitments.kinds import Ratified
from events_app.commitments.tables import Commitment
from events_app.documents.tables import Document
from events_app.stakeholders.tables import Position


class Ratification(Row, Table):
    """What a represented head answered: by link, or by a signed letter that staff uploaded. Append-only."""

    commitment = reference(Commitment)
    outcome = Varchar(length=10, choices=Ratified)
    position = reference(Position, cascade=False)
    person = UUID(null=True, default=None)
    user = UUID(null=True, default=None)
    letter = reference(Document, null=True, cascade=False)
    note = Text()
