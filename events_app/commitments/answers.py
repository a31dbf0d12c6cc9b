"""What programs get: the shapes; `shaping` fills them from rows."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from events_app.commitments.kinds import BudgetSource, PartyRole, Ratified, Rating
from events_app.commitments.tables import (
    ActionState,
    AskDecision,
    CommitmentState,
    CommitmentVisibility,
    EvidenceKind,
    InfeasibleReason,
    Obstacle,
    Verdict,
)
from events_app.shapes import Moment, Out


class ActionOut(Out):
    """One follow-up action; `overdue` and `days_late` are as of now, on the event's own day."""

    id: UUID
    ref: str
    commitment_id: UUID
    commitment_ref: str
    event_id: UUID
    title: str
    description: str
    deliverable: str
    method: str
    place: str
    target_group: str
    budget_amount: Decimal | None
    budget_source: BudgetSource | None
    weight: int
    state: ActionState
    responsible_institution_id: UUID
    responsible_institution: str
    responsible_person_id: UUID | None
    responsible_person: str | None
    responsible_position_id: UUID | None
    responsible_position: str | None
    verifier_institution_id: UUID | None
    verifier_institution: str | None
    verifier_position_id: UUID | None
    verifier_position: str | None
    start_date: date | None
    original_due: date | None
    due: date | None
    overdue: bool
    days_late: int
    percent: int
    done_on: date | None
    infeasible_reason: InfeasibleReason | None
    superseded_by_id: UUID | None
    replaces_ids: list[UUID]
    ratification: Ratified
    reopened: int
    row_version: int
    created_at: Moment


class CommitmentWarningOut(Out):
    """Something to look at; nothing was refused for it."""

    code: str
    message: str


class HintOut(Out):
    """What would make a draft clearer: beside which field, a stable word, a sentence. It refuses nothing."""

    field: str
    code: str
    message: str


class PartyOut(Out):
    """Another institution that stands behind a promise."""

    institution_id: UUID
    institution: str
    role: PartyRole


class CommitmentOut(Out):
    """A promise with its follow-up actions."""

    id: UUID
    ref: str
    event_id: UUID
    session_id: UUID | None
    agenda_item_id: UUID | None
    agenda_item: str | None
    attendance_guest_id: UUID | None
    attendance_guest: str | None
    institution_id: UUID
    institution: str
    position_id: UUID | None
    position: str | None
    parties: list[PartyOut]
    theme: str
    title: str
    problem: str
    statement: str
    expected_result: str
    indicator: str
    baseline: str
    target: str
    visibility: CommitmentVisibility
    state: CommitmentState
    state_reason: str
    withdrawal_reason: str
    ratification: Ratified
    ratified_by_id: UUID | None
    ratified_at: Moment | None
    closing_rating: Rating | None
    rated_at: Moment | None
    agreed_at: Moment | None
    created_at: Moment
    actions: list[ActionOut]
    warnings: list[CommitmentWarningOut]
    hints: list[HintOut]


class UpdateOut(Out):
    """How far it was, in the owner's words."""

    id: UUID
    action_id: UUID
    percent: int
    narrative: str
    obstacle: Obstacle
    help_needed: str
    reported_for: date
    by: str
    created_at: Moment


class EvidenceOut(Out):
    """A file or a link; `content_url` gives the file's bytes, whose digest is `sha256`.

    One that holds personal data says so, and to those who need not see it nothing else (`hidden`).
    """

    id: UUID
    submission_id: UUID | None
    infeasible_request_id: UUID | None
    contains_personal_data: bool
    hidden: bool
    can_preview: bool
    sha256: str | None
    kind: EvidenceKind
    title: str
    url: str | None
    filename: str | None
    media_type: str | None
    size: int | None
    evidence_date: date
    content_url: str | None


class VerificationOut(Out):
    """A verdict."""

    id: UUID
    submission_id: UUID
    verdict: Verdict
    reason: str
    verifier_id: UUID
    verifier: str
    waiver_reason: str | None
    """Why the responsible institution's own verifier could judge; none where another one did."""
    created_at: Moment


class SubmissionOut(Out):
    """What was submitted, with its evidence, and the verdict once there is one."""

    id: UUID
    action_id: UUID
    no: int
    statement: str
    by: str
    created_at: Moment
    withdrawn_at: Moment | None
    evidence: list[EvidenceOut]
    verification: VerificationOut | None


class DueChangeOut(Out):
    """Another due date, asked for and perhaps decided."""

    id: UUID
    action_id: UUID
    old_due: date
    due: date
    reason: str
    by: str
    decision: AskDecision
    decided_by: str | None
    decided_at: Moment | None
    note: str
    created_at: Moment
