"""Nouns of following up: what was promised, what must be done, the proof, and who said it is so."""

from datetime import date
from enum import StrEnum

from piccolo.columns import UUID, Boolean, Bytea, Date, Integer, Numeric, Text, Timestamptz, Varchar
from piccolo.table import Table

from events_app import clock
from events_app.accounts.tables import Row, reference
from events_app.commitments.kinds import EvidenceKind as EvidenceKind
from events_app.commitments.kinds import LinkScope, Ratified
from events_app.commitments.kinds import Obstacle as Obstacle
from events_app.documents.tables import Document
from events_app.events.tables import AgendaItem, Event, Session
from events_app.invitations.tables import Guest
from events_app.stakeholders.tables import Institution, Person, Position


class CommitmentState(StrEnum):
    draft = "draft"
    agreed = "agreed"
    closed = "closed"
    withdrawn = "withdrawn"


class CommitmentVisibility(StrEnum):
    internal = "internal"
    task_force = "task_force"
    public = "public"


class ActionState(StrEnum):
    draft = "draft"
    open = "open"
    in_progress = "in_progress"
    submitted = "submitted"
    verified = "verified"
    returned = "returned"
    infeasible = "infeasible"
    cancelled = "cancelled"


LATE_STATES = frozenset({ActionState.open, ActionState.in_progress, ActionState.returned})
"""The states in which the owner owes something, so that a past due date means overdue."""
FINAL_STATES = frozenset({ActionState.verified, ActionState.infeasible, ActionState.cancelled})


class Verdict(StrEnum):
    accepted = "accepted"
    returned = "returned"


class AskDecision(StrEnum):
    pending = "pending"
    approved = "approved"
    rejected = "rejected"


class InfeasibleReason(StrEnum):
    force_majeure = "force_majeure"
    legal_process = "legal_process"
    org_change = "org_change"
    regulation_change = "regulation_change"


class Commitment(Row, Table):
    """What an institution promised at an event; provenance is the guest who spoke."""

    created_by = UUID(null=True, default=None)
    ref = Varchar(length=24)  # type: ignore[assignment]
    event = reference(Event, cascade=False)
    session = reference(Session, null=True, cascade=False)
    agenda_item = reference(AgendaItem, null=True, cascade=False)
    guest = reference(Guest, null=True, cascade=False)
    institution = reference(Institution, cascade=False)
    position = reference(Position, null=True, cascade=False)
    theme = Varchar(length=200)
    title = Varchar(length=200)
    problem = Text()
    statement = Text()
    expected_result = Text()
    indicator = Varchar(length=300)
    baseline = Varchar(length=100)
    target = Varchar(length=100)
    visibility = Varchar(length=12, choices=CommitmentVisibility, default=CommitmentVisibility.internal)
    state = Varchar(length=12, choices=CommitmentState, default=CommitmentState.draft)
    agreed_at = Timestamptz(null=True, default=None)
    agreed_by = UUID(null=True, default=None)
    state_reason = Text()
    ratification = Varchar(length=12, choices=Ratified, default=Ratified.not_needed)
    ratified_by = reference(Position, null=True, cascade=False)
    ratified_at = Timestamptz(null=True, default=None)
    closing_rating = Varchar(length=20, null=True, default=None)
    rated_by = UUID(null=True, default=None)
    rated_at = Timestamptz(null=True, default=None)
    withdrawal_reason = Text()
    row_version = Integer(default=1)
    search_text = Text()


class FollowUpAction(Row, Table):
    """One thing to be done. `original_due` stays once it is open; `reported_at` is the latest report's, by a trigger."""

    created_by = UUID(null=True, default=None)
    ref = Varchar(length=28)  # type: ignore[assignment]
    commitment = reference(Commitment)
    seq = Integer(default=1)
    title = Varchar(length=200)
    description = Text()
    deliverable = Varchar(length=300)
    method = Varchar(length=200)
    place = Varchar(length=200)
    target_group = Varchar(length=200)
    budget_amount = Numeric(digits=(15, 2), null=True, default=None)
    budget_source = Varchar(length=20, null=True, default=None)
    weight = Integer(default=1)
    responsible_institution = reference(Institution, cascade=False)
    responsible_position = reference(Position, null=True, cascade=False)
    responsible_person = reference(Person, null=True, cascade=False)
    verifier_institution = reference(Institution, null=True, cascade=False)
    verifier_position = reference(Position, null=True, cascade=False)
    start_date = Date(null=True, default=None)
    original_due = Date(default=None, null=True)
    due = Date(default=None, null=True)
    state = Varchar(length=12, choices=ActionState, default=ActionState.draft)
    state_since = Timestamptz(default=clock.now)
    done_on = Date(null=True, default=None)
    percent = Integer(default=0)
    infeasible_reason = Varchar(length=20, null=True, default=None)
    superseded_by = UUID(null=True, default=None)
    reopened = Integer(default=0)
    reported_at = Timestamptz(null=True, default=None)
    row_version = Integer(default=1)
    search_text = Text()

    def is_overdue(self, today: date) -> bool:
        """Whether something is owed past its due date, on the event's local day."""
        return self.state in LATE_STATES and self.due < today

    def days_late(self, today: date) -> int:
        return max((today - self.due).days, 0) if self.is_overdue(today) else 0


