"""Nouns of writing again: a round of mails, and whom it has reached."""

from enum import StrEnum

from piccolo.columns import UUID, Text, Varchar
from piccolo.table import Table

from events_app.accounts.tables import Row, reference
from events_app.events.tables import Event
from events_app.invitations.tables import Invitation


class Whom(StrEnum):
    """Whom a round is for: those without a yes or no, those with a yes, the undecided, those with a no."""

    silent = "silent"
    coming = "coming"
    undecided = "undecided"
    declined = "declined"


class Round(Row, Table, tablename="invitation_round"):
    """One rule by which mails went out, such as `silent:2026-12-01`; each rule is one row of its event."""

    created_by = UUID(null=True, default=None)
    event = reference(Event)
    rule = Varchar(length=80)
    audience = Varchar(length=12, choices=Whom)
    text = Text()


class RoundSent(Row, Table, tablename="invitation_round_sent"):
    """The ledger: this invitation had the mail of this rule, so it never has it again."""

    round = reference(Round)
    invitation = reference(Invitation)
