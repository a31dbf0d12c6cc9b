"""Nouns of what is asked of the chair: that something cannot be done, that a promise be taken back."""

from piccolo.columns import UUID, Text, Timestamptz, Varchar
from piccolo.table import Table

from events_app.accounts.tables import Row, reference
from events_app.commitments.tables import AskDecision, Commitment, FollowUpAction, InfeasibleReason


class InfeasibleRequest(Row, Table):
    """The owner asks that something be found impossible, and what the chair decided."""

    action = reference(FollowUpAction)
    reason_class = Varchar(length=20, choices=InfeasibleReason)
    reason = Text()
    user = UUID(null=True, default=None)
    person = UUID(null=True, default=None)
    decision = Varchar(length=10, choices=AskDecision, default=AskDecision.pending)
    decided_by = UUID(null=True, default=None)
    decided_at = Timestamptz(null=True, default=None)
    note = Text()


class WithdrawalRequest(Row, Table):
    """The institution asks to take its promise back, and what the chair decided."""

    commitment = reference(Commitment)
    reason = Text()
    user = UUID(null=True, default=None)
    person = UUID(null=True, default=None)
    decision = Varchar(length=10, choices=AskDecision, default=AskDecision.pending)
    decided_by = UUID(null=True, default=None)
    decided_at = Timestamptz(null=True, default=None)
    note = Text()