class ActionEvent(Row, Table):
    """One transition of an action, with who and why. Append-only."""

    action = reference(FollowUpAction)
    from_state = Varchar(length=12)
    to_state = Varchar(length=12)
    user = UUID(null=True, default=None)
    person = UUID(null=True, default=None)
    note = Text()


class ProgressUpdate(Row, Table):
    """How far it is, in the owner's words. Append-only."""

    action = reference(FollowUpAction)
    percent = Integer(default=0)
    narrative = Text()
    obstacle = Varchar(length=12, choices=Obstacle, default=Obstacle.none)
    help_needed = Text()
    reported_for = Date(default=None, null=True)
    user = UUID(null=True, default=None)
    person = UUID(null=True, default=None)


class Submission(Row, Table):
    """The owner says it is done, with evidence. Append-only."""

    action = reference(FollowUpAction)
    no = Integer(default=1)
    statement = Text()
    user = UUID(null=True, default=None)
    person = UUID(null=True, default=None)
    submitter_institution = UUID(null=True, default=None)
    withdrawn_at = Timestamptz(null=True, default=None)


class Evidence(Row, Table):
    """A file or a link, with its own date, that proves something. Append-only, but for the mark of personal data."""

    submission = reference(Submission, null=True)
    infeasible_request = UUID(null=True, default=None)
    kind = Varchar(length=16, choices=EvidenceKind, default=EvidenceKind.other)
    title = Varchar(length=200)
    document = reference(Document, null=True, cascade=False)
    url = Varchar(length=500)
    evidence_date = Date(default=None, null=True)
    contains_personal_data = Boolean(default=False)


class Verification(Row, Table):
    """A verdict by somebody who neither did nor submitted the work. Append-only."""

    submission = reference(Submission)
    verdict = Varchar(length=10, choices=Verdict)
    reason = Text()
    verifier = UUID()
    verifier_institution = UUID(null=True, default=None)


class DueChange(Row, Table):
    """An extension asked for, and what the chair decided; by a `meeting`, whoever may not know of it reads no reason."""

    action = reference(FollowUpAction)
    meeting = UUID(null=True, default=None)
    old_due = Date(default=None, null=True)
    new_due = Date(default=None, null=True)
    reason = Text()
    user = UUID(null=True, default=None)
    person = UUID(null=True, default=None)
    decision = Varchar(length=10, choices=AskDecision, default=AskDecision.pending)
    decided_by = UUID(null=True, default=None)
    decided_at = Timestamptz(null=True, default=None)
    note = Text()


class ReminderDispatch(Row, Table):
    """That a reminder went out, once for each action, rule, due date and recipient (unique).

    `hears` names the roles in which they heard it; one that was passed in silence was never `aloud`.
    """

    action = reference(FollowUpAction)
    rule = Varchar(length=20)
    due_snapshot = Date(default=None, null=True)
    recipient = Varchar(length=254)
    channel = Varchar(length=10, default="email")
    hears = Varchar(length=100)
    aloud = Boolean(default=True)
    digest = UUID(null=True, default=None)


class AccessToken(Row, Table):
    """A person's link to what its scope names; only a digest of the derived token is kept.

    One given to the holder of a `position` works as long as they hold it."""

    scope = Varchar(length=12, choices=LinkScope, default=LinkScope.action)
    action = reference(FollowUpAction, null=True)
    commitment = reference(Commitment, null=True)
    person = reference(Person, null=True)
    position = reference(Position, null=True)
    institution = reference(Institution, null=True)
    token_hash = Bytea(unique=True)
    version = Integer(default=1)
    expires_at = Timestamptz(null=True, default=None)
    revoked_at = Timestamptz(null=True, default=None)
