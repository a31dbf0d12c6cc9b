"""What programs get of what is asked of the chair."""

from uuid import UUID

from events_app.commitments.answers import EvidenceOut
from events_app.commitments.tables import AskDecision, InfeasibleReason
from events_app.shapes import Moment, Out


class InfeasibleRequestOut(Out):
    """That something cannot be done, asked of the chair with evidence, and perhaps decided."""

    id: UUID
    action_id: UUID
    reason_class: InfeasibleReason
    reason: str
    by: str
    evidence: list[EvidenceOut]
    decision: AskDecision
    decided_by: str | None
    decided_at: Moment | None
    note: str
    created_at: Moment


class WithdrawalRequestOut(Out):
    """That a promise be taken back, asked of the chair, and perhaps decided."""

    id: UUID
    commitment_id: UUID
    reason: str
    by: str
    decision: AskDecision
    decided_by: str | None
    decided_at: Moment | None
    note: str
    created_at: Moment
