"""Nouns of those who stand behind a promise beside the institution that made it."""

from piccolo.columns import Varchar
from piccolo.table import Table

from events_app.accounts.tables import Row, reference
from events_app.commitments.kinds import PartyRole
from events_app.commitments.tables import Commitment
from events_app.stakeholders.tables import Institution


class CommitmentParty(Row, Table):
    """Another institution that stands behind a promise."""

    commitment = reference(Commitment)
    institution = reference(Institution, cascade=False)
    role = Varchar(length=10, choices=PartyRole)
