"""The words for stored values, as people read them; the values themselves stay English."""

from typing import TypeVar

from events_app.commitments.kinds import BudgetSource, PartyRole, Ratified, Rating
from events_app.commitments.tables import (
    ActionState,
    AskDecision,
    CommitmentState,
    CommitmentVisibility,
    EvidenceKind,
    InfeasibleReason,
    Obstacle,
)
from events_app.i18n import N_, gettext

Word = TypeVar("Word", bound=str)

ACTION_STATES = {
    ActionState.draft: N_("Draft"),
    ActionState.open: N_("Not started"),
    ActionState.in_progress: N_("In progress"),
    ActionState.submitted: N_("Awaiting verification"),
    ActionState.verified: N_("Completed"),
    ActionState.returned: N_("Returned"),
    ActionState.infeasible: N_("Cannot be done"),
    ActionState.cancelled: N_("Cancelled"),
}
COMMITMENT_STATES = {
    CommitmentState.draft: N_("Draft"),
    CommitmentState.agreed: N_("Agreed"),
    CommitmentState.closed: N_("Closed"),
    CommitmentState.withdrawn: N_("Withdrawn"),
}
VISIBILITIES = {
    CommitmentVisibility.internal: N_("Inside this organisation"),
    CommitmentVisibility.task_force: N_("The task force"),
    CommitmentVisibility.public: N_("Everybody"),
}
RATINGS = {
    Rating.complete: N_("Complete"),
    Rating.substantial: N_("Substantial"),
    Rating.limited: N_("Limited"),
    Rating.not_started: N_("Not started"),
    Rating.no_evidence: N_("No evidence available"),
}
RATIFIED = {
    Ratified.not_needed: N_("No ratification needed"),
    Ratified.pending: N_("Not yet ratified"),
    Ratified.ratified: N_("Ratified"),
    Ratified.declined: N_("Declined by the head"),
}
PARTY_ROLES = {
    PartyRole.support: N_("Supporting"),
    PartyRole.co_lead: N_("Leading together"),
}
BUDGET_SOURCES = {
    BudgetSource.apbd: N_("Regional budget (APBD)"),
    BudgetSource.apbn: N_("State budget (APBN)"),
    BudgetSource.village: N_("Village funds"),
    BudgetSource.grant: N_("Grant"),
    BudgetSource.none: N_("No money needed"),
    BudgetSource.other: N_("Another source"),
}
OBSTACLES = {
    Obstacle.none: N_("No obstacle"),
    Obstacle.budget: N_("Budget"),
    Obstacle.staff: N_("Staff"),
    Obstacle.regulation: N_("Regulation"),
    Obstacle.coordination: N_("Coordination"),
    Obstacle.data: N_("Data"),
    Obstacle.other: N_("Something else"),
}
EVIDENCE_KINDS = {
    EvidenceKind.letter: N_("Letter"),
    EvidenceKind.decree: N_("Decree"),
    EvidenceKind.photo: N_("Photo"),
    EvidenceKind.attendance_list: N_("Attendance list"),
    EvidenceKind.report: N_("Report"),
    EvidenceKind.link: N_("Link"),
    EvidenceKind.other: N_("Other evidence"),
}
DECISIONS = {
    AskDecision.pending: N_("Awaiting a decision"),
    AskDecision.approved: N_("Approved"),
    AskDecision.rejected: N_("Rejected"),
}
INFEASIBLE_REASONS = {
    InfeasibleReason.force_majeure: N_("Force majeure"),
    InfeasibleReason.legal_process: N_("A legal process under way"),
    InfeasibleReason.org_change: N_("The organisation has changed"),
    InfeasibleReason.regulation_change: N_("The regulation has changed"),
}


def options(words: dict[Word, str]) -> list[tuple[str, str]]:
    """Value and word of each, in the language of the moment, for a select or radio field."""
    return [(str(value), gettext(word)) for value, word in words.items()]
